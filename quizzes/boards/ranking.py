"""Who stands where. Pure: rows come in, ranks come out."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, TypeVar

from quizzes.contests.workflow import TieRule

Row = TypeVar("Row")
CENT, TENTH = Decimal("0.01"), Decimal("0.1")


def shared_ranks(
    ordered: Sequence[Row], key: Callable[[Row], Hashable]
) -> list[tuple[int, Row]]:
    """Return each row with its rank; rows with one key share it, the next is as if not.

    1, 2, 2, 4: `ordered` has the best first.
    """
    ranked: list[tuple[int, Row]] = []
    before: Hashable = object()
    rank = 0
    for place, row in enumerate(ordered, start=1):
        if key(row) != before:
            rank, before = place, key(row)
        ranked.append((rank, row))
    return ranked


def person_key(
    rule: str, score: Decimal, seconds: Decimal, finished_at: Any
) -> tuple[Any, ...]:
    """Return what two persons have in common who share a rank: the smaller is better.

    Score first, always. A stage whose rule asks for no time has 0 for the seconds.
    """
    if rule == TieRule.SHARED:
        return (-score,)
    return (-score, seconds, finished_at)


@dataclass(frozen=True)
class GroupLine:
    """A unit or an area: how many finished, what they earned together."""

    name: str
    address: str
    n: int
    total: Decimal
    headcount: int = 0
    least: int = 1
    rank: int | None = None

    @property
    def average(self) -> Decimal | None:
        """Return the average as it is shown: what looks the same shares a rank."""
        if not self.n:
            return None
        return (self.total / self.n).quantize(CENT, ROUND_HALF_UP)

    @property
    def rate(self) -> Fraction:
        """Return the part of the declared people who finished, never above 1."""
        return min(Fraction(1), Fraction(self.n, self.headcount or 1))

    @property
    def percent(self) -> Decimal:
        """Return the rate for reading, cut: 999 of 1000 are not all."""
        return (Decimal(int(self.rate * 1000)) / 10).quantize(TENTH)

    @property
    def has_too_many(self) -> bool:
        """Tell whether more finished than were declared: the declaration is wrong."""
        return 0 < self.headcount < self.n

    @property
    def is_too_small(self) -> bool:
        return self.n < self.least


def ranked_units(lines: Iterable[GroupLine]) -> list[GroupLine]:
    """Rank by rate, then average; of those at 100 % the wrongly declared come last."""
    return _ranked(lines, lambda line: (-line.rate, line.has_too_many, _minus(line)))


def ranked_areas(lines: Iterable[GroupLine]) -> list[GroupLine]:
    return _ranked(lines, _minus)


def _minus(line: GroupLine) -> Decimal:
    return -(line.average or Decimal(0))


def _ranked(
    lines: Iterable[GroupLine], key: Callable[[GroupLine], Any]
) -> list[GroupLine]:
    """Rank what is large enough; the rest follows without a rank, the largest first."""
    large: list[GroupLine] = []
    small: list[GroupLine] = []
    for line in lines:
        (small if line.is_too_small else large).append(line)
    large.sort(key=lambda line: (key(line), line.name))
    small.sort(key=lambda line: (-line.n, line.name))
    return [
        *(replace(line, rank=rank) for rank, line in shared_ranks(large, key)),
        *small,
    ]
