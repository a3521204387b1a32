"""A list as a reader sees it: every row with its bar, its move and what was corrected."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.lists.inputs import per_workload
from reports.lists.models import Erratum, ListRow, UnitList
from reports.lists.workflow import Colour

SCALE = 100  # the width of a bar


@dataclass(frozen=True)
class Line:
    row: ListRow
    before: int | None = None  # the rank in the list before
    per: float | None = None

    @property
    def errata(self) -> list[Erratum]:
        return list(self.row.errata.all())

    @property
    def colour(self) -> str:
        return self.row.standing_colour

    @property
    def is_taken_off(self) -> bool:
        return bool(self.row.colour) and not self.colour

    @property
    def move(self) -> str:
        """Return how its rank changed, in words: up is better."""
        if self.row.rank is None:
            return _("不排名")
        if self.before is None:
            return _("新列入")
        up = self.before - self.row.rank
        if not up:
            return _("持平")
        return _("升%s") % up if up > 0 else _("降%s") % -up

    @property
    def low(self) -> float:
        return float(self.row.low) * SCALE

    @property
    def width(self) -> float:
        return float(self.row.high - self.row.low) * SCALE

    @property
    def share(self) -> float:
        return float(self.row.percent)


@dataclass(frozen=True)
class Shown:
    """One list, read: four queries."""

    unit_list: UnitList
    lines: list[Line]
    errata: list[Erratum]

    @property
    def red(self) -> list[Line]:
        return [line for line in self.lines if line.colour == Colour.RED]

    @property
    def black(self) -> list[Line]:
        """Return the worst last, as the ranks go."""
        return [line for line in self.lines if line.colour == Colour.BLACK]

    @property
    def ranked(self) -> list[Line]:
        return [line for line in self.lines if line.row.rank is not None]

    @property
    def unranked(self) -> list[Line]:
        return [line for line in self.lines if line.row.rank is None]

    @property
    def n_due(self) -> int:
        return sum(line.row.n_due for line in self.lines)

    @property
    def n_in_time(self) -> int:
        return sum(line.row.n_in_time for line in self.lines)

    @property
    def n_open(self) -> int:
        return sum(line.row.n_open for line in self.lines)

    @property
    def n_pending(self) -> int:
        return sum(line.row.n_pending for line in self.lines)

    @property
    def percent(self) -> float:
        return round(100 * self.n_in_time / self.n_due, 1) if self.n_due else 0.0


def show(unit_list: UnitList) -> Shown:
    formula = unit_list.formula
    before = _ranks_before(unit_list)
    rows = (
        ListRow.objects.filter(unit_list=unit_list)
        .select_related("unit")
        .prefetch_related("errata")
    )
    return Shown(
        unit_list,
        [
            Line(
                row,
                before.get(row.unit_id),
                per_workload(formula.workload, row.n_due, row.workload),
            )
            for row in rows
        ],
        list(unit_list.errata.select_related("row")),
    )


def _ranks_before(unit_list: UnitList) -> dict[int, int | None]:
    """Return the ranks in the published list before this one: one query."""
    earlier = (
        UnitList.objects.public()
        .filter(kind=unit_list.kind, ends_on__lt=unit_list.ends_on)
        .order_by("-ends_on")
        .values("pk")[:1]
    )
    rows = ListRow.objects.filter(unit_list__in=earlier)
    return dict(rows.values_list("unit_id", "rank"))
