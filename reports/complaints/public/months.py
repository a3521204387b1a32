"""The monthly figures as everybody may read them (CP-29, IN-34): pages, JSON, CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publicity.months import Month
from reports.complaints.models import Category, Complaint, MonthlyFigure
from reports.complaints.models.figures import COUNTS
from reports.complaints.statistics import Figures, Rate, span_of
from reports.complaints.workflow import ComplaintState

SHOWN = 12
FORMULAS: Mapping[str, Promise] = {
    "on_time": _(
        "按期结案率＝按期结案数÷应结案数。应结案数是当月到期的全部件数，到期没有办结的也算在内。"
    ),
    "satisfied": _("满意率＝评价为“满意”和“很满意”的件数÷当月办结并已评价的件数。"),
    "responded": _("按期答复率＝到期前已答复的件数÷应结案数。"),
    "solved": _("解决率＝办理结果为“已解决”的件数÷当月结案数。"),
    "accepted": _("受理数、结案数按受理和结案的日期计入当月，两者不必是同一批件。"),
    "left_out": _("已并单和已撤回的不计应结案数；经批准挂账的，挂账期间不计应结案数。"),
}


class Rates:
    """The rates of `figures`, where a template finds them: there, a key goes first."""

    figures: Figures | None

    @property
    def on_time(self) -> Rate:
        return self.figures.on_time if self.figures else Rate(0, 0)

    @property
    def satisfied(self) -> Rate:
        return self.figures.satisfied if self.figures else Rate(0, 0)


@dataclass(frozen=True)
class Row(Rates):
    """One month; `figures` is None where nothing is known of it."""

    month: Month
    figures: Figures | None

    @property
    def first(self) -> date:
        return self.month.first

    @property
    def is_over(self) -> bool:
        return self.month.last < timezone.localdate()


@dataclass(frozen=True)
class Share(Rates):
    """One line of a table: a unit or a category, and its figures."""

    name: str
    address: str
    figures: Figures


class Statistics:
    """What there is to say, at most the last twelve months."""

    def __init__(self) -> None:
        # What falls due in a month to come is no figure yet.
        rows = (
            MonthlyFigure.objects.filter(month__lte=timezone.localdate())
            .order_by("-month")
            .values("month")
            .annotate(
                **{f"sum_{name}": Sum(name) for name in COUNTS},
                at=Max("counted_at"),
            )[:SHOWN]
        )
        self._rows = [dict[str, Any](row) for row in rows]

    @property
    def counted_at(self) -> datetime | None:
        return max((row["at"] for row in self._rows), default=None)

    @cached_property
    def months(self) -> list[Row]:
        """Return every month from the first known to the last, the newest first.

        A month between of which nothing is known is there, and says so.
        """
        if not self._rows:
            return []
        known = {
            Month.of(row["month"]): Figures(
                {name: row[f"sum_{name}"] or 0 for name in COUNTS}
            )
            for row in self._rows
        }
        first, month = min(known), max(known)
        rows: list[Row] = []
        while month >= first and len(rows) < SHOWN:
            rows.append(Row(month, known.get(month)))
            month = month.previous
        return rows

    def row_of(self, month: Month) -> Row | None:
        return next((row for row in self.months if row.month == month), None)


def categories_of(month: Month) -> list[Share]:
    """Count `month` by category, by the rules of `statistics.count_month`."""
    start, end = span_of(month.first)

    def within(field: str) -> Q:
        return Q(**{f"{field}__gte": start, f"{field}__lt": end})

    stands = ~Q(state__in=[ComplaintState.MERGED, ComplaintState.WITHDRAWN])
    due = within("due_at") & stands & ~Q(state=ComplaintState.SUSPENDED)
    rows = (
        Complaint.objects.filter(
            within("accepted_at") | within("due_at") | within("closed_at")
        )
        .order_by()
        .values("category")
        .annotate(
            accepted=Count("pk", filter=within("accepted_at")),
            due=Count("pk", filter=due),
            due_closed_in_time=Count(
                "pk",
                filter=due & Q(closed_at__isnull=False, handled_at__lte=F("due_at")),
            ),
            closed=Count("pk", filter=within("closed_at")),
        )
    )
    counted = {row["category"]: dict[str, Any](row) for row in rows}
    return [
        Share(
            each.name, f"/complaints/?category={each.code}", Figures(counted[each.pk])
        )
        for each in Category.objects.filter(pk__in=counted)
        .select_related("family")
        .order_by("family__position", "position", "pk")
    ]


def units_of(month: Month) -> list[Share]:
    rows = (
        MonthlyFigure.objects.filter(month=month.first, unit__isnull=False)
        .select_related("unit")
        .order_by("-due", "unit")
    )
    return [
        Share(
            row.unit.short_name,
            row.unit.get_absolute_url(),
            Figures({name: getattr(row, name) for name in COUNTS}),
        )
        for row in rows
        if row.unit
    ]


def as_json(row: Row) -> dict[str, Any]:
    """Return the whole county's month; nulls where nothing is known."""
    if row.figures is None:
        return {"month": str(row.month), "counted": False}
    return {"month": str(row.month), "counted": True, **figures_as_json(row.figures)}


def figures_as_json(figures: Figures) -> dict[str, Any]:
    return {
        **{name: figures[name] for name in COUNTS},
        "on_time": _rate(figures.on_time),
        "responded": _rate(figures.responded),
        "solved": _rate(figures.solved),
        "satisfied_rate": _rate(figures.satisfied),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"part": rate.part, "whole": rate.whole, "percent": rate.percent}


def as_rows(months: list[Row]) -> Iterator[list[Any]]:
    """Yield the table of the months for a file, the oldest first."""
    fields = {field.name: field.verbose_name for field in MonthlyFigure._meta.fields}
    names = {name: fields[name] for name in COUNTS}
    yield [_("月份"), *names.values(), _("按期结案率（%）"), _("满意率（%）")]
    for row in reversed(months):
        if row.figures is None:
            yield [row.month, *("" for _name in names), "", ""]
        else:
            figures = row.figures
            yield [
                row.month,
                *(figures[name] for name in names),
                figures.on_time.percent,
                figures.satisfied.percent,
            ]


@dataclass(frozen=True)
class Bar:
    """One month's bar: what fell due, and in front of it what was done in time."""

    row: Row
    x: float
    due_height: float
    done_height: float

    @property
    def due_y(self) -> float:
        return BASE - self.due_height

    @property
    def done_y(self) -> float:
        return BASE - self.done_height

    @property
    def middle(self) -> float:
        return self.x + BAR / 2


WIDTH, HIGH, BASE, BAR = 640, 160, 190, 34


def bars_of(months: list[Row]) -> list[Bar]:
    """Lay out the months from left to right on a drawing of 640 × 220."""
    most = max((row.figures["due"] for row in months if row.figures), default=0) or 1
    gap = WIDTH / max(len(months), 6)
    bars = []
    for place, row in enumerate(reversed(months)):
        due, done = 0, 0
        if row.figures:
            due, done = row.figures["due"], row.figures["due_closed_in_time"]
        bars.append(
            Bar(
                row,
                round(place * gap + (gap - BAR) / 2, 1),
                round(HIGH * due / most, 1),
                round(HIGH * done / most, 1),
            )
        )
    return bars
