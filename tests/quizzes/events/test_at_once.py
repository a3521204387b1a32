"""Fifty press at once for the last ten places, each on a connection of their own."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from portal.directory.models import Unit
from portal.refusals import Refused
from portal.timeline.models import Event
from portal.tokens import new_token
from portal.users.models import User
from quizzes.events.models import Activity, SignUp, SignUpContact
from quizzes.events.services.signing_up import cancel_sign_up, sign_up
from quizzes.events.workflow import SignUpState
from tests.at_once import at_once, committing
from tests.quizzes.events.make import answers, come, make_activity

WRITTEN = (SignUpContact, SignUp, Event, Activity, Unit, User)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


def press(activity, said):
    def one(number):
        seen = Activity.objects.get(pk=activity.pk)
        try:
            return sign_up(seen, said[number], form_key=new_token()).sign_up.state
        except Refused:
            return None

    return one


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("has_waiting_list", [True, False])
def test_fifty_at_once_take_the_last_ten_places_and_not_one_more(has_waiting_list):
    activity = make_activity(capacity=30, n_taken=20, has_waiting_list=has_waiting_list)

    states = at_once(press(activity, [answers() for _each in range(50)]), 50)

    activity.refresh_from_db()
    assert states.count(SignUpState.CONFIRMED) == 10
    assert states.count(SignUpState.WAITING) == (40 if has_waiting_list else 0)
    assert activity.n_taken == 30
    assert SignUp.objects.filter(state=SignUpState.CONFIRMED).count() == 10


@pytest.mark.usefixtures("committed")
def test_one_phone_eight_times_at_once_and_one_form_eight_times_at_once():
    activity = make_activity()
    said, key = answers(phone="13900000001"), new_token()

    states = at_once(press(activity, [said] * 8))
    other = answers()
    tickets = at_once(
        lambda _number: sign_up(
            Activity.objects.get(pk=activity.pk), other, form_key=key
        )
    )

    assert states.count(SignUpState.CONFIRMED) == 1
    assert len({ticket.code for ticket in tickets}) == 1
    assert SignUp.objects.count() == 2


@pytest.mark.usefixtures("committed")
def test_those_who_wait_move_up_once_while_others_cancel_at_once():
    activity = make_activity(capacity=4)
    held = [come(activity).sign_up for _each in range(4)]
    waiting = [come(activity).sign_up for _each in range(6)]

    at_once(lambda number: cancel_sign_up(SignUp.objects.get(pk=held[number].pk)), 4)

    activity.refresh_from_db()
    moved = SignUp.objects.filter(state=SignUpState.CONFIRMED)
    assert {each.pk for each in moved} == {each.pk for each in waiting[:4]}
    assert activity.n_taken == 4
