"""A resident without scripts sends the form; nothing that was given is lost."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.evidence.models import Evidence
from portal.timeline.models import Event
from reports.complaints import codes
from reports.complaints.models import Complaint, ComplaintEvidence, Follow, Reporter
from reports.complaints.workflow import ComplaintState
from tests.portal.evidence.make import sent as photo
from tests.portal.images.make import (
    exif,
    pixels,
)
from tests.portal.media.make import recording_bytes
from tests.reports.make import make_complaint, make_notice
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


def test_category_place_and_text_make_a_ticket(client, send_form):
    response = send_form()

    assert (response.status_code, response["Location"]) == (303, "/complaints/done/")
    (complaint,) = Complaint.objects.all()
    assert (complaint.text, complaint.identity_mode) == (WORDS, "anonymous")
    stub = told(client.get("/complaints/done/"))
    assert complaint.number in stub
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}", stub)
    assert code is not None
    assert codes.read_code(code[0]) == code[0]


def test_c_5_the_pages_are_kept_nowhere_and_tell_nobody_where_they_were(
    client, send_form
):
    send_form()

    for address in (ADDRESS, "/complaints/done/", "/complaints/track/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.text


def test_the_code_is_in_no_address_and_in_no_cookie(client, send_form):
    send_form()
    stub = client.get("/complaints/done/").text
    code = one(page_of(client.get("/complaints/done/")), "#code").text

    assert code not in "".join(each.value for each in client.cookies.values())
    assert not re.search(rf'href="[^"]*{code}', stub)
    cookie = client.cookies["complaint_ticket"]
    assert (cookie["path"], cookie["httponly"]) == ("/complaints/done/", True)


def test_the_stub_is_shown_to_nobody_else(client, send_form):
    send_form()

    assert Client().get("/complaints/done/")["Location"] == "/complaints/track/"


def test_cp_21_pr_23_calls_come_before_the_form_and_the_notice_with_it(
    client, category
):
    html = client.get(ADDRESS).text

    assert html.index('href="tel:119"') < html.index("<form id=")
    assert "打击、报复、威胁反映人的，依法追究责任" in html
    assert "我们怎样用您的信息。" in html


def test_pr_03_the_version_of_the_notice_is_kept_with_the_complaint(send_form):
    send_form()

    assert Complaint.objects.get().privacy_notice == make_notice()


def test_pr_03_a_notice_that_changed_meanwhile_is_shown_before_it_counts(
    client, category
):
    page = open_form(client)
    notice = make_notice()
    notice.pk, notice.version = None, "2"
    notice.effective_from = timezone.now()
    notice.save()
    with time_machine.travel(SECOND_CHANCE, tick=True):
        response = press(client, filled(page))
        again = {**fields_of(page_of(response)), "text": WORDS}
        assert "个人信息说明刚刚更新过" in told(response)
        with time_machine.travel(SECOND_CHANCE * 2, tick=True):
            assert press(client, again).status_code == 303


def test_errors_stand_above_with_links_and_at_their_fields(client, send_form):
    response = send_form(family="", place_text="", text=" ")

    page = page_of(response)
    assert response.status_code == 400
    alert = one(page, '[role="alert"]')
    assert [a["href"] for a in alert.select("a")] == [
        "#place_text",
        "#family",
        "#text",
    ]
    for link in alert.select("a"):
        field = one(page, str(link["href"]))
        described = str(field["aria-describedby"]).split()
        assert any(page.select_one(f"#{each}.err") for each in described)
    assert one(page, "#text")["aria-invalid"] == "true"


def test_photos_are_kept_across_an_error_without_scripts(client, send_form):
    first = send_form(text="", photos=[photo(), photo()])

    page = page_of(first)
    assert len(page.select(".kept")) == 2
    again = {**fields_of(page), "text": WORDS}
    with time_machine.travel(SECOND_CHANCE, tick=True):
        assert press(client, again).status_code == 303
    assert Evidence.objects.count() == 2
    links = ComplaintEvidence.objects.all()
    assert [(link.role, link.sort_order) for link in links] == [
        ("before", 0),
        ("before", 1),
    ]


def test_a_kept_photo_can_be_left_out(client, send_form):
    page = page_of(send_form(text="", photos=[photo(), photo()]))
    drop = one(page, '[name="drop"]')["value"]

    with time_machine.travel(SECOND_CHANCE, tick=True):
        press(client, {**fields_of(page), "text": WORDS, "drop": drop})

    assert ComplaintEvidence.objects.count() == 1


def test_a_photo_of_one_form_is_not_taken_into_another(client, send_form):
    page = page_of(send_form(text="", photos=[photo()]))
    token = fields_of(page)["photo_token"]

    send_form(photo_token=token)

    assert Complaint.objects.count() == 1
    assert not ComplaintEvidence.objects.exists()


def test_a_bad_file_gets_a_sentence_and_the_good_one_stays(client, send_form):
    page = send_form(photos=[photo(), photo(b"<svg onload=alert(1)>")])

    assert page.status_code == 400
    assert "第2张：这是网页或 SVG 文件" in told(page)
    assert len(page_of(page).select(".kept")) == 1
    assert WORDS in page.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空"),
        (b"%PDF-1.7 ...", "文档"),
        (b"GIF89a" + b"\0" * 40, "GIF"),
        (b"PK\x03\x04" + b"\0" * 60, "照片"),
        (b"<!doctype html><script>", "网页"),
        (b"\xff\xd8\xff\xe0 broken", "照片"),
        (b"#!/bin/sh\n", "照片"),
    ],
    ids=["empty", "pdf", "gif", "zip", "html", "torn", "script"],
)
def test_u_1_hostile_files_get_a_sentence_and_the_text_stays(
    send_form, content, sentence
):
    response = send_form(photos=[photo(content)])

    assert response.status_code == 400
    assert sentence in told(response)
    assert WORDS in response.text
    assert not Complaint.objects.exists()


def test_more_than_nine_photos_are_told(send_form):
    response = send_form(photos=[photo() for _ in range(10)])

    assert "最多9张照片" in told(response)
    assert len(page_of(response).select(".kept")) == 9


def test_a_film_comes_beside_the_photos(client, send_form):
    film = photo(recording_bytes("mp4"), "VID 张三.mp4")

    assert send_form(video=film).status_code == 303
    assert ComplaintEvidence.objects.get().evidence.kind == "video"


def _photo_with_place():
    written = BytesIO()
    pixels((640, 400)).save(written, "JPEG", exif=exif())
    return photo(written.getvalue())


@pytest.mark.parametrize("is_agreed", [True, False])
def test_the_place_in_a_photo_is_taken_only_if_its_sender_says_so(send_form, is_agreed):
    agreed = {"use_photo_place": "on"} if is_agreed else {}

    send_form(photos=[_photo_with_place()], **agreed)

    complaint, evidence = Complaint.objects.get(), Evidence.objects.get()
    assert (complaint.lat is not None) is is_agreed
    assert (evidence.latitude is not None) is is_agreed


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
