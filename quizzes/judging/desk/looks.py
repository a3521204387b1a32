"""A paper as somebody sees it who has to judge it."""

from collections.abc import Iterable
from dataclasses import dataclass

from quizzes.bank.asking import SHOWN, Asked, ask, tell
from quizzes.bank.workflow import Kind, MarkRule
from quizzes.contests.models import Attempt, AttemptItem
from quizzes.contests.workflow import FlagKind
from quizzes.judging.papers import canonical
from quizzes.judging.services.reading import signs_of

MOST_TWINS = 3


@dataclass(frozen=True)
class Judged:
    """One question of the paper: the answer, how long it took, and who else gave it."""

    asked: Asked
    seconds: float | None
    signs: int
    n_saves: int
    is_shared: bool

    @property
    def pace(self) -> int | None:
        return round(self.signs / self.seconds) if self.seconds else None


def judged(attempt: Attempt) -> list[Judged]:
    items = list(
        attempt.items.select_related(*(f"version__{each}" for each in SHOWN)).order_by(
            "position"
        )
    )
    shared = _shared_with_twins(attempt, items)
    took = _seconds(attempt, items)
    rule = MarkRule(attempt.stage.mark_rule)
    return [
        Judged(
            tell(
                ask(
                    item.version,
                    item.order,
                    position=item.position,
                    total=len(items),
                    points=item.points,
                    given=item.answer,
                    rule=rule,
                ),
                item.version,
                rule,
            ),
            took.get(item.pk),
            signs_of(item.version),
            item.n_saves,
            item.version_id in shared,
        )
        for item in items
    ]


def _seconds(attempt: Attempt, items: Iterable[AttemptItem]) -> dict[int, float]:
    """Return how long after the answer before it each answer was saved."""
    before, took = attempt.started_at, {}
    answered = [(each.answered_at, each.pk) for each in items if each.answered_at]
    for at, pk in sorted(answered):
        took[pk] = round((at - before).total_seconds(), 1)
        before = at
    return took


def _shared_with_twins(attempt: Attempt, items: Iterable[AttemptItem]) -> set[int]:
    """Return the questions that a twin has wrong in the same way."""
    twins = [
        flag.other_id
        for flag in attempt.flags.all()
        if flag.kind == FlagKind.TWIN_ANSWERS and flag.other_id
    ]
    if not twins:
        return set()
    mine = {(each.version_id, _written(each)) for each in items if _is_wrong(each)}
    theirs = AttemptItem.objects.filter(
        attempt__in=twins[:MOST_TWINS], is_right=False, answer__isnull=False
    ).select_related("version")
    return {
        each.version_id for each in theirs if (each.version_id, _written(each)) in mine
    }


def _is_wrong(item: AttemptItem) -> bool:
    return item.answer is not None and not item.is_right


def _written(item: AttemptItem) -> str:
    return canonical(item.answer or {}, is_ordered=item.version.kind == Kind.ORDERING)
