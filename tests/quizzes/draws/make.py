"""Draws in any state, with people who hold tickets; every argument is optional."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.utils import timezone

from portal.users.models import User
from portal.users.roles import Role
from quizzes.contests.models import Contest, Participant, Stage
from quizzes.contests.workflow import AttemptState, ContestState
from quizzes.draws.models import Draw, Winner
from quizzes.draws.services.announcing import cancel_draw, commit_draw
from quizzes.draws.services.drafting import PrizeDraft, Rules, draft_draw
from quizzes.draws.services.drawing import close_draw, hold_draw
from quizzes.draws.services.sealing import seal_draw
from quizzes.draws.workflow import DrawState, PrizeKind
from tests.portal.users.make import make_user
from tests.quizzes.make import make_attempt, make_contest, make_participant, make_stage

_D = DrawState
CUP = PrizeDraft(PrizeKind.GOODS, "保温杯", 1, Decimal(80))
CHANCE = "03 11"
BAG = PrizeDraft(PrizeKind.KEEPSAKE, "环保袋", 2, Decimal(9))


def make_rules(stage: Stage, **fields: Any) -> Rules:
    now = timezone.now()
    return Rules(
        **{
            "title": "开门红抽奖",
            "stage": stage,
            "tickets_until": now + timedelta(hours=2),
            "draws_at": stage.contest.closes_at + timedelta(days=1),
            "public_source": "双色球",
            "claim_note": "县文化馆一楼，工作日8:30至17:30。",
            "prizes": [CUP, BAG],
            "n_substitutes": 2,
            **fields,
        }
    )


def make_organiser() -> User:
    return make_user(role=Role.CHIEF_EDITOR)


def make_holder(
    stage: Stage,
    *,
    state: AttemptState = AttemptState.SUBMITTED,
    score: int = 15,
    attempt: dict[str, Any] | None = None,
    **fields: Any,
) -> Participant:
    """Make somebody with one paper; full marks are 15."""
    participant = make_participant(stage.contest, **fields)
    make_attempt(participant, stage, state=state, score=score, **(attempt or {}))
    return participant


def make_draft(contest: Contest | None = None, **rules: Any) -> Draw:
    stage = make_stage(contest or make_contest(is_for_prizes=True))
    return draft_draw(stage.contest, make_rules(stage, **rules), by=make_organiser())


def first_winner(draw: Draw) -> Winner:
    return draw.winners.order_by("rank")[0]


def first_holder(draw: Draw) -> Participant:
    holder = first_winner(draw).ticket.participant
    assert holder
    return holder


def after(draw: Draw, what: str) -> "time_machine.travel":
    """Travel to a minute after a time of `draw`."""
    return time_machine.travel(getattr(draw, what) + timedelta(minutes=1), tick=False)


def show_results(contest: Contest) -> None:
    Contest.objects.filter(pk=contest.pk).update(
        state=ContestState.PREVIEW, preview_until=timezone.now()
    )


def seal(draw: Draw, *, by: User | None = None) -> None:
    """Judge the contest and seal the list, at its time."""
    show_results(draw.contest)
    with after(draw, "tickets_until"):
        seal_draw(draw, by=by or make_organiser())


def make_draw(
    *,
    state: DrawState = _D.COMMITTED,
    n_holders: int = 4,
    chance: str = CHANCE,
    **rules: Any,
) -> Draw:
    """Take a draw to `state` by the services, each step at its time."""
    draw = make_draft(**rules)
    if state == _D.DRAFT:
        return draw
    commit_draw(draw, by=make_organiser())
    for _each in range(n_holders):
        make_holder(draw.stage)
    if state == _D.CANCELLED:
        cancel_draw(draw, by=make_organiser(), because="奖品没有到货。")
    if state in {_D.SEALED, _D.DRAWN, _D.CLOSED}:
        seal(draw)
    if state in {_D.DRAWN, _D.CLOSED}:
        with after(draw, "draws_at"):
            hold_draw(draw, by=make_organiser(), chance=chance)
    if state == _D.CLOSED:
        close_draw(draw, by=make_organiser())
    return draw
