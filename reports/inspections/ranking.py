"""Areas compared by half-months (评比): the mean of their daily scores, and their rates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import Case, Count, Max, Q, Sum, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import gettext as _

from portal.directory.models import Area
from reports.inspections.models import AreaScore, InspectionPoint, SpotCheck
from reports.inspections.workflow import MIDDLE, HalfMonth, RoundKind

CENT = Decimal("0.01")
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Sums:
    """What the days of one area in one half-month add up to."""

    total: Decimal
    n_days: int
    shops_checked: int
    shops_passed: int
    last_on: date

    @property
    def average(self) -> Decimal:
        return (self.total / self.n_days).quantize(CENT, ROUND_HALF_UP)

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.shops_passed, self.shops_checked)


@dataclass(frozen=True)
class Place:
    """One area's place in one half-month. Equal averages share the better place."""

    area: Area
    rank: int
    sums: Sums
    rank_before: int | None = None

    @property
    def average(self) -> Decimal:
        return self.sums.average

    @property
    def rose(self) -> int:
        """Return by how many places it rose; below nought it fell."""
        return 0 if self.rank_before is None else self.rank_before - self.rank

    @property
    def fell(self) -> int:
        return -self.rose


Halves = dict[HalfMonth, dict[int, Sums]]


def sums_by_half(*, since: HalfMonth | None = None) -> Halves:
    """Return the sums by half-month and area, the oldest first: one query."""
    scores = (
        AreaScore.objects.filter(on__gte=since.first) if since else AreaScore.objects
    )
    found: Halves = defaultdict(dict)
    rows = (
        scores.order_by()
        .annotate(year=ExtractYear("on"), month=ExtractMonth("on"), half=_half("on"))
        .values("year", "month", "half", "area")
        .annotate(
            total_sum=Sum("total"),
            n_days=Count("pk"),
            checked=Sum("shops_checked"),
            passed=Sum("shops_passed"),
            last_on=Max("on"),
        )
        .order_by("year", "month", "half", "area")
    )
    for row in rows:
        half = HalfMonth(row["year"], row["month"], row["half"])
        found[half][row["area"]] = Sums(
            total=Decimal(row["total_sum"]),
            n_days=row["n_days"],
            shops_checked=row["checked"],
            shops_passed=row["passed"],
            last_on=row["last_on"],
        )
    return dict(found)


def rank(
    sums: Mapping[int, Sums],
    areas: Iterable[Area],
    before: Mapping[int, Sums] | None = None,
) -> list[Place]:
    """Return the areas in the order of their averages, the best first."""
    by_pk = {area.pk: area for area in areas}
    places_before = _places(before or {})
    places = _places(sums)
    return [
        Place(by_pk[pk], place, sums[pk], places_before.get(pk))
        for pk, place in sorted(
            places.items(), key=lambda item: (item[1], by_pk[item[0]].code)
        )
    ]


def _places(sums: Mapping[int, Sums]) -> dict[int, int]:
    averages = [each.average for each in sums.values()]
    return {
        pk: 1 + sum(other > each.average for other in averages)
        for pk, each in sums.items()
    }


@dataclass(frozen=True)
class Rate:
    """How many of the registered small shops are up to standard (达标率, CP-73)."""

    registered: int
    passing: int

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.passing, self.registered)

    @property
    def is_met(self) -> bool:
        return self.percent is not None and self.percent >= target()


@dataclass(frozen=True)
class RateFigure:
    """The county's rate on one day, as `publicity.figures` draws it."""

    actual: Decimal
    as_of: date

    @property
    def label(self) -> str:
        return _("六小行业达标率")

    @property
    def measure(self) -> str:
        return "%"

    @property
    def target(self) -> Decimal:
        return target()


def target() -> Decimal:
    return Decimal(settings.INSPECTIONS["TARGET_PERCENT"])


def percent_of(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


def rates_by_area(on: date) -> dict[int, Rate]:
    """Return how the small shops of each area stand today: one query."""
    return {
        area: Rate(registered, passing)
        for area, registered, passing in InspectionPoint.objects.of_kind(
            RoundKind.SMALL
        )
        .current(on)
        .order_by()
        .values_list("area")
        .annotate(
            registered=Count("pk"), passing=Count("pk", filter=Q(is_passing=True))
        )
    }


def rate_figures(registered: int) -> Sequence[RateFigure]:
    """Return the county's rate at the last check of each half-month: one query.

    `gain` adds up; shops that were not registered yet are counted as they are now.
    """
    if not registered:
        return []
    rows = (
        SpotCheck.objects.filter(round__kind=RoundKind.SMALL)
        .order_by()
        .annotate(
            year=ExtractYear("checked_on"),
            month=ExtractMonth("checked_on"),
            half=_half("checked_on"),
        )
        .values("year", "month", "half")
        .annotate(gained=Sum("gain"), last_on=Max("checked_on"))
        .order_by("year", "month", "half")
    )
    figures, passing = [], 0
    for row in rows:
        passing += row["gained"]
        percent = percent_of(passing, registered)
        if percent is not None:
            figures.append(RateFigure(percent, row["last_on"]))
    return figures


def _half(field: str) -> Case:
    return Case(When(**{f"{field}__day__lte": MIDDLE}, then=Value(1)), default=Value(2))
