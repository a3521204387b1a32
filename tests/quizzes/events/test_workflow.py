"""The two tables: complete, reachable, and nothing beside them is possible."""

from itertools import product

import pytest

from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from quizzes.events.models import SignUp
from quizzes.events.services.steps import step_activity, step_sign_up
from quizzes.events.workflow import (
    ACTIVITY_STEPS,
    SIGN_UP_STEPS,
    ActivityState,
    SignUpState,
)
from tests.quizzes.events.make import make_activity

pytestmark = pytest.mark.django_db
TABLES = [(ACTIVITY_STEPS, ActivityState), (SIGN_UP_STEPS, SignUpState)]


def pairs_not_in(table, states):
    return [(a, b) for a, b in product(states, states) if b not in table[a]]


@pytest.mark.parametrize(("table", "states"), TABLES)
def test_every_state_has_a_row(table, states):
    assert set(table) == set(states)


@pytest.mark.parametrize(
    ("table", "states", "firsts"),
    [
        (ACTIVITY_STEPS, ActivityState, {ActivityState.DRAFT}),
        (SIGN_UP_STEPS, SignUpState, {SignUpState.WAITING, SignUpState.CONFIRMED}),
    ],
)
def test_every_state_can_be_reached(table, states, firsts):
    reached = set(firsts)
    while more := {new for old in reached for new in table[old]} - reached:
        reached |= more

    assert reached == set(states)


@pytest.mark.parametrize(
    ("old", "new"), pairs_not_in(ACTIVITY_STEPS, ActivityState), ids=str
)
def test_an_activity_refuses_every_step_outside_the_table(old, new):
    activity = make_activity(state=old)

    with pytest.raises(TransitionNotAllowed):
        step_activity(activity, "try", new, by=None)

    activity.refresh_from_db()
    assert activity.state == old
    assert not Event.objects.of(activity).exists()


@pytest.mark.parametrize(
    ("old", "new"), pairs_not_in(SIGN_UP_STEPS, SignUpState), ids=str
)
def test_a_sign_up_refuses_every_step_outside_the_table(old, new):
    made = SignUp.objects.create(
        activity=make_activity(), state=old, code_hash="c", form_key_hash="f"
    )

    with pytest.raises(TransitionNotAllowed):
        step_sign_up(made, "try", new)

    made.refresh_from_db()
    assert made.state == old
    assert not Event.objects.of(made).exists()
