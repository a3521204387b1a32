"""What the host does: open the doors, ask, close and show, end."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.portions import new_order
from quizzes.bank.reserved import pools_asked_from
from quizzes.live.models import LivePlayer, LiveQuestion, LiveRound
from quizzes.live.services.steps import check_step, lock, step
from quizzes.live.workflow import LIVE_KINDS, OPEN, RoundState

PINS = 1_000_000
TRIES = 50
LONGEST = timedelta(hours=8)  # who forgot to end it
NAMES_KEPT = timedelta(days=7)
_random = secrets.SystemRandom()


@transaction.atomic
def prepare_round(live_round: LiveRound, *, by: User) -> LiveRound:
    live_round.made_by = by
    live_round.save()
    record(live_round, "prepare", by=by, to_state=live_round.state)
    return live_round


@transaction.atomic
def open_round(live_round: LiveRound, *, by: User) -> Event:
    """Draw the questions, freeze their wordings, and let phones in."""
    lock(live_round)
    check_step(live_round, RoundState.LOBBY)
    ready = list(_askable(live_round).select_related("current"))
    if len(ready) < live_round.n_questions:
        raise Refused(
            _(
                "只有%(count)s道能在现场用的题，要%(needed)s道。"
                "竞赛正在用或者将要用的题，结束前不能在现场用；请换一个题组，或者少问几道。"
            )
            % {"count": len(ready), "needed": live_round.n_questions}
        )
    drawn = _random.sample(ready, live_round.n_questions)
    LiveQuestion.objects.bulk_create(
        LiveQuestion(
            live_round=live_round,
            position=position,
            version=version,
            order=new_order(version.parts),
        )
        for position, version in enumerate(map(_wording, drawn), start=1)
    )
    return step(
        live_round,
        "open",
        RoundState.LOBBY,
        by=by,
        pin=_free_pin(),
        opened_at=timezone.now(),
    )


def _askable(live_round: LiveRound) -> QuerySet[Question]:
    """Keep what can be read from a screen: no films, no pictures of cases.

    A hall is told every key. A pool that is kept back is asked if the host names it
    and no contest asks from it: then it is kept for this hall.
    """
    today = timezone.localdate()
    found = Question.objects.practisable(today)
    if live_round.pool_id:
        asked = pools_asked_from(timezone.now())
        kept = Question.objects.ready(today).exclude(pools__in=asked)
        found = (found | kept).filter(pools=live_round.pool_id)
    found = found.filter(
        kind__in=LIVE_KINDS, current__film__isnull=True, current__case_number=""
    )
    if live_round.topic:
        found = found.filter(topic=live_round.topic)
    return found


def _wording(question: Question) -> QuestionVersion:
    if question.current is None:
        raise ValueError("What is ready has a wording.")
    return question.current


def _free_pin() -> str:
    taken = set(LiveRound.objects.open().values_list("pin", flat=True))
    for _try in range(TRIES):
        pin = f"{secrets.randbelow(PINS):06}"
        if pin not in taken:
            return pin
    raise Refused(_("没有空着的号码，请稍后再开。"))


@transaction.atomic
def ask_next(live_round: LiveRound, *, by: User) -> Event:
    lock(live_round)
    check_step(live_round, RoundState.ASKING)
    if live_round.is_last:
        raise Refused(_("题已经问完了，可以结束。"))
    now = timezone.now()
    return step(
        live_round,
        "ask",
        RoundState.ASKING,
        by=by,
        position=live_round.position + 1,
        asked_at=now,
        ends_at=now + timedelta(seconds=live_round.seconds),
    )


@transaction.atomic
def show_answer(live_round: LiveRound, *, by: User) -> Event:
    """Close the question, whether its time is up or not; from here the key is public."""
    lock(live_round)
    return step(live_round, "show", RoundState.SHOWING, by=by)


@transaction.atomic
def end_round(live_round: LiveRound, *, by: User | None) -> Event:
    lock(live_round)
    return step(live_round, "end", RoundState.OVER, by=by, over_at=timezone.now())


def tidy_rounds(now: datetime | None = None) -> None:
    """End what somebody forgot to end, and forget nicknames. Bears repeating."""
    now = now or timezone.now()
    for live_round in LiveRound.objects.filter(
        state__in=OPEN, opened_at__lte=now - LONGEST
    ):
        end_round(live_round, by=None)
    LivePlayer.objects.filter(live_round__over_at__lte=now - NAMES_KEPT).exclude(
        name=""
    ).update(name="")
