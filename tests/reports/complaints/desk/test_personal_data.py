"""Masks, contacts and codes: what a clerk may see and change of a person."""

import pytest
from django.urls import reverse

from reports.complaints.models import (
    Complaint,
    ContactReveal,
    DataRightsRequest,
)
from reports.complaints.services.contacts import ask_data_right
from reports.complaints.services.submitting import Contact, find_complaint
from reports.complaints.workflow import (
    ComplaintState,
    RightKind,
)
from tests.reports.complaints.make_desk import (
    act,
    make_clerk,
    make_complaint,
    make_inspector,
)

pytestmark = pytest.mark.django_db
S = ComplaintState


def test_pr_12_the_moderator_sees_each_mask_and_must_look_first(client):
    client.force_login(make_clerk())
    complaint = make_complaint(
        state=S.ACCEPTED, text="我叫钱多多，电话13900001111，门口有垃圾。"
    )

    page = client.get(reverse("desk:case", args=[complaint.pk])).text
    unread = act(client, complaint, "publish", text_public="门口有垃圾")

    assert "13900001111" in page
    assert page.count("<mark") == 2
    assert "139****1111" in page
    assert "请逐处看过脱敏结果" in unread.text
    assert not Complaint.objects.get(pk=complaint.pk).is_published


def test_pr_21_a_contact_is_shown_for_a_reason_once_and_written_down(client):
    clerk = make_clerk()
    client.force_login(clerk)
    complaint = make_complaint(contact=Contact(name="钱多多", phone="13900001111"))
    page = reverse("desk:case", args=[complaint.pk])

    assert "13900001111" not in client.get(page).text
    unreasoned = act(client, complaint, "reveal_contact", because=" ")
    shown = act(client, complaint, "reveal_contact", because="回访")

    assert "请填写查看理由" in unreasoned.text
    assert "13900001111" in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert "13900001111" not in client.get(page).text
    reveal = ContactReveal.objects.get()
    assert (reveal.user, reveal.because) == (clerk, "回访")


def test_an_inspector_never_reveals_a_contact(client):
    client.force_login(make_inspector())
    complaint = make_complaint(contact=Contact(name="钱多多", phone="13900001111"))

    response = act(client, complaint, "reveal_contact", because="回访")

    assert response.status_code == 403
    assert not ContactReveal.objects.exists()


def test_a_new_query_code_is_shown_once_and_opens(client):
    client.force_login(make_clerk())
    complaint = make_complaint()

    response = act(client, complaint, "renew_query_code", because="本人来大厅")

    code = response.context["shown"].code
    assert code in response.text
    assert find_complaint(complaint.number, code) == complaint


def test_pr_08_a_right_over_ones_data_is_decided_with_an_answer(client):
    client.force_login(make_clerk())
    complaint = make_complaint(contact=Contact(name="钱多多", phone="13900001111"))
    ask_data_right(complaint, kind=RightKind.CORRECT, text="电话写错了")
    asked = DataRightsRequest.objects.get()
    assert "电话写错了" in client.get(reverse("desk:case", args=[complaint.pk])).text

    act(
        client,
        complaint,
        "decide_data_right",
        request=asked.pk,
        is_granted="yes",
        answer="已更正。",
        phone="13900002222",
    )

    complaint.reporter.refresh_from_db()
    assert complaint.reporter.phone == "13900002222"
