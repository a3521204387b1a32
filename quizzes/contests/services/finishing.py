"""A paper is handed in, by whoever wrote it or by the clock, and marked once."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone

from portal.prepared import Given, PreparedQuery
from quizzes.bank.kept import content_of
from quizzes.bank.marking import mark
from quizzes.bank.workflow import MarkRule
from quizzes.contests.models import Attempt, AttemptItem
from quizzes.contests.services.standings import write_standing
from quizzes.contests.services.steps import lock_participant, step
from quizzes.contests.workflow import AttemptState

CENT = Decimal("0.01")
MILLISECOND = Decimal("0.001")
AT_ONCE = 2000  # papers that one run of the job closes
_answers = PreparedQuery(
    lambda: (
        AttemptItem.objects.select_for_update(of=("self",))
        .filter(attempt_id=Given("attempt"))
        .order_by("position")
    )
)


def hand_in(attempt: Attempt) -> Attempt:
    """Hand in what was answered. A second time changes nothing."""
    return _finish(attempt, timezone.now())


def close_if_over(attempt: Attempt) -> Attempt:
    """Hand in for whoever looks at a paper whose time has run out."""
    now = timezone.now()
    if attempt.state == AttemptState.IN_PROGRESS and attempt.closes_at <= now:
        return _finish(attempt, now)
    return attempt


def close_overtime(now: datetime | None = None) -> int:
    """Hand in every paper whose time has run out (periodic). Returns how many."""
    now = now or timezone.now()
    due = Attempt.objects.overtime(now).select_related("stage", "participant")
    found = list(due.order_by("closes_at")[:AT_ONCE])
    for attempt in found:
        _finish(attempt, now)
    return len(found)


@transaction.atomic
def _finish(attempt: Attempt, now: datetime) -> Attempt:
    """Mark under the lock of the participant, of the paper, and of its answers.

    An answer on its way either is in before we read, or finds its question marked
    (`earned`) and is told that it came too late.
    """
    participant, stage = lock_participant(attempt.participant_id), attempt.stage
    attempt.refresh_from_db(
        from_queryset=Attempt.objects.select_for_update(of=("self",))
    )
    attempt.stage, attempt.participant = stage, participant  # not to be read again
    if attempt.state != AttemptState.IN_PROGRESS:
        return attempt
    is_late = attempt.closes_at <= now
    # What the grace is for is the network: nobody is given time by it (Q7).
    ended = min(now, attempt.ends_at or stage.closes_at)
    items = _answers.all(attempt=attempt.pk)
    rule = MarkRule(stage.mark_rule)
    for item in items:
        part = mark(content_of(item.version_id), item.answer, rule)
        worth = item.points * part.numerator / part.denominator
        item.earned = worth.quantize(CENT, ROUND_HALF_UP)
        item.is_right = part == 1
    _write_marks(items)
    seconds = Decimal((ended - attempt.started_at).total_seconds())
    step(
        attempt,
        "expire" if is_late else "submit",
        AttemptState.EXPIRED if is_late else AttemptState.SUBMITTED,
        by=None,
        finished_at=ended,
        seconds=max(seconds, Decimal(0)).quantize(MILLISECOND),
        n_right=sum(bool(item.is_right) for item in items),
        score=sum((item.earned or Decimal(0) for item in items), Decimal(0)),
    )
    write_standing(participant, stage)
    return attempt


def _write_marks(items: list[AttemptItem]) -> None:
    """Write what each question earned: as many statements as there are different marks."""
    alike: dict[tuple[Decimal | None, bool | None], list[int]] = {}
    for item in items:
        alike.setdefault((item.earned, item.is_right), []).append(item.pk)
    for (earned, is_right), pks in alike.items():
        AttemptItem.objects.filter(pk__in=pks).update(earned=earned, is_right=is_right)
