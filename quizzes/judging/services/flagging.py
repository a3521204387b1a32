"""Suspicions become flags. Who is flagged still counts, until somebody has decided."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed, Refused
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.contests.models import Attempt, AttemptFlag, Contest, Stage
from quizzes.contests.permissions import JUDGE
from quizzes.contests.services.running import hold, reopen_review
from quizzes.contests.services.steps import lock_participant, move_attempt
from quizzes.contests.workflow import (
    COUNTED,
    AttemptState,
    ContestState,
    FlagKind,
    StageKind,
)
from quizzes.judging.flags import (
    Suspicion,
    of_one_paper,
    overlapping,
    same_device,
)
from quizzes.judging.limits import Limits
from quizzes.judging.services.reading import read_papers
from quizzes.judging.twins import twin_answers

EVERY = timedelta(minutes=10)


def flag_recent() -> int:
    """Look at what was handed in of late. What a pause misses, the review finds."""
    since = timezone.now() - 2 * EVERY
    recent = _official().filter(
        finished_at__gte=since, stage__contest__state=ContestState.PUBLISHED
    )
    limits = Limits.current()
    found: list[Suspicion] = []
    for paper in read_papers(recent, with_answers=True):
        found += of_one_paper(paper, limits)
    # All papers of a device and a day, where one of them is new.
    for stage_id, day in recent.order_by().values_list("stage", "day").distinct():
        devices = (
            recent.filter(stage=stage_id, day=day)
            .exclude(network_hash="")
            .values("network_hash")
        )
        same_day = _official().filter(stage=stage_id, day=day, network_hash__in=devices)
        found += same_device(read_papers(same_day, with_answers=False), limits)
    return raise_flags(found)


def flag_contest(contest: Contest) -> int:
    """Look at every paper of the official stages, once all are in."""
    limits = Limits.current()
    found: list[Suspicion] = []
    for stage in contest.stages.filter(kind=StageKind.OFFICIAL):
        found += _of_stage(stage, limits)
    return raise_flags(found)


def _of_stage(stage: Stage, limits: Limits) -> list[Suspicion]:
    papers = read_papers(_official().filter(stage=stage), with_answers=True)
    found = [each for paper in papers for each in of_one_paper(paper, limits)]
    found += overlapping(papers)
    found += same_device(papers, limits)
    # The one paper of each that counts: whoever tries again repeats their own mistakes.
    counting = set(stage.standings.values_list("attempt_id", flat=True))
    found += twin_answers([each for each in papers if each.attempt in counting], limits)
    return found


def _official() -> QuerySet[Attempt]:
    return Attempt.objects.filter(stage__kind=StageKind.OFFICIAL, state__in=COUNTED)


def raise_flags(found: Iterable[Suspicion]) -> int:
    """Write down what is new, and tell how many papers wait for somebody because of it."""
    by_attempt: dict[int, list[Suspicion]] = defaultdict(list)
    for suspicion in found:
        by_attempt[suspicion.attempt].append(suspicion)
    known = {
        (flag.attempt_id, flag.kind, flag.other_id)
        for flag in AttemptFlag.objects.filter(attempt__in=list(by_attempt)).iterator()
    }
    n_raised = 0
    for pk, suspicions in by_attempt.items():
        fresh = [
            each for each in suspicions if (pk, each.kind, each.other) not in known
        ]
        if fresh:
            n_raised += _raise(pk, fresh)
    return n_raised


@transaction.atomic
def _raise(attempt_pk: int, suspicions: list[Suspicion]) -> bool:
    attempt = Attempt.objects.get(pk=attempt_pk)
    lock_participant(attempt.participant_id)
    attempt.refresh_from_db(fields=["state"])
    if attempt.state not in COUNTED:
        return False
    now = timezone.now()
    is_new = False
    for each in suspicions:
        _flag, was_made = AttemptFlag.objects.get_or_create(
            attempt=attempt,
            kind=each.kind,
            other_id=each.other,
            defaults={"note": each.note[:300], "raised_at": now},
        )
        is_new |= was_made
    if is_new and attempt.state != AttemptState.FLAGGED:
        kinds = dict.fromkeys(str(each.kind.label) for each in suspicions)
        move_attempt(
            attempt, "flag", AttemptState.FLAGGED, by=None, because="、".join(kinds)
        )
    return is_new


@transaction.atomic
def flag(attempt: Attempt, *, by: User, because: str) -> None:
    """Flag a paper by hand, for what no check can see."""
    if not by.has_perm(JUDGE):
        raise NotAllowed(_("您没有核答卷的权限。"))
    because = required(because, _("疑点"), 300)
    contest = attempt.stage.contest
    hold(contest)
    refuse_when_done(contest)
    move_attempt(attempt, "flag", AttemptState.FLAGGED, by=by, because=because)
    _flag, is_new = AttemptFlag.objects.get_or_create(
        attempt=attempt,
        kind=FlagKind.BY_HAND,
        other=None,
        defaults={"note": because, "raised_at": timezone.now()},
    )
    if not is_new:  # a flag is never rewritten: the step says what was seen this time
        record(attempt, "flag_again", by=by, because=because)
    reopen_review(contest, by=by, because=because)


def refuse_when_done(contest: Contest) -> None:
    if contest.state in {ContestState.FINAL, ContestState.CANCELLED}:
        raise Refused(_("竞赛结果已经确定或者取消，答卷不再变动。"))
