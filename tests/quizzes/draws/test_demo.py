"""The demonstration's draws: one held, one announced, and nothing without contests."""

import pytest
import time_machine

from portal.demo.context import Context
from publicity.demo.parts import at
from quizzes.contests.workflow import ContestState
from quizzes.draws.demo.draws import COMING, COUNTY, load_draws
from quizzes.draws.models import Draw
from quizzes.draws.workflow import DrawState, WinState
from tests.quizzes.draws.make import make_holder
from tests.quizzes.make import make_contest, make_stage

pytestmark = pytest.mark.django_db


def test_it_waits_for_the_contests():
    load_draws(Context())

    assert not Draw.objects.exists()


@time_machine.travel("2026-11-26T09:00:00+08:00")
def test_one_was_held_and_one_is_announced():
    county = make_contest(
        slug=COUNTY,
        state=ContestState.FINAL,
        preview_until=at("2026-11-24"),
        is_for_prizes=True,
        closes_at=at("2026-11-20"),
        opens_at=at("2026-11-02"),
    )
    stage = make_stage(county, closes_at=at("2026-11-10", 22))
    for _each in range(9):
        make_holder(stage, attempt={"finished_at": at("2026-11-05")})
    coming = make_contest(
        slug=COMING,
        is_for_prizes=True,
        opens_at=at("2027-03-01"),
        closes_at=at("2027-03-15"),
    )
    make_stage(coming)

    for _twice in range(2):
        load_draws(Context())

    held, announced = Draw.objects.order_by("committed_at")
    assert (held.state, announced.state) == (DrawState.DRAWN, DrawState.COMMITTED)
    assert held.winners.count() == 9
    assert held.winners.filter(state=WinState.CLAIMED).count() == 7
