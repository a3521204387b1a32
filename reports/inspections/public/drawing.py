"""How areas fared over the half-months, as numbers that a small drawing needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.directory.models import Area
from reports.inspections.ranking import Halves, Sums
from reports.inspections.workflow import HalfMonth

HALVES = 8
WIDTH, HEIGHT, EDGE = 96, 28, 4


@dataclass(frozen=True)
class Trend:
    """One area's averages, the oldest first; None where it was not scored."""

    area: Area
    averages: Sequence[Decimal | None]
    low: Decimal
    high: Decimal

    @property
    def line(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self._spots)

    @property
    def end(self) -> tuple[float, float] | None:
        spots = self._spots
        return spots[-1] if spots else None

    @property
    def _spots(self) -> list[tuple[float, float]]:
        steps = max(len(self.averages) - 1, 1)
        return [
            (
                round(EDGE + (WIDTH - 2 * EDGE) * number / steps, 1),
                self._y(average),
            )
            for number, average in enumerate(self.averages)
            if average is not None
        ]

    def _y(self, average: Decimal) -> float:
        # All areas on one scale, or the lines could not be compared.
        share = float((average - self.low) / max(self.high - self.low, Decimal(1)))
        return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share, 1)


def last_halves(halves: Halves, upto: HalfMonth) -> list[HalfMonth]:
    return sorted(half for half in halves if half <= upto)[-HALVES:]


def trends(
    halves: Halves, shown: Sequence[HalfMonth], areas: Sequence[Area]
) -> dict[int, Trend]:
    sums: list[Mapping[int, Sums]] = [halves[half] for half in shown]
    known = [each.average for found in sums for each in found.values()]
    if not known:
        return {}
    low, high = min(known), max(known)
    return {
        area.pk: Trend(
            area,
            [found[area.pk].average if area.pk in found else None for found in sums],
            low,
            high,
        )
        for area in areas
    }
