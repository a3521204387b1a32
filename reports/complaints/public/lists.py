"""Public complaints in lists: what is open first, then the newest; counted up to a limit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from reports.complaints.models import Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.looks import Look, that_look
from reports.complaints.workflow import OPEN_STATES, ComplaintState

PER_PAGE = 20
COUNTED_TO = 1000  # counting on would read the whole table
BEFORE = re.compile(r"(open|done)-([0-9]{1,18})")


@dataclass(frozen=True)
class Stretch:
    """Some rows, and where those after them begin."""

    rows: list[Complaint]
    before: str

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class Count:
    """How many there are of a look; `is_more` where nobody counted to the end."""

    look: Look
    number: int

    @property
    def is_more(self) -> bool:
        return self.number >= COUNTED_TO


def for_lists(items: ComplaintQuerySet) -> ComplaintQuerySet:
    """Load with each what a list says of it."""
    return items.select_related("category", "area", "street", "place", "unit")


def open_first(
    items: ComplaintQuerySet, request: HttpRequest, per_page: int = PER_PAGE
) -> Stretch:
    """Return the rows that `?before=` asks for: two queries, however far down."""
    written = request.GET.get("before", "")
    match = BEFORE.fullmatch(written)
    if written and not match:
        raise Http404
    part, key = (match[1], int(match[2])) if match else ("open", None)
    items = for_lists(items).order_by("-pk")
    rows: list[Complaint] = []
    if part == "open":
        rows = list(
            _below(items, key).filter(state__in=sorted(OPEN_STATES))[: per_page + 1]
        )
    if len(rows) <= per_page:
        done = _below(items, key if part == "done" else None)
        done = done.filter(state=ComplaintState.CLOSED)
        rows += done[: per_page + 1 - len(rows)]
    has_more, rows = len(rows) > per_page, rows[:per_page]
    before = ""
    if has_more:
        before = f"{'open' if rows[-1].is_open else 'done'}-{rows[-1].pk}"
    return Stretch(rows, before)


def count_looks(items: ComplaintQuerySet) -> list[Count]:
    """Count each look up to the limit, all in one query."""
    now = timezone.now()
    looks = list(Look)
    numbers = count_each([that_look(items, look, now) for look in looks])
    return [Count(look, number) for look, number in zip(looks, numbers, strict=True)]


def count_each(questions: Sequence[QuerySet[Any]]) -> list[int]:
    parts: list[str] = []
    params: list[Any] = []
    for rows in questions:
        few = rows.order_by().values_list("pk")[:COUNTED_TO]
        try:
            sql, its_params = few.query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
        else:
            parts.append(f"(SELECT count(*) FROM ({sql}) AS few)")  # noqa: S608 -- Django's own
            params += its_params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone() or [])


def _below(items: ComplaintQuerySet, key: int | None) -> ComplaintQuerySet:
    return items if key is None else items.filter(pk__lt=key)
