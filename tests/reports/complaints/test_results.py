"""Whether it is done: somebody else looks, and the resident has the last word."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.workflow import TransitionNotAllowed
from reports.complaints.models import Check, Complaint
from reports.complaints.refusals import Refused, SameHand
from reports.complaints.services.checking import (
    check_result,
    dispute,
    rate,
    redo,
    take_for_check,
    uphold,
)
from reports.complaints.services.dispatching import dispatch
from reports.complaints.services.publishing import (
    hide,
    publish,
    publish_reply,
    withdraw_reply,
)
from reports.complaints.workflow import NEVER_PUBLIC, ComplaintState, Finding, Outcome
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_complaint, make_handled, send

pytestmark = pytest.mark.django_db
S = ComplaintState
DONE: dict[str, Any] = {
    "is_passed": True,
    "finding": Finding.TRUE,
    "outcome": Outcome.RESOLVED,
}


def test_it_is_closed_by_somebody_who_did_not_do_it():
    clerk = make_user()
    complaint = make_handled(by=clerk)

    with pytest.raises(SameHand):
        take_for_check(complaint, by=clerk)
    with pytest.raises(SameHand):
        check_result(complaint, by=clerk, text="看过", **DONE)
    assert not Check.objects.exists()

    check_result(complaint, by=make_user(), text="现场看过，已恢复。", **DONE)

    assert complaint.state == S.CLOSED
    assert complaint.closed_at
    assert not complaint.assignments.current().exists()


def test_it_is_never_closed_without_finding_and_outcome():
    complaint = make_handled()

    with pytest.raises(Refused, match="属实"):
        check_result(complaint, by=make_user(), is_passed=True, text="看过")

    assert complaint.state == S.RESOLVED


def test_what_is_not_done_goes_back_to_work():
    complaint = make_handled()

    event = check_result(complaint, by=make_user(), is_passed=False, text="还有一半")

    assert complaint.state == S.HANDLING
    assert complaint.n_reworks == 1
    assert complaint.handled_at is None
    assert "一半" not in event.public_text


def test_the_resident_disputes_and_it_is_done_again_with_time_anew():
    complaint = make_complaint(state=S.CLOSED, unit=make_unit(), rating=1)
    due = complaint.due_at
    assert due

    event = dispute(complaint, text="根本没有清，我叫陈麦穗")
    assert "陈麦穗" not in event.public_text + event.because
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        redo(complaint, by=make_user(), because="回看发现反弹")

    assert complaint.state == S.REOPENED
    assert complaint.is_open
    assert complaint.due_at
    assert complaint.due_at > due
    assert complaint.extensions.get().kind == "redo"
    assert (complaint.closed_at, complaint.rating) == (None, None)
    dispatch(complaint, by=make_user(), unit=make_unit())
    assert complaint.state == S.DISPATCHED


def test_the_result_may_be_upheld_with_words():
    complaint = make_complaint(state=S.CLOSED)
    dispute(complaint, text="没有清")
    with pytest.raises(Refused, match="内容"):
        uphold(complaint, by=make_user(), text="")

    uphold(complaint, by=make_user(), text="复核时已经清完，附照片。")

    assert complaint.state == S.CLOSED
    assert [reply.kind for reply in complaint.replies.all()] == ["dispute", "answered"]


def test_a_unit_cannot_uphold_from_where_it_works():
    complaint = make_handled()

    with pytest.raises(TransitionNotAllowed):
        uphold(complaint, by=make_user(), text="好了")


def test_cp_27_not_for_ever():
    late = make_complaint(state=S.CLOSED)
    often = make_complaint(state=S.CLOSED, n_disputes=2)

    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        pytest.raises(Refused, match="30天"),
    ):
        dispute(late, text="没有清")
    with pytest.raises(Refused, match="2次"):
        dispute(often, text="没有清")


def test_satisfaction_from_one_to_five_after_closing():
    complaint = make_complaint(state=S.CLOSED)

    rate(complaint, rating=2)
    rate(complaint, rating=4)

    assert complaint.rating == 4
    with pytest.raises(Refused, match="一到五"):
        rate(complaint, rating=6)
    with pytest.raises(TransitionNotAllowed):
        rate(send().complaint, rating=5)


@pytest.mark.parametrize("state", sorted(NEVER_PUBLIC))
def test_what_nobody_took_in_is_not_shown(state):
    with pytest.raises(Refused, match="受理"):
        publish(
            make_complaint(state=state),
            by=make_user(),
            text_public="垃圾满了",
            masks_reviewed=True,
        )


def test_pr_12_it_is_shown_in_words_that_were_gone_through():
    complaint, moderator = make_complaint(state=S.ACCEPTED), make_user()
    with pytest.raises(Refused, match="逐处"):
        publish(complaint, by=moderator, text_public="满了", masks_reviewed=False)
    with pytest.raises(Refused, match="公开文本"):
        publish(complaint, by=moderator, text_public=" ", masks_reviewed=True)
    assert not Complaint.objects.public().exists()

    publish(complaint, by=moderator, text_public="垃圾满了", masks_reviewed=True)

    assert Complaint.objects.public().get().text_public == "垃圾满了"
    assert complaint.masks_reviewed_by == moderator


def test_some_categories_are_never_shown():
    complaint = make_complaint(
        state=S.ACCEPTED, category=make_category(is_public=False)
    )

    with pytest.raises(Refused, match="不公开"):
        publish(complaint, by=make_user(), text_public="满了", masks_reviewed=True)


def test_c_9_hidden_it_is_gone_and_stays_out_of_the_queue():
    complaint = make_complaint(state=S.ACCEPTED, is_published=True)

    hide(complaint, by=make_user(), because="反映人要求")

    assert not Complaint.objects.public().exists()
    assert not Complaint.objects.to_publish().exists()
    with pytest.raises(Refused):
        hide(complaint, by=make_user(), because="再来")


def test_answers_are_shown_when_a_moderator_gives_them_out():
    reply = make_handled().replies.get()

    publish_reply(reply, by=make_user(), text_public="已清运。")
    assert reply.complaint.replies.public().exists()
    withdraw_reply(reply, by=make_user(), because="含姓名")

    assert not reply.complaint.replies.public().exists()


def test_c_4_the_public_list_loads_nothing_private():
    make_complaint(state=S.ACCEPTED, is_published=True)

    sql = str(Complaint.objects.public().query)

    for field in ("text", "place_text", "lat", "lon", "submitted_at", "code_hash"):
        assert f'"reports_complaint"."{field}"' not in sql
    assert "reporter" not in sql
