"""Who stands where: shares, intervals, ranks and colours, from counts alone.

    rank([Count("a", 9, 10), Count("b", 9, 10), Count("c", 1, 1)], minimum_n=5)
    # {"a": 1, "b": 1, "c": None}: equals share a rank, too few have none

Shares are compared as fractions: 2 of 3 and 4 of 6 are the same, to the last digit.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Generic, TypeVar

from reports.lists.workflow import Colour

Key = TypeVar("Key", bound=Hashable)
PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Count(Generic[Key]):
    """Of `due` matters, `done` were done in time."""

    key: Key
    done: int
    due: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.due or self.due == 0:
            raise ValueError("Some part of at least one.")

    @property
    def share(self) -> Fraction:
        return Fraction(self.done, self.due)


@dataclass(frozen=True)
class Interval:
    low: Decimal
    high: Decimal


def wilson(done: int, due: int, level: float) -> Interval:
    """Return Wilson's interval of `done` of `due`, to four places.

    It stays between 0 and 1 and is wide where there is little to go by.
    """
    if not 0 <= done <= due or due == 0:
        raise ValueError("Some part of at least one.")
    if not 0 < level < 1:
        raise ValueError("A level lies between 0 and 1.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = done / due
    middle = share + z * z / (2 * due)
    half = z * sqrt(share * (1 - share) / due + z * z / (4 * due * due))
    whole = 1 + z * z / due
    # At the ends the sums are 0 and 1, but for the computer's rounding.
    low = 0.0 if done == 0 else (middle - half) / whole
    high = 1.0 if done == due else (middle + half) / whole
    return Interval(_rounded(low), _rounded(high))


def rank(counts: Iterable[Count[Key]], *, minimum_n: int) -> dict[Key, int | None]:
    """Rank by share: equals share the better rank, as 1, 1, 3; too few have none."""
    counts = list(counts)
    shares = [each.share for each in counts if each.due >= minimum_n]
    return {
        each.key: 1 + sum(share > each.share for share in shares)
        if each.due >= minimum_n
        else None
        for each in counts
    }


@dataclass(frozen=True)
class ColourRule:
    """Which part of those ranked is red, which is black, and what is never so."""

    red_percent: int
    black_percent: int
    red_from: int
    black_below: int

    def __post_init__(self) -> None:
        if self.black_below > self.red_from:
            raise ValueError("Nobody is red and black.")


def colour(
    counts: Iterable[Count[Key]], *, minimum_n: int, rule: ColourRule
) -> dict[Key, Colour | None]:
    """Colour the best and the worst; whoever equals the last of them is with them."""
    counts = list(counts)
    ranked = [each for each in counts if each.due >= minimum_n]
    # Both in favour of the units: one more is praised, one fewer is blamed.
    n_red = -(-len(ranked) * rule.red_percent // 100)
    n_black = len(ranked) * rule.black_percent // 100
    shares = [each.share for each in ranked]
    found: dict[Key, Colour | None] = {each.key: None for each in counts}
    for each in ranked:
        better = sum(share > each.share for share in shares)
        worse = sum(share < each.share for share in shares)
        if better < n_red and each.share >= Fraction(rule.red_from, 100):
            found[each.key] = Colour.RED
        elif worse < n_black and each.share < Fraction(rule.black_below, 100):
            found[each.key] = Colour.BLACK
    return found


def in_order(
    counts: Sequence[Count[Key]],
    ranks: Mapping[Key, int | None],
    names: Mapping[Key, str],
) -> list[Key]:
    """Return the keys as a reader meets them: by rank, then those without one."""
    return [
        each.key
        for each in sorted(
            counts,
            key=lambda one: (
                ranks[one.key] is None,
                ranks[one.key] or 0,
                -one.due,
                names[one.key],
            ),
        )
    ]


def _rounded(share: float) -> Decimal:
    return Decimal(share).quantize(PLACES, ROUND_HALF_EVEN)
