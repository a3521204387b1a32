"""The tables of contests and attempts, each pair of them."""

from itertools import product

import pytest

from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from quizzes.contests.services.steps import move_attempt
from quizzes.contests.workflow import (
    ATTEMPT_STEPS,
    CONTEST_STEPS,
    AttemptState,
    ContestState,
)
from tests.quizzes.make import make_attempt

pytestmark = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize(
    ("table", "states", "first"),
    [
        (ATTEMPT_STEPS, AttemptState, AttemptState.IN_PROGRESS),
        (CONTEST_STEPS, ContestState, ContestState.DRAFT),
    ],
)
def test_every_state_has_a_row_and_can_be_reached(table, states, first):
    assert set(table) == set(states)
    reached = {state for steps in table.values() for state in steps}
    assert reached | {first} == set(states)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pair
        for pair in product(AttemptState, AttemptState)
        if pair[1] not in ATTEMPT_STEPS[pair[0]]
    ],
)
def test_it_refuses_every_step_outside_the_table(old, new):
    attempt = make_attempt(state=old)

    with pytest.raises(TransitionNotAllowed):
        move_attempt(attempt, "jump", new, by=None)

    attempt.refresh_from_db()
    assert attempt.state == old
    assert not Event.objects.exists()
