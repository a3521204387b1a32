"""The form bears haste, floods, forgery and faults, and loses nothing."""

import hashlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.timeline.models import Event
from reports.complaints.models import Complaint, ComplaintEvidence, Follow, Reporter
from reports.complaints.workflow import ComplaintState
from tests.portal.evidence.make import sent as photo
from tests.reports.make import make_complaint
from tests.reports.make_form import (
    ADDRESS,
    WORDS,
    fields_of,
    filled,
    make_form_rules,
    one,
    open_form,
    page_of,
    press,
    told,
)

pytestmark = pytest.mark.django_db
SECOND_CHANCE = timedelta(seconds=20)


def test_c_2_a_form_sent_twice_is_one_complaint_with_one_stub(client, category):
    sent = filled(open_form(client), photos=[])
    with time_machine.travel(SECOND_CHANCE, tick=True):
        press(client, sent)
        first = told(client.get("/complaints/done/"))
        press(client, sent)

    assert told(client.get("/complaints/done/")) == first
    assert Complaint.objects.count() == 1


def test_who_is_too_fast_is_asked_once_more_and_loses_nothing(client, category):
    response = press(client, filled(open_form(client), photos=[photo()]))

    assert response.status_code == 400
    assert "请再按一次“提交”" in told(response)
    again = fields_of(page_of(response))
    assert again["text"] == WORDS
    assert press(client, again).status_code == 303
    assert ComplaintEvidence.objects.count() == 1


def test_a_filled_honeypot_is_asked_once_more_too(client, send_form):
    response = send_form(website="http://spam.example")

    assert not Complaint.objects.exists()
    assert press(client, fields_of(page_of(response))).status_code == 303


@pytest.mark.parametrize("token", ["", "forged", "x" * 5000])
def test_a_forged_time_counts_as_too_fast(send_form, token):
    assert send_form(time_token=token).status_code == 400
    assert not Complaint.objects.exists()


def test_c_13_too_many_are_told_when_and_keep_their_words(client, send_form, settings):
    settings.THROTTLES = {**settings.THROTTLES, "complaint_network": (1, 3600, 900)}
    send_form()

    response = send_form(text="另一件事。", photos=[photo()])

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "15分钟后再按“提交”" in told(response)
    page = page_of(response)
    assert "另一件事。" in response.text
    assert len(page.select(".kept")) == 1


def test_c_13_a_replayed_form_is_never_throttled(client, category, settings):
    settings.THROTTLES = {**settings.THROTTLES, "complaint_network": (1, 3600, 900)}
    sent = filled(open_form(client))
    with time_machine.travel(SECOND_CHANCE, tick=True):
        press(client, sent)

        assert press(client, sent).status_code == 303


def test_r_2_without_room_for_photos_the_words_come_back(send_form, settings):
    settings.FREE_SPACE_FLOOR = 2**62

    response = send_form(photos=[photo()])

    assert response.status_code == 503
    assert "文字可以照常提交" in told(response)
    assert WORDS in response.text


def test_r_2_a_database_that_is_locked_gives_the_words_back_and_no_secret(
    client, send_form, monkeypatch
):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    client.raise_request_exception = False
    monkeypatch.setattr(
        "reports.complaints.resident.form_views.submit_with_evidence", locked
    )

    response = send_form()

    assert response.status_code == 503
    assert WORDS in response.text
    assert "没有保存" in response.text
    assert not re.search(r"<textarea[^>]*>[A-Za-z0-9_:\-]{22,}<", response.text)


def test_contacts_are_kept_apart_and_only_where_they_are_wanted(send_form):
    refused = send_form(phone="19900000012")
    assert "要留下，请选“保密”" in told(refused)

    send_form(phone="19900000012", identity_mode="confidential", wants_notice="on")

    assert Reporter.objects.get().phone == "19900000012"


def test_pr_07_a_child_needs_a_guardian(send_form):
    refused = send_form(age_band="child")

    assert "监护人" in told(refused)
    assert send_form(age_band="child", has_guardian_consent="on").status_code == 303


def test_a_nearby_complaint_is_offered_before_a_second_one_is_made(
    client, category, send_form
):
    there = make_complaint(
        state=ComplaintState.HANDLING,
        category=category,
        is_published=True,
        public_lat=31.88,
        public_lon=109.51,
    )

    response = send_form(lat="31.8801", lon="109.5101")

    assert "附近有人反映过" in told(response)
    assert not Complaint.objects.exclude(pk=there.pk).exists()
    sent = fields_of(page_of(response))
    followed = press(client, {**sent, "same": there.number})
    assert "给这一件加了一个人" in told(client.get(followed["Location"]))
    there.refresh_from_db()
    assert (there.n_followers, Follow.objects.count()) == (1, 1)
    press(client, {**sent, "same": there.number})
    there.refresh_from_db()
    assert there.n_followers == 1  # following twice counts once


def test_a_nearby_complaint_does_not_keep_anybody_from_sending(
    client, category, send_form
):
    make_complaint(
        state=ComplaintState.HANDLING,
        category=category,
        is_published=True,
        public_lat=31.88,
        public_lon=109.51,
    )

    assert send_form(lat="31.88", lon="109.51", is_another="1").status_code == 303


@pytest.mark.parametrize("number", ["LX2026-999999", "'; DROP", "\x00", "x" * 999])
def test_what_is_not_public_cannot_be_followed(client, send_form, number):
    assert send_form(same=number).status_code == 400
    assert not Follow.objects.exists()


def test_i_1_a_nul_is_no_fault(client, category):
    assert client.get("/complaints/done/followed/?number=%00").status_code == 302
    assert client.post(
        "/complaints/new/nearby/",
        {"family": "\x00", "category": "\x00", "lat": "31.8", "lon": "109"},
    ).json() == {"items": []}


def test_the_script_asks_for_nearby_ones_and_sends_one_photo_at_a_time(
    client, category
):
    there = make_complaint(
        state=ComplaintState.HANDLING,
        category=category,
        is_published=True,
        public_lat=31.88,
        public_lon=109.51,
    )
    key = fields_of(open_form(client))["form_token"]

    near = client.post(
        "/complaints/new/nearby/",
        {"family": "dumping", "lat": "31.88", "lon": "109.51"},
    ).json()
    sent = client.post(
        "/complaints/new/photo/", {"form_token": key, "photos": photo()}
    ).json()
    bad = client.post(
        "/complaints/new/photo/", {"form_token": key, "photos": photo(b"%PDF-1")}
    )

    assert [each["number"] for each in near["items"]] == [there.number]
    assert sent["token"]
    assert (bad.status_code, "文档" in bad.json()["error"]) == (400, True)


@pytest.mark.parametrize(
    ("where", "most"),
    [
        ({}, 7),
        # Who may have said the same close by, and which area that is.
        ({"lat": "31.8812", "lon": "109.5123"}, 9),
    ],
    ids=["words", "point"],
)
def test_g_4_a_complaint_without_photo_asks_few_questions(
    client, category, where, most
):
    pages = [open_form(client), open_form(client)]
    with time_machine.travel(SECOND_CHANCE, tick=True):
        press(client, filled(pages[0], **where))
        with CaptureQueriesContext(connection) as seen:
            response = press(client, filled(pages[1], **where))

    assert response.status_code == 303
    asked = [each["sql"] for each in seen if "SAVEPOINT" not in each["sql"]]
    assert len(asked) <= most, asked


def test_under_attack_who_has_no_scripts_is_taken_and_marked(send_form, settings):
    settings.COMPLAINTS = {**settings.COMPLAINTS, "PROOF": "on"}

    assert send_form().status_code == 303
    assert Event.objects.filter(verb="doubt").count() == 1


def test_under_attack_a_sum_well_done_is_not_marked(client, category, settings):
    settings.COMPLAINTS = {**settings.COMPLAINTS, "PROOF": "on", "PROOF_BITS": 6}
    page = open_form(client)
    key = fields_of(page)["form_token"]
    found = next(
        number
        for number in range(10**6)
        if hashlib.sha256(f"{key}:{number}".encode()).digest()[0] < 4
    )
    with time_machine.travel(SECOND_CHANCE, tick=True):
        press(client, filled(page, sum=str(found)))

    assert Complaint.objects.count() == 1
    assert not Event.objects.filter(verb="doubt").exists()


def test_an_attack_is_counted_by_what_everybody_sends(client, category, settings):
    settings.COMPLAINTS = {**settings.COMPLAINTS, "PROOF_FROM": 3}
    assert one(open_form(client), "#report")["data-bits"] == "0"
    for number in range(3):
        picturing_form = open_form(client)
        with time_machine.travel(SECOND_CHANCE, tick=True):
            press(client, filled(picturing_form, text=f"第{number}件"))

    assert one(open_form(client), "#report")["data-bits"] != "0"


def test_i_5_no_forged_post_is_taken(category):
    strict = Client(enforce_csrf_checks=True)

    assert (
        strict.post(
            ADDRESS, filled(open_form(strict), csrfmiddlewaretoken="")
        ).status_code
        == 403
    )
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"lat": "NaN", "lon": "Infinity"},
        {"lat": "999", "lon": "0"},
        {"area": "nowhere", "street": "\x00"},
        {"kind": "nonsense"},
        {"identity_mode": "nobody"},
        {"text": "\x14\u202e好\x00"},
        {"photo_token": ["x", "y:z"]},
        {"form_token": "short"},
        {"category": "nothing"},
        {"age_band": "old"},
        {"text": "字" * 9000},
    ],
    ids=str,
)
def test_i_1_bad_input_is_never_a_fault_of_ours(send_form, fields):
    assert send_form(**fields).status_code in {303, 400}


def test_c_4_nothing_of_a_resident_is_in_a_log_line(send_form, caplog):
    caplog.set_level("DEBUG")

    send_form(
        name="陈麦穗",
        phone="19900000012",
        identity_mode="named",
        lat="31.881234",
        lon="109.512345",
        photos=[photo()],
    )

    assert Complaint.objects.count() == 1
    logged = caplog.text
    for secret in ("陈麦穗", "19900000012", "31.881234", "张三", WORDS):
        assert secret not in logged


def test_praise_is_thanked_and_told_what_it_does(client, send_form):
    send_form(kind="praise", text="环卫师傅天没亮就在扫。")

    stub = told(client.get("/complaints/done/"))
    assert "谢谢您夸一夸" in stub
    assert "表扬计入单位当月成绩" in stub


def test_without_a_notice_nothing_is_asked(client, home_page):
    response = client.get(ADDRESS)

    assert response.status_code == 503
    assert "打电话反映" in response.text


def test_the_finer_kind_counts_if_it_is_of_the_family(client, category, send_form):
    finer = make_form_rules()

    send_form(category=finer.code)

    assert Complaint.objects.get().category == finer


def test_a_post_without_photo_costs_few_queries(client, category):
    sent = filled(open_form(client))
    with time_machine.travel(SECOND_CHANCE, tick=True):
        client.get("/complaints/track/")  # what a process asks once
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert press(client, sent).status_code == 303

    real = [
        each["sql"]
        for each in queries
        if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert len(real) <= 19, "\n".join(each[:90] for each in real)
