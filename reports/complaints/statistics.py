"""The monthly figures that every page agrees on (product.md §4.4).

What fell due counts whether it was closed or not: a unit does not look better for what
it leaves undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from reports.complaints.models import Complaint, MonthlyFigure
from reports.complaints.models.figures import COUNTS
from reports.complaints.workflow import FOUND_TRUE, ComplaintState, Outcome

SATISFIED_FROM = 4
RECOUNTED_MONTHS = 3


@dataclass(frozen=True)
class Rate:
    """A share that is never shown without what it is a share of."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.part / self.whole, 1) if self.whole else None


@dataclass(frozen=True)
class Figures:
    """One month: counts, and the rates that follow from them."""

    counts: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    @property
    def on_time(self) -> Rate:
        """按期结案率: of all that fell due, still open ones too."""
        return Rate(self["due_closed_in_time"], self["due"])

    @property
    def responded(self) -> Rate:
        return Rate(self["due_replied_in_time"], self["due"])

    @property
    def solved(self) -> Rate:
        return Rate(self["resolved"], self["closed"])

    @property
    def true(self) -> Rate:
        return Rate(self["found_true"], self["closed"])

    @property
    def satisfied(self) -> Rate:
        return Rate(self["satisfied"], self["rated"])

    @property
    def reworked(self) -> Rate:
        return Rate(self["reworked"], self["closed"])

    @property
    def extended(self) -> Rate:
        return Rate(self["extended"], self["due"])


def count_month(month: date) -> dict[int | None, dict[str, int]]:
    """Count `month` anew, by unit: one query over the complaints that it concerns."""
    start, end = span_of(month)

    def within(field: str) -> Q:
        return Q(**{f"{field}__gte": start, f"{field}__lt": end})

    # Merged ones are counted by what they were merged into, withdrawn ones not at all.
    stands = ~Q(state__in=[ComplaintState.MERGED, ComplaintState.WITHDRAWN])
    due = within("due_at") & stands & ~Q(state=ComplaintState.SUSPENDED)
    closed = within("closed_at")
    rated = closed & Q(rating__isnull=False)
    rows = (
        Complaint.objects.filter(
            within("accepted_at") | within("filed_at") | within("due_at") | closed
        )
        .order_by()
        # Not by the column itself: SQLite would read all years in the order of its
        # index, to save itself a sort.
        .annotate(of=F("unit_id") + 0)
        .values("of")
        .annotate(
            accepted=Count("pk", filter=within("accepted_at")),
            filed=Count("pk", filter=within("filed_at")),
            due=Count("pk", filter=due),
            due_closed_in_time=Count(
                "pk",
                filter=due & Q(closed_at__isnull=False, handled_at__lte=F("due_at")),
            ),
            due_replied_in_time=Count(
                "pk", filter=due & Q(replied_at__lte=F("due_at"))
            ),
            closed=Count("pk", filter=closed),
            found_true=Count("pk", filter=closed & Q(finding__in=sorted(FOUND_TRUE))),
            resolved=Count("pk", filter=closed & Q(outcome=Outcome.RESOLVED)),
            reworked=Count("pk", filter=closed & Q(n_reworks__gt=0)),
            extended=Count("pk", filter=due & Q(n_extensions__gt=0)),
            rated=Count("pk", filter=rated),
            satisfied=Count("pk", filter=rated & Q(rating__gte=SATISFIED_FROM)),
        )
    )
    return {
        row["of"]: {name: count for name, count in row.items() if name in COUNTS}
        for row in map(dict[str, Any], rows)
    }


@transaction.atomic
def refresh_month(month: date) -> None:
    """Write the figures of `month` for the pages to read."""
    month = month.replace(day=1)
    counted = count_month(month)
    now = timezone.now()
    MonthlyFigure.objects.filter(month=month).delete()
    MonthlyFigure.objects.bulk_create(
        MonthlyFigure(month=month, unit_id=unit, counted_at=now, **counts)
        for unit, counts in counted.items()
    )


def refresh_figures() -> None:
    """Count the last months anew: the periodic job."""
    month = timezone.localdate().replace(day=1)
    for _each in range(RECOUNTED_MONTHS):
        refresh_month(month)
        month = (month - timedelta(days=1)).replace(day=1)


def figures_of(month: date) -> Figures:
    """Return the whole county's figures: one query over a few rows."""
    rows = MonthlyFigure.objects.filter(month=month.replace(day=1))
    totals = rows.aggregate(**{f"sum_{name}": Sum(name) for name in COUNTS})
    return Figures({name: totals[f"sum_{name}"] or 0 for name in COUNTS})


def figures_by_unit(month: date) -> list[tuple[MonthlyFigure, Figures]]:
    rows = (
        MonthlyFigure.objects.filter(month=month.replace(day=1), unit__isnull=False)
        .select_related("unit")
        .order_by("-due", "unit")
    )
    return [
        (row, Figures({name: getattr(row, name) for name in COUNTS})) for row in rows
    ]


def months_known() -> Iterable[date]:
    return (
        MonthlyFigure.objects.order_by("-month")
        .values_list("month", flat=True)
        .distinct()
    )


def span_of(month: date) -> tuple[datetime, datetime]:
    """Return when the month begins and when the next one does, in China."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
