"""Who complained: seen for a reason, corrected on request, forgotten in time."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.timeline.models import Event
from portal.users.roles import Role
from reports.complaints.models import Complaint, ContactReveal, Reporter
from reports.complaints.refusals import NotAllowed, Refused
from reports.complaints.services.contacts import (
    anonymise,
    ask_data_right,
    decide_data_right,
    reveal_contact,
)
from reports.complaints.workflow import ComplaintState, IdentityMode, RightKind
from tests.portal.users.make import make_user
from tests.reports.make import make_clerk, make_complaint, make_reporter

pytestmark = pytest.mark.django_db
S = ComplaintState


def long_closed(**fields) -> Complaint:
    complaint = make_complaint(
        **{
            "state": S.CLOSED,
            "ended_at": timezone.now() - timedelta(days=200),
            "text": "我叫陈麦穗，电话19900000012，垃圾满了",
            "place_text": "3号楼1单元102",
            "lat": 31.8912,
            "lon": 109.5342,
            "public_lat": 31.891,
            "public_lon": 109.534,
            **fields,
        }
    )
    make_reporter(complaint)
    return complaint


def test_pr_21_it_is_shown_for_a_reason_and_each_look_is_kept():
    complaint = make_complaint(state=S.ACCEPTED)
    make_reporter(complaint)
    clerk = make_clerk("reveal_contact")
    with pytest.raises(Refused, match="理由"):
        reveal_contact(complaint, by=clerk, because=" ")

    reporter = reveal_contact(complaint, by=clerk, because="回访")

    assert reporter.phone == "19900000012"
    assert ContactReveal.objects.get().because == "回访"
    event = Event.objects.of(complaint).get()
    assert (event.verb, event.actor, event.public_text) == ("reveal_contact", clerk, "")


def test_c_11_not_to_who_lacks_the_right_nor_confidential_ones_to_most():
    complaint = make_complaint(identity_mode=IdentityMode.CONFIDENTIAL)
    make_reporter(complaint)

    for clerk in (make_user(), make_clerk("reveal_contact")):
        with pytest.raises(NotAllowed):
            reveal_contact(complaint, by=clerk, because="回访")
    assert not ContactReveal.objects.exists()
    reveal_contact(
        complaint,
        by=make_clerk("reveal_contact", "reveal_confidential"),
        because="回访",
    )
    assert ContactReveal.objects.count() == 1


@pytest.mark.parametrize("role", Role)
def test_no_role_may_list_or_edit_who_complained(role):
    user = make_user(role=role)

    for verb in ("view", "add", "change", "delete"):
        assert not user.has_perm(f"reports.{verb}_reporter")
    assert not user.has_perm("reports.delete_complaint")
    assert user.has_perm("reports.reveal_contact") == (role == Role.DESK)


def test_the_inspector_checks_and_the_desk_takes_in():
    assert make_user(role=Role.INSPECTOR).has_perm("reports.add_check")
    assert not make_user(role=Role.INSPECTOR).has_perm("reports.change_complaint")
    assert make_user(role=Role.DESK).has_perm("reports.change_complaint")
    assert not make_user(role=Role.DESK).has_perm("reports.change_routingrule")
    assert not make_user(role=Role.WEB_EDITOR).has_perm("reports.view_complaint")


def test_pr_05_long_after_closing_who_complained_is_forgotten():
    complaint, open_one = long_closed(), make_complaint(state=S.HANDLING)
    recent = make_complaint(state=S.CLOSED)
    make_reporter(open_one)
    make_reporter(recent)

    assert anonymise(days=180, is_dry_run=True) == [complaint.number]
    assert Reporter.objects.filter(phone="").count() == 0
    assert anonymise(days=180) == [complaint.number]
    assert anonymise(days=180) == []

    complaint.refresh_from_db()
    kept = str(Complaint.objects.filter(pk=complaint.pk).values().get())
    for secret in ("陈麦穗", "19900000012", "单元102", "31.8912", "109.5342"):
        assert secret not in kept
    assert "垃圾满了" in complaint.text
    reporter = complaint.reporter
    assert (reporter.name, reporter.phone) == ("", "")
    assert reporter.anonymised_at
    assert open_one.reporter.phone
    assert recent.reporter.phone
    assert Event.objects.of(complaint).get().verb == "anonymise"


def test_pr_05_what_was_merged_waits_for_what_it_was_merged_into():
    main = make_complaint(state=S.HANDLING)
    long_closed(state=S.MERGED, merged_into=main)

    assert anonymise(days=180) == []


def test_pr_05_the_command_shows_first_what_it_would_do():
    complaint, said = long_closed(), StringIO()

    call_command("anonymise_complaints", "--dry-run", stdout=said)
    assert complaint.number in said.getvalue()
    assert "将匿名化1件" in said.getvalue()
    call_command("anonymise_complaints", stdout=said)

    complaint.refresh_from_db()
    assert complaint.anonymised_at
    with pytest.raises(CommandError):
        call_command("anonymise_complaints", "--days=-1")


def test_pr_08_a_resident_has_their_data_deleted():
    complaint = long_closed(ended_at=timezone.now())
    request = ask_data_right(complaint, kind=RightKind.DELETE)
    with pytest.raises(Refused, match="正在办理"):
        ask_data_right(complaint, kind=RightKind.DELETE)

    decide_data_right(request, by=make_user(), is_granted=True, reply="已删除。")

    assert not Reporter.objects.exclude(phone="").exists()
    with pytest.raises(Refused, match="已经有决定"):
        decide_data_right(request, by=make_user(), is_granted=False, reply="再来")


def test_pr_08_or_corrected_or_is_told_why_not():
    complaint = make_complaint(state=S.ACCEPTED)
    make_reporter(complaint)
    request = ask_data_right(complaint, kind=RightKind.CORRECT, text="换了号码")
    with pytest.raises(Refused, match="答复"):
        decide_data_right(request, by=make_user(), is_granted=False, reply="")

    decide_data_right(
        request,
        by=make_user(),
        is_granted=True,
        reply="已更正。",
        corrected={"phone": "19900000099"},
    )

    assert Reporter.objects.get().phone == "19900000099"
