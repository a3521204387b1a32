"""A flagged paper is cleared or voided; whoever is voided may appeal to somebody else."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed, Refused, SameHand
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.contests.models import Appeal, Attempt, Contest, Participant
from quizzes.contests.permissions import JUDGE
from quizzes.contests.services.running import hold, reopen_review
from quizzes.contests.services.standings import refresh_standing
from quizzes.contests.services.steps import lock_participant, move_attempt
from quizzes.contests.workflow import FINISHED, AppealState, AttemptState, ContestState
from quizzes.judging.registry import tell_restored, tell_voided
from quizzes.judging.services.flagging import refuse_when_done

APPEALABLE = frozenset(
    {ContestState.PUBLISHED, ContestState.REVIEWING, ContestState.PREVIEW}
)


@transaction.atomic
def clear(attempt: Attempt, *, by: User, because: str) -> Event:
    """Find nothing wrong with a flagged paper. A voided one only an appeal brings back."""
    contest = _hold(attempt, by)
    because = required(because, _("核实情况"), 300)
    lock_participant(attempt.participant_id)
    attempt.refresh_from_db(fields=["state"])
    if attempt.state == AttemptState.VOID:
        raise Refused(_("作废的答卷，要由申诉才能恢复。"))
    event = move_attempt(attempt, "clear", AttemptState.CLEARED, by=by, because=because)
    refresh_standing(attempt.participant, attempt.stage)
    reopen_review(contest, by=by, because=because)
    return event


@transaction.atomic
def void(attempt: Attempt, *, by: User, because: str) -> Event:
    """Strike a paper off. The participant reads why, and may appeal."""
    contest = _hold(attempt, by)
    because = required(because, _("作废原因"), 300)
    event = move_attempt(attempt, "void", AttemptState.VOID, by=by, because=because)
    refresh_standing(attempt.participant, attempt.stage)
    tell_voided(attempt)
    reopen_review(contest, by=by, because=_("一份答卷作废"))
    return event


@transaction.atomic
def file_appeal(participant: Participant, attempt: Attempt, *, text: str) -> Appeal:
    """Take what somebody says to their own paper: voided, or marked as they think wrong."""
    if attempt.participant_id != participant.pk:
        raise NotAllowed(_("这不是您的答卷。"))
    contest = attempt.stage.contest
    hold(contest)
    lock_participant(participant.pk)
    attempt.refresh_from_db(fields=["state"])
    if refusal := why_no_appeal(attempt):
        raise Refused(refusal)
    appeal = Appeal.objects.create(
        attempt=attempt,
        text=required(text, _("申诉"), 1000),
        filed_at=timezone.now(),
    )
    record(attempt, "appeal", by=None, from_state=attempt.state, to_state=attempt.state)
    return appeal


def why_no_appeal(attempt: Attempt) -> str:
    """Say why there is nothing to appeal against any more; "" while there is."""
    contest = attempt.stage.contest
    if attempt.state not in FINISHED or not attempt.stage.is_official:
        return _("只有交了的正式答卷可以申诉。")
    if attempt.state != AttemptState.VOID and contest.state == ContestState.PUBLISHED:
        return _("竞赛结束以后，成绩公示期满以前，可以对成绩申诉。")
    is_late = contest.preview_until and timezone.now() > contest.preview_until
    if contest.state not in APPEALABLE or is_late:
        return _("公示期已经过了，不能再申诉。")
    filed = list(attempt.appeals.values_list("state", flat=True))
    if AppealState.OPEN in filed:
        return _("您的申诉正在处理，请等答复。")
    if len(filed) >= settings.JUDGING["APPEALS"]:
        return _("这份答卷的申诉次数已经用完。")
    return ""


@transaction.atomic
def decide_appeal(appeal: Appeal, *, by: User, is_upheld: bool, answer: str) -> Event:
    """Answer an appeal: never by whoever voided the paper. The answer is shown.

    Where the paper counts already, what was wrong is put right by `award_question`.
    """
    attempt = appeal.attempt
    contest = _hold(attempt, by)
    answer = required(answer, _("答复"), 1000)
    lock_participant(attempt.participant_id)
    appeal.refresh_from_db(from_queryset=Appeal.objects.select_for_update(of=("self",)))
    if appeal.state != AppealState.OPEN:
        raise Refused(_("这件申诉已经答复过了。"))
    if by.pk in voided_by(attempt):
        raise SameHand(_("作废这份答卷的人不能自己处理申诉。"))
    appeal.state = AppealState.UPHELD if is_upheld else AppealState.REJECTED
    appeal.answer = answer
    appeal.decided_at = timezone.now()
    appeal.decided_by = by
    appeal.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    state = attempt.state
    if not is_upheld or state != AttemptState.VOID:
        return record(
            attempt,
            "uphold_appeal" if is_upheld else "reject_appeal",
            by=by,
            from_state=state,
            to_state=state,
            because=answer,
        )
    event = move_attempt(
        attempt, "uphold_appeal", AttemptState.CLEARED, by=by, because=answer
    )
    refresh_standing(attempt.participant, attempt.stage)
    tell_restored(attempt)
    reopen_review(contest, by=by, because=_("一件申诉成立"))
    return event


def voided_by(attempt: Attempt) -> set[int | None]:
    voids = Event.objects.of(attempt).filter(verb="void")
    return set(voids.values_list("actor", flat=True))


def why_void(attempt: Attempt) -> str:
    """Return the reason that the participant reads."""
    voids = Event.objects.of(attempt).filter(verb="void").order_by("-at", "-pk")
    return voids.values_list("because", flat=True).first() or ""


def _hold(attempt: Attempt, by: User) -> Contest:
    """Lock the contest first: all who decide take the locks in one order."""
    if not by.has_perm(JUDGE):
        raise NotAllowed(_("您没有核答卷的权限。"))
    contest = attempt.stage.contest
    hold(contest)
    refuse_when_done(contest)
    return contest
