"""The end of a running stage is moved to later, in the open, and never to earlier."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed, Refused
from portal.timeline import moving
from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from quizzes.bank.models import Pool
from quizzes.contests.models import Attempt, Stage
from quizzes.contests.permissions import PUBLISH
from quizzes.contests.services.running import lock
from quizzes.contests.services.secrecy import leaks_of
from quizzes.contests.services.taking import ends_at
from quizzes.contests.workflow import AttemptState


@transaction.atomic
def extend_stage(stage: Stage, *, until: datetime, by: User, because: str) -> Event:
    """Give everybody of a stage that is open more time, for a reason that all can read.

    Where a hall lost its power the time was not the participants'. Papers that are being
    written follow, as if the stage had ended then from the beginning.
    """
    contest = stage.contest
    if not by.has_perm(PUBLISH):
        raise NotAllowed(_("您没有这个权限。"))
    because = required(because, _("延长原因"), 200)
    lock(contest)
    stage.refresh_from_db(fields=["opens_at", "closes_at"])
    if not stage.is_open(timezone.now()):
        raise Refused(
            _("只有正在进行的阶段能延长。已经结束的，请另设一个阶段或者竞赛。")
        )
    if until <= stage.closes_at:
        raise Refused(_("新的结束时间要晚于原来的，阶段只能延长，不能缩短。"))
    stage.closes_at = until
    stage.save(update_fields=["closes_at"])
    _keep_questions(stage)
    for leak in leaks_of(stage, timezone.now()):
        raise Refused(leak)
    _let_papers_follow(stage)
    said = _("“%(stage)s”延长到%(until)s：%(why)s") % {
        "stage": stage.title,
        "until": f"{timezone.localtime(until):%Y-%m-%d %H:%M}",
        "why": because,
    }
    return moving.change(
        contest,
        "extend",
        by=by,
        from_state=contest.state,
        because=because,
        public_text=said,
        closes_at=max(contest.closes_at, until),
    )


def _keep_questions(stage: Stage) -> None:
    """Let nobody practise what a stage asks before its new end (Q1)."""
    day = timezone.localdate(stage.closes_at)
    pools = Pool.objects.filter(draw_rules__stage=stage, kept_until__lt=day)
    Pool.objects.filter(pk__in=pools.values("pk")).update(kept_until=day)


def _let_papers_follow(stage: Stage) -> None:
    papers = Attempt.objects.select_for_update(of=("self",)).filter(
        stage=stage, state=AttemptState.IN_PROGRESS
    )
    found = list(papers.order_by("pk"))
    for each in found:
        each.ends_at = ends_at(stage, each.started_at, is_extended=each.is_extended)
        last = each.ends_at or stage.closes_at
        each.closes_at = last + timedelta(seconds=stage.grace)
    Attempt.objects.bulk_update(found, ["ends_at", "closes_at"], batch_size=500)
