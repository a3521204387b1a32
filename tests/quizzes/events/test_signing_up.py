"""Somebody takes places, waits for them, gives them back; and is forgotten."""

import contextlib
from datetime import timedelta

import hypothesis
import hypothesis.strategies as st
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.codes import read_code
from portal.refusals import Refused, Stale
from portal.timeline.models import Event
from portal.tokens import new_token
from portal.workflow import TransitionNotAllowed
from quizzes.events.models import Activity, SignUp, SignUpContact
from quizzes.events.services.contacts import forget_contacts
from quizzes.events.services.signing_up import (
    cancel_sign_up,
    change_sign_up,
    find_by_code,
    read_phone,
    sign_up,
)
from quizzes.events.workflow import ActivityState, Door, SignUpState
from tests.quizzes.events.make import answers, come, make_activity

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, CANCELLED = (
    SignUpState.CONFIRMED,
    SignUpState.WAITING,
    SignUpState.CANCELLED,
)


def verbs(subject):
    return list(Event.objects.of(subject).order_by("pk").values_list("verb", flat=True))


def test_a_place_is_taken_and_found_again_by_its_code_however_typed():
    activity = make_activity(capacity=3, largest_party=3)

    ticket = come(activity, party_size=2)

    assert ticket.sign_up.state == CONFIRMED
    assert activity.n_free == 1
    assert read_code(ticket.code) == ticket.code
    assert find_by_code(ticket.code.lower().replace("-", " ")) == ticket.sign_up
    assert ticket.code not in str(SignUp.objects.values().get())
    assert verbs(ticket.sign_up) == ["sign_up"]


def test_qz_05_the_same_form_twice_is_the_same_ticket():
    activity, key, said = make_activity(capacity=5), new_token(), answers()

    first = sign_up(activity, said, form_key=key)
    second = sign_up(activity, said, form_key=key)

    assert (first.code, first.sign_up) == (second.code, second.sign_up)
    assert Activity.objects.get().n_taken == 1
    assert verbs(first.sign_up) == ["sign_up"]


def test_one_phone_has_one_living_sign_up():
    activity = make_activity()
    first = come(activity, phone="13900000001")

    with pytest.raises(Refused, match="已经报过名"):
        come(activity, phone="+86 139-0000-0001")
    cancel_sign_up(first.sign_up)

    assert come(activity, phone="139 0000 0001").sign_up.state == CONFIRMED
    assert come(make_activity(), phone="13900000001").sign_up.state == CONFIRMED


def test_the_database_itself_refuses_a_second_contact_and_a_place_too_many():
    activity = make_activity(capacity=1)
    contact = come(activity, phone="13900000001").sign_up.contact
    other = SignUp.objects.create(
        activity=activity, state=WAITING, code_hash="x", form_key_hash="x"
    )

    contact.pk = other.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        contact.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(n_taken=2)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"agrees": False}, "勾选同意"),
        ({"name": " "}, "怎么称呼"),
        ({"phone": "12345"}, "11位"),
        ({"party_size": 3}, "1到2个人"),
        ({"party_size": 0}, "1到2个人"),
        ({"has_minors": True}, "监护人"),
    ],
)
def test_it_refuses_what_is_not_in_order_and_keeps_nothing(said, sentence):
    activity = make_activity(largest_party=2)

    with pytest.raises(Refused, match=sentence):
        come(activity, **said)

    assert not SignUp.objects.exists()
    assert not SignUpContact.objects.exists()


def test_qz_06_with_a_child_the_guardian_s_consent_is_kept():
    contact = come(make_activity(), has_minors=True, is_guardian=True).sign_up.contact

    assert contact.has_minors
    assert contact.guardian_agreed_at


def test_what_is_not_asked_is_not_kept():
    activity = make_activity(asks_phone=False, asks_group=False, asks_remark=False)

    contact = come(
        activity, phone="13900000001", group="一班", remark="x"
    ).sign_up.contact

    assert (contact.phone, contact.phone_hash) == ("", "")
    assert (contact.group, contact.remark) == ("", "")
    assert "手机号" not in contact.consent_text


@pytest.mark.parametrize(
    ("fields", "door"),
    [
        ({"takes_sign_ups": False}, Door.NONE),
        ({"sign_up_opens_at": timezone.now() + timedelta(days=1)}, Door.EARLY),
        ({"sign_up_closes_at": timezone.now() - timedelta(days=1)}, Door.CLOSED),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, Door.CLOSED),
        ({"state": ActivityState.DRAFT}, Door.CLOSED),
        ({"state": ActivityState.CANCELLED}, Door.CLOSED),
        ({"capacity": 1, "n_taken": 1}, Door.WAITING),
        ({"capacity": 1, "n_taken": 1, "has_waiting_list": False}, Door.FULL),
        ({}, Door.OPEN),
    ],
)
def test_the_door_says_what_the_service_does(fields, door):
    activity = make_activity(**fields)

    assert activity.door == door
    if door in {Door.OPEN, Door.WAITING}:
        assert come(activity).sign_up.is_living
    else:
        with pytest.raises(Refused):
            come(activity)


def test_the_first_who_fits_moves_up_and_a_larger_party_keeps_its_turn():
    activity = make_activity(capacity=2, largest_party=2)
    first, second = come(activity), come(activity)
    pair, single = come(activity, party_size=2), come(activity)

    assert [pair.sign_up.place_in_line, single.sign_up.place_in_line] == [1, 2]
    cancel_sign_up(first.sign_up)
    pair.sign_up.refresh_from_db()
    single.sign_up.refresh_from_db()

    assert (pair.sign_up.state, single.sign_up.state) == (WAITING, CONFIRMED)
    assert verbs(single.sign_up) == ["sign_up", "move_up"]
    cancel_sign_up(second.sign_up)
    cancel_sign_up(single.sign_up)
    pair.sign_up.refresh_from_db()
    assert pair.sign_up.state == CONFIRMED
    assert Activity.objects.get().n_taken == 2


def test_fewer_people_let_others_in_and_more_only_where_there_is_room():
    activity = make_activity(capacity=3, largest_party=3)
    group = come(activity, party_size=3).sign_up
    waiting = come(activity).sign_up

    change_sign_up(group, party_size=2)
    waiting.refresh_from_db()
    assert waiting.state == CONFIRMED
    with pytest.raises(Refused, match="还剩0个"):
        change_sign_up(group, party_size=3)

    group.refresh_from_db()
    assert group.party_size == 2
    assert Activity.objects.get().n_taken == 3


@pytest.mark.parametrize(("others", "state"), [(1, CONFIRMED), (5, WAITING)])
def test_after_the_deadline_a_party_grows_no_more_but_may_shrink(others, state):
    closes_at = timezone.now() + timedelta(days=1)
    activity = make_activity(capacity=5, largest_party=5, sign_up_closes_at=closes_at)
    come(activity, party_size=others)
    made = come(activity, party_size=2).sign_up
    assert made.state == state
    with time_machine.travel(closes_at, tick=False):
        with pytest.raises(Refused, match="报名已经截止"):
            change_sign_up(made, party_size=3)
        made.refresh_from_db()
        assert made.party_size == 2
        change_sign_up(made, party_size=1)

    made.refresh_from_db()
    assert made.party_size == 1


def test_cancelling_forgets_the_contact_at_once_and_happens_once():
    activity = make_activity(capacity=1)
    made = come(activity).sign_up

    cancel_sign_up(made)

    assert not SignUpContact.objects.exists()
    assert Activity.objects.get().n_taken == 0
    with pytest.raises(TransitionNotAllowed):
        cancel_sign_up(made)
    assert verbs(made) == ["sign_up", "cancel_sign_up"]


def test_a_page_that_is_out_of_date_changes_nothing():
    made = come(make_activity(largest_party=2)).sign_up
    seen = SignUp.objects.get()
    change_sign_up(made, party_size=2)

    with pytest.raises(Stale):
        change_sign_up(seen, party_size=1)


def test_pr_05_contacts_are_deleted_when_their_day_has_come_and_not_before():
    activity = make_activity(keep_days=30)
    made = come(activity).sign_up
    last_day = made.contact.delete_on

    with time_machine.travel(
        timezone.now().replace(hour=4) + timedelta(days=36), tick=False
    ):
        assert timezone.localdate() < last_day
        assert forget_contacts() == 0
    with time_machine.travel(timezone.now() + timedelta(days=38), tick=False):
        assert timezone.localdate() >= last_day
        assert forget_contacts() == 1
        assert forget_contacts() == 0

    assert not SignUpContact.objects.exists()
    assert SignUp.objects.get().state == CONFIRMED
    assert verbs(activity) == ["forget_contacts"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３９ 0000 0001", "13900000001"),
        ("+8613900000001", "13900000001"),
        ("86 139-0000-0001", "13900000001"),
    ],
)
def test_a_phone_is_read_however_it_is_typed(typed, kept):
    assert read_phone(typed) == kept


@hypothesis.given(st.text(max_size=30))
def test_no_text_at_all_breaks_the_reading_of_a_phone_or_a_code(typed):
    assert find_by_code(typed) is None
    with contextlib.suppress(Refused):
        assert len(read_phone(typed)) == 11


@hypothesis.settings(max_examples=25)
@hypothesis.given(
    st.lists(
        st.tuples(st.sampled_from(["come", "cancel", "change"]), st.integers(1, 3)),
        max_size=12,
    )
)
def test_whatever_happens_the_count_is_the_sum_and_never_more_than_there_is(acts):
    activity = make_activity(capacity=5, largest_party=3)
    made = []
    for verb, number in acts:
        living = list(SignUp.objects.filter(activity=activity).living())
        if verb == "come":
            made.append(come(activity, party_size=number).sign_up)
        elif living and verb == "cancel":
            cancel_sign_up(living[number % len(living)])
        elif living:
            with contextlib.suppress(Refused):
                change_sign_up(living[number % len(living)], party_size=number)
    activity.refresh_from_db()
    held = activity.sign_ups.filter(state=CONFIRMED)

    assert activity.n_taken == sum(each.party_size for each in held) <= 5
    # Nobody who would fit is left waiting.
    assert not any(
        activity.fits(each.party_size) for each in activity.sign_ups.waiting()
    )
    assert activity.sign_ups.filter(state=CANCELLED, contact__isnull=False).count() == 0
