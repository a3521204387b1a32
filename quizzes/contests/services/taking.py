"""A paper is begun and written. Questions, order, time: the server decides (Q2)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.services import record
from portal.tokens import hashes_of
from quizzes.bank.kept import content_of
from quizzes.bank.marking import read_answer
from quizzes.contests.models import (
    Attempt,
    AttemptItem,
    Participant,
    Stage,
)
from quizzes.contests.refusals import NeedsPhone, NotOpen, TooLate
from quizzes.contests.services.contacting import is_phone_proved
from quizzes.contests.services.drawing import Drawn, draw
from quizzes.contests.services.finishing import close_if_over
from quizzes.contests.services.joining import PURPOSE
from quizzes.contests.services.steps import lock_participant
from quizzes.contests.workflow import AttemptState

MOST_SAVES = 500  # of one answer: nobody changes their mind so often
# What the busiest page reads of a paper and its stage: they have many columns more.
_READ = (
    *("position", "version", "order", "points", "shown_at", "answer", "answered_at"),
    *(f"attempt__{name}" for name in ("participant", "state", "n_questions")),
    *(f"attempt__{name}" for name in ("ends_at", "closes_at", "is_extended")),
    *(f"attempt__stage__{name}" for name in ("title", "closes_at", "mark_rule")),
    *(f"attempt__stage__{name}" for name in ("question_limit", "extension", "grace")),
)
_SHOWN = ("version__image", "version__film")


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
    before = _attempts(participant, stage)
    if running := _running(before):
        return running
    _require_open(participant, stage, now)
    today = timezone.localdate(now)
    _require_attempts_left(stage, before, today)
    drawn = draw(stage, participant, on=today)
    with transaction.atomic():
        holder = lock_participant(participant.pk)
        if holder.withdrawn_at is not None:
            raise NotOpen(_("您已经退出这次竞赛。"))
        before = _attempts(holder, stage)
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
            version=each.version,
            order=each.order,
            points=each.points,
        )
        for position, each in enumerate(drawn, start=1)
    )
    record(attempt, "start", by=None, to_state=AttemptState.IN_PROGRESS)
    return attempt


def _attempts(participant: Participant, stage: Stage) -> list[Attempt]:
    return list(participant.attempts.filter(stage=stage).select_related("stage"))


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


def item_of(token: str, attempt_pk: int, position: int) -> AttemptItem | None:
    """Return a question of a paper that the holder of the link writes, in one query."""
    found = _written_by(token).filter(attempt_id=attempt_pk, position=position)
    return next(iter(found.only(*_READ).order_by()), None)  # there is one, or none


def shown_item_of(token: str, attempt_pk: int, position: int) -> AttemptItem | None:
    """Return the same with all that its page shows."""
    found = _written_by(token).filter(attempt_id=attempt_pk, position=position)
    around = found.select_related("attempt__participant__contest", *_SHOWN)
    return next(iter(around.order_by()), None)


def items_of(token: str, attempt_pk: int) -> list[AttemptItem]:
    """Return all questions of such a paper in their order, none where it is not there."""
    found = _written_by(token).filter(attempt_id=attempt_pk)
    return list(found.select_related(*_SHOWN).order_by("position"))


def _written_by(token: str) -> QuerySet[AttemptItem]:
    """Keep the papers of a link: its secret alone tells whose, not the contest's name."""
    return AttemptItem.objects.select_related("attempt__stage").filter(
        attempt__participant__token_hash__in=hashes_of(PURPOSE, token),
        attempt__participant__withdrawn_at=None,
    )


def save_answer(
    attempt: Attempt, position: int, posted: Mapping[str, Sequence[str]]
) -> AttemptItem:
    """Keep an answer as it is given; the last one counts."""
    item = AttemptItem.objects.select_related("attempt__stage").get(
        attempt=attempt, position=position
    )
    return save_item(item, posted)


def save_item(item: AttemptItem, posted: Mapping[str, Sequence[str]]) -> AttemptItem:
    """Keep an answer to a question that was read just now, in one statement.

    `earned` is asked of the row that is written, and PostgreSQL looks at it again when
    it had to wait for the marking: an answer is in what is marked, or told to be late.
    """
    answer = read_answer(content_of(item.version_id), posted)
    now = timezone.now()
    _require_question_open(item, now)
    if item.attempt.state != AttemptState.IN_PROGRESS or item.attempt.closes_at <= now:
        raise _why_not_kept(item.attempt)
    kept = AttemptItem.objects.filter(
        pk=item.pk, earned__isnull=True, n_saves__lt=MOST_SAVES
    ).update(
        answer=answer,
        answered_at=now if answer else None,
        n_saves=F("n_saves") + 1,
        **({} if item.shown_at else {"shown_at": now}),
    )
    if not kept:
        raise _why_not_kept(Attempt.objects.get(pk=item.attempt_id))
    item.answer = answer
    item.answered_at = now if answer else None
    return item


def mark_shown(item: AttemptItem) -> None:
    """Start the question's own clock, if it has one, the first time that it is seen."""
    if item.shown_at is None and item.attempt.stage.question_limit is not None:
        item.shown_at = timezone.now()
        AttemptItem.objects.filter(pk=item.pk, shown_at__isnull=True).update(
            shown_at=item.shown_at
        )


def question_ends_at(item: AttemptItem) -> datetime | None:
    """Return when a question's own time is over; None where it has none."""
    stage = item.attempt.stage
    if stage.question_limit is None or item.shown_at is None:
        return None
    factor = stage.extension if item.attempt.is_extended else 1
    if not factor:
        return None
    return item.shown_at + timedelta(seconds=float(stage.question_limit * factor))


def is_question_over(item: AttemptItem, now: datetime) -> bool:
    ends = question_ends_at(item)
    return ends is not None and now > ends + timedelta(seconds=item.attempt.stage.grace)


def _require_question_open(item: AttemptItem, now: datetime) -> None:
    if is_question_over(item, now):
        raise TooLate(_("这一题的时间到了，刚才的答案没有计入。"))


def _why_not_kept(attempt: Attempt) -> Refused:
    if attempt.state == AttemptState.SUBMITTED:
        return TooLate(_("这份答卷已经交了，刚才的答案没有计入。"))
    if attempt.state != AttemptState.IN_PROGRESS or attempt.closes_at <= timezone.now():
        return TooLate(_("答题时间到了，刚才的答案没有计入，之前存好的都算。"))
    return Refused(_("这一题改得太多次了，最后一次存好的算数。"))


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
