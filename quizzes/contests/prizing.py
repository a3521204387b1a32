"""Which place wins what: a pure function of the order and the prizes of the rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizzes.contests.models import RankPrize, Standing
from quizzes.contests.workflow import TieRule


@dataclass(frozen=True)
class Placed:
    rank: int
    standing: Standing
    prize: RankPrize | None


def placed(
    standings: Sequence[Standing], prizes: Iterable[RankPrize], tie_rule: str
) -> Iterator[Placed]:
    """Give each of `standings`, in their order, a rank and what it wins.

    Where the rules let equals share a rank they share the prize: nobody misses one by
    the order of a table. Then more may win than were promised, never fewer.
    """
    steps = list(_steps(prizes))
    rank, last = 0, None
    for number, here in enumerate(standings, start=1):
        if tie_rule != TieRule.SHARED or here.score != last:
            rank, last = number, here.score
        yield Placed(rank, here, _prize(rank, steps))


def _steps(prizes: Iterable[RankPrize]) -> Iterator[tuple[int, RankPrize]]:
    last = 0
    for prize in prizes:
        last += prize.count
        yield last, prize


def _prize(rank: int, steps: Sequence[tuple[int, RankPrize]]) -> RankPrize | None:
    return next((prize for last, prize in steps if rank <= last), None)
