"""SQLite's full-text search (FTS5) over pairs of Hanzi."""

import json
from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connections
from django.db.models import F, FloatField, Func, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    MatchExpression,
    SearchQueryExpression,
    normalize,
)
from modelsearch.query import MatchAll, Not, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from portal.chinese import index_words
from portal.search.backends.words import MOST_RELAXED, Part, asked_for, wants_all

ENTRIES = stock.IndexEntry._meta.db_table
FULL_TEXT = stock.SQLiteFTSIndexEntry._meta.db_table


class ObjectIndexer(stock.ObjectIndexer):
    def prepare_value(self, value: Any) -> str:
        if isinstance(value, str):
            return " ".join(index_words(value))
        prepared: str = super().prepare_value(value)
        return prepared


class Index(stock.SQLiteIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave out what reads the whole table at each save: `bm25` weighs titles."""


class ChineseQuery:
    """What both of the stock compilers get wrong for Chinese, or slow."""

    # Of bm25, in the order of the table's columns: autocomplete, body, title.
    WEIGHTS = "1.0, 1.0, 10.0"
    MOST_RANKED = 1000  # later hits come newest first

    queryset: Any
    query: Any
    order_by_relevance: bool
    FTS_TABLE_FIELDS: list[str]
    LAST_TERM_IS_PREFIX: bool

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, (PlainText, Phrase)):
            words = asked_for(query, is_typed=self.LAST_TERM_IS_PREFIX)
            lexemes = (Lexeme(word, prefix=is_start) for word, is_start in words)
            wanted = reduce(and_ if wants_all(query) else or_, lexemes)
            return SearchQueryExpression(wanted, config=config)
        return super().build_search_query_content(query, config)  # type: ignore[misc]

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: Any = None
    ) -> Any:
        """Search as the stock compiler does, the full-text table first.

        Left to itself the planner begins with the content types and takes seconds;
        CROSS JOIN is SQLite's way to say which table comes first.
        """
        query = normalize(self.query)
        if isinstance(query, (MatchAll, Not)):
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        database = self.queryset.db
        connection = connections[database]
        wanted = self.build_search_query(query, config=config)  # type: ignore[attr-defined]
        match, params = MatchExpression(self.FTS_TABLE_FIELDS, wanted).as_sql(
            self.queryset.query.get_compiler(database), connection
        )
        kinds = ", ".join(
            map(str, get_descendants_content_types_pks(self.queryset.model))
        )
        hits = (
            f"FROM {FULL_TEXT} CROSS JOIN {ENTRIES} ON {ENTRIES}.id = {FULL_TEXT}.rowid "
            f"WHERE {match} AND {ENTRIES}.content_type_id IN ({kinds})"
        )
        found = self.queryset.filter(
            pk__in=RawSQL(f"SELECT CAST({ENTRIES}.object_id AS integer) {hits}", params)  # noqa: S611
        )
        if self.order_by_relevance or score_field:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {ENTRIES}.object_id, bm25({FULL_TEXT}, {self.WEIGHTS}) AS score "
                    f"{hits} ORDER BY score LIMIT {self.MOST_RANKED}",
                    params,
                )
                scores = json.dumps(dict(cursor.fetchall()))
            name = score_field or "_score"
            place = Concat(Value('$."'), Cast("pk", TextField()), Value('"'))
            score = Func(
                Value(scores), place, function="json_extract", output_field=FloatField()
            )
            found = found.annotate(**{name: score})
            if self.order_by_relevance:
                return found.order_by(F(name).asc(nulls_last=True), "-pk")[start:stop]
        if not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]


class QueryCompiler(ChineseQuery, stock.SQLiteSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(ChineseQuery, stock.SQLiteAutocompleteQueryCompiler):
    pass


def matching(
    words: Sequence[tuple[str, bool]], kinds: Sequence[int], *, part: Part, least: int
) -> tuple[str, list[Any]]:
    """Return SQL for (content_type_id, object_id, number of `words`) of what matches.

    At least `least` of the words must be there.
    """
    columns = {Part.ALL: "{title body}", Part.NAMES: "{autocomplete}"}[part]
    kinds_listed = ", ".join(map(str, kinds))
    written = [f'"{word}"*' if is_start else f'"{word}"' for word, is_start in words]
    select = "SELECT content_type_id, CAST(object_id AS integer) AS object_id"
    if least == len(words):
        return (
            f"{select}, {least} AS weight FROM {FULL_TEXT} CROSS JOIN {ENTRIES} "
            f"ON {ENTRIES}.id = {FULL_TEXT}.rowid WHERE {FULL_TEXT} MATCH %s "
            f"AND content_type_id IN ({kinds_listed})",
            [f"{columns} : ({' AND '.join(written)})"],
        )
    each = " UNION ALL ".join(
        [f"SELECT rowid AS id FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s"] * len(words)  # noqa: S608
    )
    return (
        f"{select}, weight FROM (SELECT id AS entry_id, count(*) AS weight FROM ({each}) "  # noqa: S608
        f"GROUP BY id HAVING count(*) >= {least} ORDER BY weight DESC, id DESC LIMIT {MOST_RELAXED}) "
        f"CROSS JOIN {ENTRIES} ON {ENTRIES}.id = entry_id "
        f"WHERE content_type_id IN ({kinds_listed})",
        [f"{columns} : ({word})" for word in written],
    )


class SearchBackend(stock.SQLiteSearchBackend):
    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    matching = staticmethod(matching)


# The index looks its indexer up by this name.
stock.ObjectIndexer = ObjectIndexer
