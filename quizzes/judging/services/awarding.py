"""A question that was faulty is put right for everybody alike."""

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed, Refused
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.bank.models import QuestionVersion
from quizzes.contests.models import Attempt, AttemptItem, Contest
from quizzes.contests.permissions import JUDGE
from quizzes.contests.services.running import hold, reopen_review
from quizzes.contests.services.standings import write_standing
from quizzes.contests.services.steps import lock_participant
from quizzes.contests.workflow import FINISHED, ContestState, StageKind

UNDECIDED = frozenset({ContestState.REVIEWING, ContestState.PREVIEW})


@transaction.atomic
def award_question(
    contest: Contest, version: QuestionVersion, *, by: User, because: str
) -> Event:
    """Give all who were asked `version` its points; `because` is what everybody reads."""
    if not by.has_perm(JUDGE):
        raise NotAllowed(_("您没有核答卷的权限。"))
    hold(contest)
    if contest.state not in UNDECIDED:
        raise Refused(_("要在竞赛结束以后、结果确定以前，才能把一道题全体算对。"))
    because = required(because, _("公开的理由"), 200)
    missed = AttemptItem.objects.filter(version=version).exclude(earned=F("points"))
    papers = Attempt.objects.filter(
        pk__in=missed.values("attempt"),
        stage__contest=contest,
        stage__kind=StageKind.OFFICIAL,
        state__in=FINISHED,
    ).select_related("stage")
    found = list(papers.order_by("participant", "pk"))
    if not found:
        raise Refused(_("这道题大家都已经得了满分，不用再改。"))
    for attempt in found:
        _award(attempt, version)
    event = record(
        contest,
        "award_question",
        by=by,
        from_state=contest.state,
        to_state=contest.state,
        because=str(version),
        public_text=_("一道题有误，全体按答对算，%(n)s份答卷的成绩已经重算：%(why)s")
        % {"n": len(found), "why": because},
    )
    reopen_review(contest, by=by, because=_("一道题全体按答对算"))
    return event


def _award(attempt: Attempt, version: QuestionVersion) -> None:
    """Mark the paper anew. A voided one too: an appeal may bring it back."""
    holder = lock_participant(attempt.participant_id)
    attempt.items.filter(version=version).update(earned=F("points"), is_right=True)
    total = attempt.items.aggregate(
        score=Sum("earned"), n_right=Count("pk", filter=Q(is_right=True))
    )
    attempt.score, attempt.n_right = total["score"], total["n_right"]
    attempt.save(update_fields=["score", "n_right"])
    write_standing(holder, attempt.stage)
