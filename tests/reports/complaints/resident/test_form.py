"""A resident without scripts sends the form; nothing that was given is lost."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal import codes
from portal.evidence.models import Evidence
from reports.complaints.models import Complaint, ComplaintEvidence
from tests.portal.evidence.make import sent as photo
from tests.portal.images.make import (
    exif,
    pixels,
)
from tests.portal.media.make import recording_bytes
from tests.reports.make import make_notice
from tests.reports.make_form import (
    ADDRESS,
    WORDS,
    fields_of,
    filled,
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
