"""The clock: reminders once a stage, questions that stay open, parked cases."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.timeline.models import Event
from reports.complaints.models import Complaint
from reports.complaints.services.reminding import (
    go_on_without_answers,
    keep_the_clock,
    remind,
    remind_all,
    resume_parked,
    stage_at,
)
from reports.complaints.workflow import ComplaintState
from tests.reports.make import make_assignment, make_complaint

S = ComplaintState
NOW = timezone.now()


@pytest.mark.parametrize(
    ("share", "stage"),
    [(0, 0), (0.49, 0), (0.5, 1), (0.79, 1), (0.8, 2), (0.99, 2), (1, 3), (9, 3)],
)
def test_cp_12_half_the_time_four_fifths_and_the_end(share, stage):
    span = timedelta(days=10)

    assert stage_at(NOW, NOW + span, NOW + share * span) == stage


@given(st.integers(-99, 99), st.integers(-99, 99))
def test_later_is_never_an_earlier_stage(one, other):
    first, second = sorted((one, other))
    due = NOW + timedelta(hours=50)

    assert stage_at(NOW, due, NOW + timedelta(hours=first)) <= stage_at(
        NOW, due, NOW + timedelta(hours=second)
    )


@pytest.mark.django_db
def test_each_stage_is_reminded_of_once_however_often_the_clock_ticks():
    complaint = make_assignment(state=S.HANDLING).complaint
    begun, due = complaint.accepted_at, complaint.due_at
    assert begun
    assert due

    counts = [
        remind_all(begun + share * (due - begun))
        for share in (0.1, 0.5, 0.51, 0.8, 0.81, 1.1, 1.2)
    ]

    assert counts == [0, 1, 0, 1, 0, 1, 0]
    events = Event.objects.of(complaint).filter(verb="remind")
    assert [event.because for event in events] == ["1", "2", "3"]
    assert [event.public_text for event in events] == ["", "", "已逾期，催办"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [S.SUSPENDED, S.CLOSED, S.RESOLVED, S.CHECKING, S.DISPUTED, S.DECLINED]
)
def test_who_has_no_time_running_is_not_reminded(state):
    make_complaint(state=state)

    assert remind_all(timezone.now() + timedelta(days=20)) == 0


@pytest.mark.django_db
def test_a_reminder_that_somebody_overtook_is_none():
    complaint = make_assignment(state=S.HANDLING).complaint

    assert not remind(complaint, now=complaint.accepted_at)


@pytest.mark.django_db
def test_what_nobody_answers_and_what_is_parked_goes_on():
    make_complaint(state=S.WAITING, answer_due_at=NOW - timedelta(hours=1))
    make_complaint(state=S.WAITING, answer_due_at=NOW + timedelta(hours=1))
    make_complaint(state=S.SUSPENDED, suspended_until=NOW - timedelta(hours=1))
    make_complaint(state=S.SUSPENDED, suspended_until=NOW + timedelta(hours=1))

    assert go_on_without_answers() == 1
    assert resume_parked() == 1
    keep_the_clock()

    assert Complaint.objects.waiting().count() == 1
    assert Complaint.objects.filter(state=S.SUSPENDED).count() == 1
