"""A paper is begun and written. Questions, order, time: the server decides (Q2)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.prepared import Given, PreparedQuery
from portal.timeline.services import record
from quizzes.contests.models import (
    Attempt,
    AttemptItem,
    Contest,
    Participant,
    Stage,
)
from quizzes.contests.refusals import NeedsPhone, NotOpen
from quizzes.contests.services.contacting import is_phone_proved
from quizzes.contests.services.drawing import Drawn, draw
from quizzes.contests.services.finishing import close_if_over
from quizzes.contests.services.steps import lock_participant
from quizzes.contests.workflow import AttemptState

_stage = PreparedQuery(
    lambda: Stage.objects.filter(
        contest_id=Given("contest"), position=Given("position")
    ).order_by()
)
_begun = PreparedQuery(
    lambda: Attempt.objects.filter(participant_id=Given("participant"))
)


def stage_at(contest: Contest, position: int) -> Stage | None:
    stage = _stage.first(contest=contest.pk, position=position)
    if stage is not None:
        stage.contest = contest
    return stage


def start(
    participant: Participant,
    stage: Stage,
    *,
    is_extended: bool = False,
    network_hash: str = "",
    agent_hash: str = "",
) -> Attempt:
    """Begin a paper, or return the one that is running.

    Numbers are given under the participant's lock and stand once (the constraints of
    `Attempt`): however many starts come at one moment, there is one paper (Q3). The
    questions are drawn before: nobody else has to wait for that.
    """
    now = timezone.now()
    begun = _begun.all(participant=participant.pk)
    before = _of_stage(begun, stage)
    if running := _running(before):
        return running
    _require_open(participant, stage, now)
    today = timezone.localdate(now)
    _require_attempts_left(stage, before, today)
    drawn = draw(stage, participant if begun else None, on=today)
    with transaction.atomic():
        holder = lock_participant(participant.pk)
        if holder.withdrawn_at is not None:
            raise NotOpen(_("您已经退出这次竞赛。"))
        before = _of_stage(_begun.all(participant=holder.pk), stage)
        if running := _running(before):
            return running
        now = timezone.now()  # waiting for the lock is not the participant's time
        _require_stage_open(stage, now)
        _require_attempts_left(stage, before, today)
        is_extended = is_extended and may_be_extended(stage)
        ends = ends_at(stage, now, is_extended=is_extended)
        return _begin(
            drawn,
            participant=holder,
            stage=stage,
            day=today,
            nth_of_day=max(_of_day(before, today), default=0) + 1,
            nth=max((each.nth for each in before), default=0) + 1,
            started_at=now,
            ends_at=ends,
            closes_at=(ends or stage.closes_at) + timedelta(seconds=stage.grace),
            is_extended=is_extended,
            network_hash=network_hash,
            agent_hash=agent_hash,
        )


def _begin(drawn: list[Drawn], **fields: Any) -> Attempt:
    attempt = Attempt.objects.create(
        n_questions=len(drawn), most=sum(each.points for each in drawn), **fields
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version_id=each.version_id,
            order=each.order,
            points=each.points,
        )
        for position, each in enumerate(drawn, start=1)
    )
    record(attempt, "start", by=None, to_state=AttemptState.IN_PROGRESS)
    return attempt


def _of_stage(begun: list[Attempt], stage: Stage) -> list[Attempt]:
    found = [attempt for attempt in begun if attempt.stage_id == stage.pk]
    for attempt in found:
        attempt.stage = stage
    return found


def _running(attempts: list[Attempt]) -> Attempt | None:
    """Return the one whose time is not over; what is over is handed in at last."""
    for attempt in attempts:
        if close_if_over(attempt).state == AttemptState.IN_PROGRESS:
            return attempt
    return None


def _of_day(attempts: list[Attempt], day: date) -> list[int]:
    return [each.nth_of_day for each in attempts if each.day == day]


def may_be_extended(stage: Stage) -> bool:
    """Tell whether there is more time for who needs it: never where prizes are (QZ-09)."""
    return stage.extension != 1 and not stage.is_for_prizes


def needs_phone(participant: Participant, stage: Stage) -> bool:
    """Tell whether a phone must be proved first. A class has none, and wins no prize."""
    return (
        stage.is_for_prizes
        and not participant.is_of_class
        and not is_phone_proved(participant)
    )


def ends_at(stage: Stage, start: datetime, *, is_extended: bool) -> datetime | None:
    """Return the end that is told: whoever begins late has no longer than the stage."""
    factor = stage.extension if is_extended else 1
    if stage.time_limit is None or not factor:
        return None
    ends = start + timedelta(seconds=float(stage.time_limit * factor))
    return min(ends, stage.closes_at)


def _require_open(participant: Participant, stage: Stage, now: datetime) -> None:
    if participant.withdrawn_at is not None:
        raise NotOpen(_("您已经退出这次竞赛。"))
    if stage.contest_id != participant.contest_id:
        raise NotOpen(_("这一阶段不属于这次竞赛。"))
    _require_stage_open(stage, now)
    if needs_phone(participant, stage):
        raise NeedsPhone(_("这次竞赛有奖，正式答题以前请先验证手机号。"))


def _require_stage_open(stage: Stage, now: datetime) -> None:
    if not stage.is_open(now):
        if now < stage.opens_at:
            opens = timezone.localtime(stage.opens_at)
            raise NotOpen(
                _("“%(stage)s”%(month)s月%(day)s日%(time)s开始。")
                % {
                    "stage": stage.title,
                    "month": opens.month,
                    "day": opens.day,
                    "time": f"{opens:%H:%M}",
                }
            )
        raise NotOpen(_("“%s”已经结束。") % stage.title)


def _require_attempts_left(stage: Stage, before: list[Attempt], day: date) -> None:
    require_attempts_left(stage, len(before), len(_of_day(before, day)))


def require_attempts_left(stage: Stage, n: int, n_today: int) -> None:
    if stage.attempts_in_all and n >= stage.attempts_in_all:
        raise NotOpen(_("您的%s次机会已经用完。") % stage.attempts_in_all)
    if stage.attempts_per_day and n_today >= stage.attempts_per_day:
        raise NotOpen(_("今天的机会用完了，明天还能再答。"))
