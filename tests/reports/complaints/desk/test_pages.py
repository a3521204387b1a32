"""What a clerk, an inspector and a stranger see of the desk."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from reports.complaints.desk.queues import QUEUES
from reports.complaints.services.intake import add_note
from reports.complaints.services.waiting import add_information
from reports.complaints.workflow import ComplaintState
from tests.portal.users.make import make_user
from tests.reports.complaints.make_desk import (
    make_clerk,
    make_complaint,
    make_overdue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


PLAIN = (
    "start",
    "import",
    "call",
    "rules",
    "links",
    "reminders",
    "reveals",
    "anonymise",
)


@pytest.mark.parametrize("name", PLAIN)
def test_every_page_opens_for_an_administrator(client, name):
    user = make_user()
    user.is_superuser = True
    user.save()
    client.force_login(user)

    response = client.get(reverse(f"desk:{name}"), follow=True)

    assert response.status_code == 200
    assert "</html>" in response.text


@pytest.mark.parametrize("code", [queue.code for queue in QUEUES])
def test_every_queue_opens_empty_and_full(client, code):
    client.force_login(make_clerk())
    address = reverse("desk:queue", args=[code])
    assert "这里没有要办的件" in client.get(address).text

    complaint = make_complaint(state=ComplaintState.FILED)
    make_overdue(complaint)

    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "state",
    [
        ComplaintState.SUBMITTED,
        ComplaintState.ACCEPTED,
        ComplaintState.VERIFYING,
        ComplaintState.FILED,
        ComplaintState.DISPATCHED,
        ComplaintState.HANDLING,
        ComplaintState.RESOLVED,
        ComplaintState.CHECKING,
        ComplaintState.CLOSED,
        ComplaintState.DISPUTED,
    ],
)
def test_a_case_opens_in_every_state(client, state):
    client.force_login(make_clerk())
    complaint = make_complaint(state=state)

    page = client.get(reverse("desk:case", args=[complaint.pk])).text

    assert complaint.number in page
    assert "路口堆着垃圾" in page


@pytest.mark.parametrize("times", [1, 10])
def test_a_case_asks_the_same_however_long_its_history(
    client, times, django_assert_max_num_queries
):
    client.force_login(make_clerk())
    complaint = make_complaint(state=ComplaintState.FILED)
    for _each in range(times):
        note_and_reply(complaint)
    address = reverse("desk:case", args=[complaint.pk])
    client.get(address)

    with django_assert_max_num_queries(40):
        client.get(address)


def note_and_reply(complaint):
    add_note(complaint, by=make_clerk(), text="备注")
    add_information(complaint, text="又有新垃圾。")
