"""A resident looks what became of it, and has the last word."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import codes
from reports.complaints.models import (
    ComplaintEvidence,
    DataRightsRequest,
    EvidenceRole,
    ReplyKind,
    Reporter,
)
from reports.complaints.services.checking import check_result
from reports.complaints.services.closing import reply
from reports.complaints.services.picturing import attach
from reports.complaints.services.submitting import renew_query_code
from reports.complaints.services.waiting import ask_reporter
from reports.complaints.workflow import ComplaintState, Finding, Outcome
from tests.portal.evidence.make import make_checked, make_photo
from tests.portal.evidence.make import sent as photo
from tests.portal.users.make import make_user
from tests.reports.make import make_complaint, make_handled, make_reporter
from tests.reports.make_form import told
from tests.reports.make_visit import CODE, MINE, TRACK, act, known, look, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
WRONG = "单号和查询码对不上"


def test_number_and_code_open_it_as_people_type_them(client):
    complaint = known(make_complaint())

    response = look(client, complaint.number.lower(), CODE.lower().replace("-", " "))

    assert response["Location"] == MINE
    assert complaint.number in told(client.get(MINE))


def test_c_3_wrong_unknown_and_old_codes_have_one_answer(client):
    complaint = known(make_complaint())
    answers = [
        look(client, complaint.number, codes.new_code()),
        look(client, complaint.number, "not a code"),
        look(client, "LX2026-999999"),
        look(client, "\x00' OR 1=1"),
        look(client, "", ""),
    ]
    renew_query_code(complaint, by=make_user(), because="丢了")
    answers.append(look(client, complaint.number))

    assert {each.status_code for each in answers} == {404}
    pages = {
        re.sub(r'value="[^"]*"', "", each.text.split("<main")[1].split("</main")[0])
        for each in answers
    }
    assert len(pages) == 1
    assert WRONG in pages.pop()
    assert not any("complaint_visit" in each.cookies for each in answers)


def test_c_3_it_costs_the_same_whether_the_number_is_known(client):
    complaint = known(make_complaint())
    numbers = (complaint.number, "LX2026-999999")
    for number in numbers:  # the first try writes its count anew
        look(client, number, codes.new_code())
    counts = []
    for number in numbers:
        with CaptureQueriesContext(connection) as queries:
            look(client, number, codes.new_code())
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_who_guesses_is_throttled_and_told_when(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "code_network": (2, 900, 900)}
    complaint = known(make_complaint())
    for _ in range(2):
        look(client, complaint.number, codes.new_code())

    response = look(client, complaint.number)

    assert (response.status_code, response["Retry-After"]) == (429, "900")
    assert "15分钟后再查" in told(response)


def test_the_right_code_owes_nothing(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "code_network": (2, 900, 900)}
    complaint = known(make_complaint())

    assert [look(client, complaint.number).status_code for _ in range(5)] == [303] * 5


def test_without_the_code_nothing_is_shown_or_done(client):
    complaint = known(make_complaint())
    evidence = make_photo()
    attach(complaint, [evidence], EvidenceRole.BEFORE)

    assert client.get(MINE)["Location"] == TRACK
    assert client.get(f"{MINE}copy.json")["Location"] == TRACK
    assert act(client, complaint, "withdraw")["Location"] == TRACK
    assert client.get(f"{MINE}picture/{evidence.public_id}/").status_code == 404
    assert client.get(f"{TRACK}{complaint.number}/").status_code == 200


def test_a_forged_or_old_visit_opens_nothing(client):
    complaint = opened(client)
    other = make_complaint()
    cookie = client.cookies["complaint_visit"]
    assert (cookie["path"], cookie["httponly"]) == (TRACK, True)

    forged = Client()
    forged.cookies["complaint_visit"] = cookie.value.replace(
        str(complaint.pk), str(other.pk), 1
    )
    assert forged.get(MINE).status_code == 302
    with time_machine.travel(timedelta(minutes=31)):
        assert client.get(MINE).status_code == 302
    renew_query_code(complaint, by=make_user(), because="丢了")
    assert client.get(MINE).status_code == 302


def test_leaving_forgets_the_visit(client):
    opened(client)

    client.post(f"{MINE}leave/")

    assert client.get(MINE).status_code == 302


def test_the_page_tells_what_happened_and_until_when(client):
    complaint = known(make_handled())
    check_result(
        complaint,
        by=make_user(),
        is_passed=True,
        text="现场看过，路面干净。",
        finding=Finding.TRUE,
        outcome=Outcome.RESOLVED,
    )
    look(client, complaint.number)

    page = told(client.get(MINE))

    for words in ("已办结", "已清运。", "现场看过，路面干净。", "没改好，退回重办"):
        assert words in page


def test_an_answer_with_a_photo_goes_on_where_it_stopped(client):
    complaint = opened(client, state=ComplaintState.ACCEPTED)
    ask_reporter(complaint, by=make_user(), text="是哪一栋楼？")
    assert "是哪一栋楼？" in told(client.get(MINE))

    response = act(client, complaint, "answer", text="三号楼。", photos=[photo()])

    assert response["Location"] == f"{MINE}?done=answer"
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.ACCEPTED
    assert ComplaintEvidence.objects.get().role == EvidenceRole.REPLY


def test_the_resident_disputes_with_reason_and_photo(client):
    complaint = opened(client, state=ComplaintState.CLOSED)

    act(client, complaint, "dispute", text="还在那里。", photos=[photo()])

    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.DISPUTED
    assert complaint.replies.get().kind == ReplyKind.DISPUTE
    assert complaint.evidence_links.get().role == EvidenceRole.REPLY


def test_a_dispute_without_a_reason_is_refused_and_says_so(client):
    complaint = opened(client, state=ComplaintState.CLOSED)

    response = act(client, complaint, "dispute", text=" ")

    assert response.status_code == 400
    assert "请填写" in told(response)
    assert "没改好，退回重办" in told(response)


def test_a_bad_photo_stops_the_act_and_keeps_the_words(client):
    complaint = opened(client, state=ComplaintState.CLOSED)

    response = act(
        client, complaint, "dispute", text="还在那里。", photos=[photo(b"%PDF-1")]
    )

    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.CLOSED
    assert "文档" in told(response)
    assert "还在那里。" in response.text


def test_rating_may_be_changed(client):
    complaint = opened(client, state=ComplaintState.CLOSED)

    act(client, complaint, "rate", rating="2")
    complaint.refresh_from_db()
    act(client, complaint, "rate", rating="4")

    complaint.refresh_from_db()
    assert complaint.rating == 4
    assert act(client, complaint, "rate", rating="9").status_code == 400


def test_withdrawing_is_possible_before_filing_alone(client):
    early = opened(client)
    act(client, early, "withdraw", text="自己清理了。")
    early.refresh_from_db()
    assert early.state == ComplaintState.WITHDRAWN

    late = opened(client, state=ComplaintState.FILED)
    assert "撤回" not in told(client.get(MINE))
    assert act(client, late, "withdraw").status_code == 409


def test_who_saw_an_older_state_looks_again(client):
    complaint = opened(client)
    seen = complaint.version
    act(client, complaint, "add", text="又多了一堆。")

    response = client.post(f"{MINE}withdraw/", {"version": seen, "text": "算了"})

    assert response.status_code == 409
    assert "有了新进展" in told(response)
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.SUBMITTED


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_i_1_a_bad_version_is_no_fault(client, version):
    opened(client)

    response = client.post(f"{MINE}add/", {"version": version, "text": "有新情况"})

    assert response.status_code in {303, 409}


def test_i_5_acts_are_posts_with_a_token(client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    complaint = opened(client)

    assert client.get(f"{MINE}withdraw/").status_code == 405
    assert act(strict, complaint, "withdraw").status_code == 403
    assert act(client, complaint, "close").status_code == 404


def test_own_photos_are_shown_and_a_units_only_when_checked(client):
    complaint = opened(client)
    own, hidden, checked = make_photo(), make_photo(), make_checked()
    attach(complaint, [own], EvidenceRole.BEFORE)
    attach(complaint, [hidden, checked], EvidenceRole.AFTER)

    shown = {
        each: client.get(f"{MINE}picture/{each.public_id}/").status_code
        for each in (own, hidden, checked)
    }

    assert list(shown.values()) == [200, 404, 200]
    assert "照片核对后给您看" in told(client.get(MINE))


def test_pictures_of_another_complaint_are_not_shown(client):
    opened(client)
    evidence = make_photo()
    attach(make_complaint(), [evidence], EvidenceRole.BEFORE)

    assert client.get(f"{MINE}picture/{evidence.public_id}/").status_code == 404


def test_pr_08_all_that_is_kept_can_be_copied(client):
    complaint = opened(client, place_text="东门外", lat=31.88, lon=109.5)
    make_reporter(complaint)

    copy = client.get(f"{MINE}copy.json")

    assert (
        copy["Content-Disposition"] == f'attachment; filename="{complaint.number}.json"'
    )
    assert copy.json()["联系方式"]["电话"] == "19900000012"
    assert copy.json()["位置"] == [31.88, 109.5]


@pytest.mark.parametrize("kind", ["correct", "delete"])
def test_pr_08_correction_and_deletion_are_asked_for_once(client, kind):
    complaint = opened(client)

    assert act(client, complaint, kind, text="号码写错了").status_code == 303
    complaint.refresh_from_db()
    assert act(client, complaint, kind, text="再来").status_code == 400

    assert DataRightsRequest.objects.get().kind == kind


def test_notices_are_the_residents_choice(client):
    complaint = opened(client)
    make_reporter(complaint)

    act(client, complaint, "notices")

    assert Reporter.objects.get().wants_notice is False


def test_who_was_merged_reads_how_the_other_goes_on(client):
    main = make_complaint(state=ComplaintState.HANDLING, is_published=True)
    reply(main, ReplyKind.ANSWERED, "别人的私事", by=make_user())
    opened(client, state=ComplaintState.MERGED, merged_into=main)

    page = told(client.get(MINE))

    assert "别人的私事" not in page


def test_the_page_costs_the_same_with_a_long_history(client):
    complaint = opened(client)
    client.get(MINE)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(MINE)
        counts.append(len(queries))
        attach(complaint, [make_photo(), make_photo()], EvidenceRole.REPLY)
        for number in range(10):
            reply(complaint, ReplyKind.ANSWER, f"第{number}次", by=None)

    assert counts[0] == counts[1] <= 14


def test_c_4_the_code_is_in_no_log_line(client, caplog):
    caplog.set_level("DEBUG")

    complaint = opened(client)
    look(client, complaint.number, "K7M2Q-9XR4T-3HDP")

    assert CODE not in caplog.text
    assert "K7M2Q" not in caplog.text
