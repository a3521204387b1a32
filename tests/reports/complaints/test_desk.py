"""The desk: accepts, declines, verifies, files, asks; a resident answers or withdraws."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import Reply, ReplyKind
from reports.complaints.refusals import Refused
from reports.complaints.services.intake import (
    accept,
    add_note,
    answer_at_once,
    change_category,
    close_unfounded,
    decline,
    file_case,
    start_verifying,
    verify_on_site,
)
from reports.complaints.services.waiting import (
    add_information,
    answer,
    ask_reporter,
    give_up_waiting,
    withdraw,
)
from reports.complaints.workflow import (
    ClockKind,
    ComplaintState,
    DeclineReason,
    Finding,
    Kind,
    Outcome,
)
from tests.portal.users.make import make_user
from tests.reports.make import make_assignment, make_category, make_complaint, send

pytestmark = pytest.mark.django_db
S = ComplaintState


def verbs(complaint):
    return list(Event.objects.of(complaint).values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("clock", "limit", "at", "due"),
    [
        (ClockKind.WORK_DAY, 5, "2026-11-02 08:00+08:00", "2026-11-09 23:59:59"),
        (ClockKind.WORK_HOUR, 4, "2026-11-06 16:30+08:00", "2026-11-09 10:30:00"),
        (ClockKind.URGENT_HOUR, 4, "2026-11-06 16:30+08:00", "2026-11-06 20:30:00"),
        (ClockKind.WORK_DAY, 1, "2026-10-09 08:00+08:00", "2026-10-10 23:59:59"),
        (ClockKind.NATURAL_DAY, 10, "2026-09-22 08:00+08:00", "2026-10-08 23:59:59"),
    ],
)
def test_t_04_the_deadline_comes_from_the_category_and_the_calendar(
    clock, limit, at, due
):
    with time_machine.travel(at, tick=False):
        complaint = send(category=make_category(clock=clock, limit=limit)).complaint
        accept(complaint, by=make_user())

    told = timezone.localtime(complaint.due_at)
    assert f"{told:%Y-%m-%d %H:%M:%S}" == due


def test_cp_22_declining_asks_for_words_and_for_the_other_way():
    complaint, clerk = send().complaint, make_user()
    reason = DeclineReason.OTHER_PROCEDURE

    with pytest.raises(Refused, match="说明"):
        decline(complaint, by=clerk, reason=reason, because="", other_way="法院")
    with pytest.raises(Refused, match="渠道"):
        decline(complaint, by=clerk, reason=reason, because="属于诉讼")
    assert complaint.state == S.SUBMITTED
    assert verbs(complaint) == ["submit"]

    event = decline(
        complaint, by=clerk, reason=reason, because="属于诉讼", other_way="请找法院"
    )

    assert complaint.state == S.DECLINED
    assert "请找法院" in event.public_text
    assert complaint.replies.get().text == "属于诉讼\n请找法院"


def test_cp_51_only_what_was_verified_is_filed():
    complaint, clerk = send().complaint, make_user()
    accept(complaint, by=clerk)
    with pytest.raises(TransitionNotAllowed):
        file_case(complaint, by=clerk)
    start_verifying(complaint, by=clerk)
    with pytest.raises(Refused, match="先核查"):
        file_case(complaint, by=clerk)

    verify_on_site(complaint, by=clerk, finding=Finding.TRUE, text="到现场看过")
    file_case(complaint, by=clerk)

    assert complaint.state == S.FILED
    assert verbs(complaint) == ["submit", "accept", "start_verifying", "verify", "file"]


def test_what_is_not_so_is_closed_with_words():
    complaint, clerk = make_complaint(state=S.VERIFYING, finding=""), make_user()
    with pytest.raises(Refused):
        close_unfounded(complaint, by=clerk, text="没有")
    verify_on_site(complaint, by=clerk, finding=Finding.UNTRUE, text="没有看到")
    with pytest.raises(Refused, match="不属实"):
        file_case(complaint, by=clerk)
    with pytest.raises(Refused, match="内容"):
        close_unfounded(complaint, by=clerk, text=" ")

    close_unfounded(complaint, by=clerk, text="到现场看过，没有看到。")

    assert complaint.state == S.CLOSED
    assert (complaint.finding, complaint.outcome) == (Finding.UNTRUE, Outcome.NO_ACTION)
    assert not complaint.is_open
    assert complaint.ended_at


def test_praise_is_answered_at_once_and_a_complaint_is_not():
    praise = make_complaint(state=S.ACCEPTED, kind=Kind.PRAISE)
    complaint = make_complaint(state=S.ACCEPTED)

    answer_at_once(praise, by=make_user(), text="已转达，谢谢您。")
    with pytest.raises(Refused, match="先核查"):
        answer_at_once(complaint, by=make_user(), text="知道了")

    assert praise.state == S.CLOSED
    assert complaint.state == S.ACCEPTED


@pytest.mark.parametrize("state", [S.ACCEPTED, S.VERIFYING, S.HANDLING])
def test_a_question_and_its_answer_lead_back_to_where_it_was_asked(state):
    complaint = make_complaint(state=state)

    asked = ask_reporter(complaint, by=make_user(), text="在几号楼？")
    due = complaint.due_at
    answered = answer(complaint, text="三号楼，我叫陈麦穗")

    assert complaint.state == state
    assert complaint.due_at == due
    assert "几号楼" not in asked.public_text
    assert "陈麦穗" not in answered.public_text + answered.because
    assert [reply.kind for reply in complaint.replies.all()] == ["question", "answer"]


def test_who_never_answers_is_closed_before_filing_and_handled_after_it():
    before = make_complaint(state=S.ACCEPTED)
    after = make_assignment(state=S.HANDLING).complaint
    for each in (before, after):
        ask_reporter(each, by=make_user(), text="在哪里？")
        with pytest.raises(Refused, match="还没有到"):
            give_up_waiting(each)

    with time_machine.travel(timezone.now() + timedelta(days=20)):
        give_up_waiting(before)
        give_up_waiting(after)

    assert (before.state, before.finding) == (S.CLOSED, Finding.UNVERIFIABLE)
    assert after.state == S.HANDLING


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ACCEPTED, S.VERIFYING, S.WAITING])
def test_it_may_be_taken_back_before_it_is_filed(state):
    complaint = make_complaint(state=state, is_published=state != S.SUBMITTED)

    withdraw(complaint)

    assert complaint.state == S.WITHDRAWN
    assert not complaint.is_published


def test_it_may_not_be_taken_back_while_a_unit_waits_for_an_answer():
    complaint = make_assignment(state=S.HANDLING).complaint
    ask_reporter(complaint, by=make_user(), text="在哪里？")

    with pytest.raises(Refused, match="立案"):
        withdraw(complaint)


def test_something_may_be_added_while_it_is_open():
    complaint = send().complaint
    add_information(complaint, text="又来了一车")

    assert complaint.replies.get().kind == ReplyKind.ANSWER
    closed = make_complaint(state=S.CLOSED)
    with pytest.raises(Refused, match="办结"):
        add_information(closed, text="还有")


def test_the_words_of_residents_cannot_be_made_public():
    complaint = send().complaint
    with pytest.raises(IntegrityError):
        Reply.objects.create(
            complaint=complaint,
            kind=ReplyKind.ANSWER,
            text="a",
            text_public="a",
            at=timezone.now(),
        )


def test_the_category_may_be_corrected_until_the_clock_runs():
    complaint, other = send().complaint, make_category()

    change_category(complaint, by=make_user(), category=other, because="选错了")
    accept(complaint, by=make_user())

    assert complaint.category == other
    with pytest.raises(Refused, match="期限"):
        change_category(complaint, by=make_user(), category=other, because="再改")


def test_notes_of_the_desk_are_in_no_timeline():
    complaint = send().complaint

    add_note(complaint, by=make_user(), text="来电人很着急")

    assert "着急" not in str(
        list(Event.objects.of(complaint).values_list("because", "public_text"))
    )
