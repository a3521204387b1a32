"""PostgreSQL's full-text search over pairs of Hanzi."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.query import Phrase, PlainText

from portal.chinese import index_words
from portal.search.backends.words import MOST_RELAXED, Part, asked_for, wants_all

ENTRIES = stock.IndexEntry._meta.db_table


class ObjectIndexer(stock.ObjectIndexer):
    # Copies of the text for a search that forgives typing errors: not ours.
    title_text = ""
    body_text = ""

    def as_vector(
        self, texts: list[tuple[str, str]], for_autocomplete: bool = False
    ) -> Any:
        """Write the vector out, without PostgreSQL's parser.

        It would cut 1e5 and a-b in ways of its own. Each word stands once, with the
        best weight that it has: A comes before D.
        """
        weights: dict[str, str] = {}
        for text, weight in texts:
            for word in index_words(text):
                weights[word] = min(weight, weights.get(word, weight))
        written = " ".join(f"'{word}':1{weight}" for word, weight in weights.items())
        return Cast(Value(written), SearchVectorField())


class Index(stock.PostgresIndex):
    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave out what reads the whole table at each save."""


class WrittenQuery(SearchQuery):
    """A query written out, which PostgreSQL's parser does not see either."""

    template = "CAST(%(expressions)s AS tsquery)"


def _written(word: str, is_start: bool) -> str:
    return f"'{word}':*" if is_start else f"'{word}'"


class ChineseQuery:
    LAST_TERM_IS_PREFIX: bool

    def build_tsquery_content(
        self, query: Any, config: Any = None, invert: bool = False
    ) -> Any:
        if isinstance(query, (PlainText, Phrase)):
            words = asked_for(query, is_typed=self.LAST_TERM_IS_PREFIX)
            sign = "!" if invert else ""
            join = " & " if wants_all(query) != invert else " | "
            return WrittenQuery(join.join(sign + _written(*word) for word in words))
        return super().build_tsquery_content(query, config, invert)  # type: ignore[misc]


class QueryCompiler(ChineseQuery, stock.PostgresSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(ChineseQuery, stock.PostgresAutocompleteQueryCompiler):
    pass


def matching(
    words: Sequence[tuple[str, bool]], kinds: Sequence[int], *, part: Part, least: int
) -> tuple[str, list[Any]]:
    """Return SQL for (content_type_id, object_id, number of `words`) of what matches.

    At least `least` of the words must be there.
    """
    vector = {Part.ALL: "(title || body)", Part.NAMES: "autocomplete"}[part]
    kinds_listed = ", ".join(map(str, kinds))
    written = [_written(*word) for word in words]
    select = "SELECT content_type_id, CAST(object_id AS bigint) AS object_id"
    if least == len(words):
        return (
            f"{select}, {least} AS weight FROM {ENTRIES} "
            f"WHERE {vector} @@ CAST(%s AS tsquery) AND content_type_id IN ({kinds_listed})",
            [" & ".join(written)],
        )
    each = " UNION ALL ".join(
        [f"SELECT id FROM {ENTRIES} WHERE {vector} @@ CAST(%s AS tsquery)"] * len(words)  # noqa: S608
    )
    return (
        f"{select}, weight FROM (SELECT id AS entry_id, count(*) AS weight FROM ({each}) AS one "  # noqa: S608
        f"GROUP BY id HAVING count(*) >= {least} ORDER BY weight DESC, id DESC LIMIT {MOST_RELAXED}) AS most "
        f"JOIN {ENTRIES} ON {ENTRIES}.id = entry_id "
        f"WHERE content_type_id IN ({kinds_listed})",
        written,
    )


class SearchBackend(stock.PostgresSearchBackend):
    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    matching = staticmethod(matching)

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.config = "simple"


# The index looks its indexer up by this name.
stock.ObjectIndexer = ObjectIndexer
