"""Several at one and the same moment, each on a connection of their own."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from portal.directory.models import Unit
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import (
    Category,
    Complaint,
    Family,
    Follow,
    PrivacyNotice,
)
from reports.complaints.refusals import Refused
from reports.complaints.services.intake import accept
from reports.complaints.services.merging import follow
from reports.complaints.services.submitting import submit_complaint
from reports.complaints.workflow import ComplaintState
from tests.at_once import at_once, committing
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_complaint, submission

WRITTEN = (Event, Follow, Complaint, Category, Family, PrivacyNotice, Unit, User)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


@pytest.mark.usefixtures("committed")
def test_c_2_eight_with_one_key_are_one_complaint():
    sent = submission()

    tickets = at_once(lambda _number: submit_complaint(sent))

    assert Complaint.objects.count() == 1
    assert {ticket.complaint.pk for ticket in tickets} == {Complaint.objects.get().pk}
    assert len({ticket.code for ticket in tickets}) == 1
    assert sum(ticket.is_new for ticket in tickets) == 1


@pytest.mark.usefixtures("committed")
def test_eight_different_ones_have_eight_numbers():
    category = make_category()
    sent = [submission(category=category) for _each in range(8)]

    tickets = at_once(lambda number: submit_complaint(sent[number]))

    assert len({ticket.complaint.number for ticket in tickets}) == 8
    assert len({ticket.code for ticket in tickets}) == 8


@pytest.mark.usefixtures("committed")
def test_of_eight_clerks_who_press_at_once_one_wins():
    complaint = make_complaint()
    clerk = make_user()

    def press(_number: int) -> bool:
        seen = Complaint.objects.get(pk=complaint.pk)
        try:
            accept(seen, by=clerk)
        except (Refused, TransitionNotAllowed):
            return False
        return True

    assert sum(at_once(press)) == 1
    assert Event.objects.of(complaint).count() == 1


@pytest.mark.usefixtures("committed")
def test_one_who_follows_eight_times_at_once_counts_once():
    complaint = make_complaint(state=ComplaintState.ACCEPTED, is_published=True)

    at_once(lambda _number: follow(complaint, token="the token of one reader"))

    complaint.refresh_from_db()
    assert complaint.n_followers == 1
    assert Follow.objects.count() == 1
