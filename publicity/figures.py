"""Targets and what was reached of them, as numbers that a drawing needs.

The drawings are SVG written by the template: attributes only, no script, no style.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from math import floor, log10
from typing import Protocol

WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 28, 40
GRID_LINES = 4
LABEL_WIDTH = 90  # of a day written below the line, as large as phones need it


class Figure(Protocol):
    """What a drawing needs of a figure, wherever it is kept."""

    @property
    def label(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def target(self) -> Decimal: ...
    @property
    def actual(self) -> Decimal: ...
    @property
    def as_of(self) -> date: ...


@dataclass(frozen=True)
class Spot:
    x: float
    y: float
    figure: Figure
    has_day: bool  # its day is written below it


@dataclass(frozen=True)
class GridLine:
    y: float
    value: Decimal


@dataclass(frozen=True)
class Series:
    """One measure over time, the oldest first; the last is what counts now."""

    figures: Sequence[Figure]

    @property
    def now(self) -> Figure:
        return self.figures[-1]

    @property
    def is_met(self) -> bool:
        return self.now.actual >= self.now.target

    @property
    def missing(self) -> Decimal:
        return max(self.now.target - self.now.actual, Decimal(0))

    # The bar, in hundredths of its width. A rate is measured against all there is.

    @property
    def _whole(self) -> Decimal:
        rate = Decimal(100) if self.now.measure == "%" else Decimal(0)
        return max(rate, self.now.target, self.now.actual, Decimal("0.1"))

    @property
    def bar_actual(self) -> float:
        return round(float(max(self.now.actual, Decimal(0)) / self._whole * 100), 1)

    @property
    def bar_target(self) -> float:
        # Not quite at the end, where half of the mark would be cut off.
        return min(round(float(self.now.target / self._whole * 100), 1), 99.2)

    # The line. Its foot is near the lowest value: what changes is to be seen.

    @property
    def grid(self) -> list[GridLine]:
        low, step = self._scale
        return [
            GridLine(self._y(value), value)
            for value in (low + step * n for n in range(GRID_LINES + 1))
        ]

    @property
    def spots(self) -> list[Spot]:
        first, last = self.figures[0].as_of, self.now.as_of
        days = max((last - first).days, 1)
        width = WIDTH - LEFT - RIGHT
        spots = []
        room_to = float("inf")
        for figure in reversed(self.figures):
            x = round(LEFT + width * (figure.as_of - first).days / days, 1)
            has_day = x + LABEL_WIDTH <= room_to
            room_to = x if has_day else room_to
            spots.append(Spot(x, self._y(figure.actual), figure, has_day))
        return spots[::-1]

    @property
    def line(self) -> str:
        return " ".join(f"{spot.x:g},{spot.y:g}" for spot in self.spots)

    @property
    def target_line(self) -> str:
        """The target may have been raised on the way: steps, not a slope."""
        spots = self.spots
        path = f"M{LEFT} {self._y(spots[0].figure.target):g}"
        for spot in spots[1:]:
            path += f"H{spot.x:g}V{self._y(spot.figure.target):g}"
        return f"{path}H{WIDTH - RIGHT}"

    @property
    def _scale(self) -> tuple[Decimal, Decimal]:
        """Return the lowest grid line, and the step to the next: 1, 2 or 5 of a power of ten."""
        values = [
            value for figure in self.figures for value in (figure.actual, figure.target)
        ]
        low, high = min(values), max(values)
        rough = float(max(high - low, Decimal("0.4"))) / GRID_LINES
        power = floor(log10(rough))
        for digit in (1, 2, 5, 10, 20):
            step = Decimal(digit).scaleb(power)
            foot = Decimal(floor(low / step)) * step
            if foot + GRID_LINES * step >= high:
                break
        return foot, step

    def _y(self, value: Decimal) -> float:
        low, step = self._scale
        share = float((value - low) / (step * GRID_LINES))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def series_of(figures: Iterable[Figure]) -> list[Series]:
    """Sort figures into one series for each label, in the order the labels came in."""
    given = list(figures)
    labels = list(dict.fromkeys(figure.label for figure in given))
    given.sort(key=lambda figure: (labels.index(figure.label), figure.as_of))
    return [
        Series(list(found)) for _, found in groupby(given, lambda figure: figure.label)
    ]
