"""What a caller says is written down, and the caller told a code once."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from portal.directory.models import Street
from portal.tokens import new_token
from reports.complaints.models import (
    Complaint,
    Reporter,
)
from reports.complaints.services.submitting import find_complaint
from reports.complaints.workflow import Channel, ComplaintState
from tests.reports.complaints.make_desk import (
    make_category,
    make_clerk,
    make_complaint,
    make_notice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


S = ComplaintState


def call(client, of, /, **said):
    return client.post(
        reverse("desk:call"),
        {
            "key": new_token(),
            "channel": "phone",
            "kind": "complaint",
            "category": of.pk,
            "text": "垃圾堆在路口",
            "place_text": "三中后门",
            "identity_mode": "anonymous",
            "age_band": "adult",
            **said,
        },
    )


def test_a_call_is_written_down_and_the_code_is_told_once(client):
    make_notice()
    client.force_login(make_clerk())

    response = call(client, make_category())

    complaint = Complaint.objects.get()
    code = response.context["ticket"].code
    assert complaint.channel == Channel.PHONE
    assert complaint.number in response.text
    assert code in response.text
    assert "no-store" in response["Cache-Control"]
    assert find_complaint(complaint.number, code) == complaint


def test_the_same_form_sent_twice_is_one_complaint(client):
    make_notice()
    client.force_login(make_clerk())
    category, key = make_category(), new_token()

    call(client, category, key=key)
    again = call(client, category, key=key)

    assert "没有重复登记" in again.text
    assert Complaint.objects.count() == 1


def test_pr_03_a_contact_is_kept_only_when_the_notice_was_read_out(client):
    make_notice()
    client.force_login(make_clerk())
    said = {"identity_mode": "named", "name": "钱多多", "phone": "13900001111"}

    refused = call(client, make_category(), **said)
    call(client, make_category(), notice_read="on", **said)

    assert "念给来电人听" in refused.text
    assert "13900001111" in refused.text
    assert Reporter.objects.get().phone == "13900001111"


def test_while_the_caller_talks_the_neighbourhood_is_looked_at(client):
    make_notice()
    client.force_login(make_clerk())
    category = make_category()
    street = Street.objects.create(code="s1", name="文昌路", kind="main", line=[])
    known = make_complaint(state=S.ACCEPTED, category=category)
    Complaint.objects.filter(pk=known.pk).update(street=street)

    looked = call(client, category, street=street.pk, look="1", text="")
    taken = call(client, category, street=street.pk, same_as=known.pk)

    assert known.number in looked.text
    assert "三中后门" in looked.text
    newest = Complaint.objects.latest("pk")
    assert newest.merged_into == known
    assert known.number in taken.text


@pytest.mark.parametrize(
    "bent",
    [
        {"category": "9999999"},
        {"lat": "31.8"},
        {"lat": "nan", "lon": "nan"},
        {"lat": "999", "lon": "1"},
        {"same_as": "999999"},
        {"key": "short"},
        {"text": ""},
        {"text": "字" * 2001},
        {"identity_mode": "x"},
    ],
)
def test_a_bent_call_is_refused_and_kept(client, bent):
    make_notice()
    client.force_login(make_clerk())

    response = call(client, make_category(), **bent)

    assert response.status_code == 422
    assert "三中后门" in response.text
    assert not Complaint.objects.exists()
