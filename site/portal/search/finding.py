"""Finds what answers a question among all sources, in one query, and reads it in another.

The database says what holds the words and is public now; in which order a reader sees
it is decided here, so that it does not depend on the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    DateTimeField,
    F,
    Func,
    IntegerField,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from portal.chinese import fold
from portal.search.backends.words import Part
from portal.search.questions import Question
from portal.search.registry import Row, SearchSource, sources
from portal.search.snippets import plain_text

# Nobody leafs further; of more hits the newest are listed, those named so first.
MOST_LISTED = 200
MOST_NAME_WORDS = 8
Key = tuple[str, int]  # a source's key, and the row's


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where and when to look. `until` is the last day that counts."""

    column: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Found:
    keys: list[Key]  # the first MOST_LISTED of the column, in order
    counts: dict[str, int]  # by column, whichever column is chosen
    total: int  # in the chosen column


@dataclass(frozen=True)
class Hit:
    source: SearchSource
    row: Row
    at: datetime | None

    @property
    def title(self) -> str:
        return self.source.title(self.row)

    @property
    def address(self) -> str:
        return self.source.address(self.row)

    @property
    def names(self) -> list[str]:
        return [self.row[name] for name in self.source.names]

    @property
    def text(self) -> str:
        parts = [self.row[name] for name in self.source.texts]
        parts += [plain_text(self.row[name]) for name in self.source.streams]
        return "\n".join(part for part in parts if part)


def find(question: Question, scope: Scope, *, part: Part = Part.ALL) -> Found:
    """Return the keys of what answers `question`, and how many there are by column."""
    everywhere = sources()
    public = [source.public() for source in everywhere]
    models = [
        list(source.models) or [rows.model]
        for source, rows in zip(everywhere, public, strict=True)
    ]
    kinds = _content_types(chain.from_iterable(models))
    pairs = question.pairs
    if part == Part.NAMES:
        pairs = [*pairs[:-1], (pairs[-1][0], True)]  # it is still being typed
    sql, params = get_search_backend().matching(
        pairs,
        sorted(kinds.values()),
        part=part,
        least=question.least,
    )
    branches: list[str] = []
    for place, (source, rows) in enumerate(zip(everywhere, public, strict=True)):
        its_kinds = [kinds[model] for model in models[place]]
        rows = _narrowed(rows, source, place, its_kinds, question, scope)
        if part == Part.NAMES:
            rows = rows.filter(_tier__gt=0)
        try:
            branch, branch_params = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        branches.append(branch)
        params = [*params, *branch_params]
    chosen = [
        place
        for place, source in enumerate(everywhere)
        if scope.column in {"", source.column.key}
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hit AS MATERIALIZED ({sql}), "  # noqa: S608 -- names and numbers only
            "found(source, id, tier, at, weight) AS MATERIALIZED "
            f"({' UNION ALL '.join(branches)}) "
            "SELECT source, id, place FROM (SELECT source, id, row_number() OVER "
            "(ORDER BY weight DESC, tier DESC, at DESC NULLS LAST, source, id DESC) AS place "
            f"FROM found WHERE source IN ({', '.join(map(str, chosen))}) "
            f"ORDER BY place LIMIT {MOST_LISTED}) AS best "
            "UNION ALL SELECT source, NULL, count(*) FROM found GROUP BY source",
            params,
        )
        rows_found = cursor.fetchall()
    counts: dict[str, int] = {}
    for place, key, count in rows_found:
        if key is None:
            column = everywhere[place].column.key
            counts[column] = counts.get(column, 0) + count
    listed = sorted(
        (row for row in rows_found if row[1] is not None), key=lambda row: row[2]
    )
    return Found(
        keys=[(everywhere[place].key, key) for place, key, _number in listed],
        counts=counts,
        total=counts.get(scope.column, 0) if scope.column else sum(counts.values()),
    )


def in_order(question: Question, found: Found) -> list[Hit | Key]:
    """Put the best answers first, where there are few enough to read them all."""
    if found.total > MOST_LISTED:
        return list(found.keys)
    hits = read(found.keys)
    places = {key: place for place, key in enumerate(found.keys)}

    def standing(key: Key) -> tuple[float, int]:
        hit = hits[key]
        names = [fold(name) for name in hit.names]
        worth = question.relevance(names, fold(hit.title), fold(hit.text))
        return -round(worth, 6), places[key]

    return [hits[key] for key in sorted(hits, key=standing)]


def read(keys: Iterable[Key]) -> dict[Key, Hit]:
    """Read what the reader is to see of `keys`, in one query whatever they are."""
    wanted: dict[str, list[int]] = {}
    for source_key, key in keys:
        wanted.setdefault(source_key, []).append(key)
    everywhere = {source.key: source for source in sources()}
    parts = [
        _as_json(everywhere[source_key], wanted[source_key]) for source_key in wanted
    ]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    hits: dict[Key, Hit] = {}
    for source_key, key, at, fields in rows:
        row = {name: value or "" for name, value in fields.items()}
        hits[source_key, key] = Hit(everywhere[source_key], row, at)
    return {key: hits[key] for key in keys if key in hits}


def _content_types(models: Iterable[type[Model]]) -> dict[type[Model], int]:
    found = ContentType.objects.get_for_models(*models)
    return {model: content_type.pk for model, content_type in found.items()}


def _narrowed(
    rows: QuerySet[Any],
    source: SearchSource,
    place: int,
    kinds: Sequence[int],
    question: Question,
    scope: Scope,
) -> QuerySet[Any]:
    """Narrow what is public to the hits; tell of each how it is named, and when."""
    its = f"content_type_id IN ({', '.join(map(str, kinds))})"
    hits = f"SELECT object_id FROM hit WHERE {its}"  # noqa: S608
    weight = Func(
        F("pk"),
        template=f"(SELECT weight FROM hit WHERE {its} AND object_id = %(expressions)s)",  # noqa: S608
        output_field=IntegerField(),
    )
    rows = rows.annotate(
        _source=Value(place, IntegerField()),
        _tier=_tier(source, question),
        _at=_at(source),
        _weight=weight if question.is_relaxed else Value(0, IntegerField()),
    )
    if scope.since:
        rows = rows.filter(_at__gte=_midnight(scope.since))
    if scope.until:
        rows = rows.filter(_at__lt=_midnight(scope.until + timedelta(days=1)))
    return (
        rows.filter(pk__in=RawSQL(hits, []))  # noqa: S611 -- a number only
        .order_by()
        .values_list("_source", "pk", "_tier", "_at", "_weight")
    )


def _tier(source: SearchSource, question: Question) -> Case:
    """Rank by name: called so exactly, begins so, holds all of the words, or not."""

    def named(lookup: str, text: str) -> Q:
        return reduce(or_, (Q(**{f"{name}__{lookup}": text}) for name in source.names))

    words = [named("icontains", word) for word in question.words[:MOST_NAME_WORDS]]
    return Case(
        When(named("iexact", question.asked), then=Value(3)),
        When(named("istartswith", question.asked), then=Value(2)),
        When(reduce(and_, words), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _at(source: SearchSource) -> Cast:
    return Cast(F(source.date) if source.date else Value(None), DateTimeField())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _as_json(source: SearchSource, keys: Sequence[int]) -> QuerySet[Any]:
    fields = {name: Cast(F(name), TextField()) for name in source.fields}
    rows: QuerySet[Any] = (
        source.public()
        .filter(pk__in=keys)
        .annotate(_source=Value(source.key, TextField()), _at=_at(source))
        .annotate(_fields=JSONObject(**fields))
        .order_by()
        .values_list("_source", "pk", "_at", "_fields")
    )
    return rows
