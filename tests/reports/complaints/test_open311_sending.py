"""What other programs send is taken once, or refused with a sentence."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.evidence.models import Evidence
from portal.timeline.models import Event
from reports.complaints.models import ApiKey, Complaint
from reports.complaints.services.api_keys import revoke_key
from reports.complaints.services.submitting import find_complaint
from reports.complaints.workflow import IdentityMode, Kind
from tests.portal.evidence.make import sent as photo
from tests.portal.users.make import make_user
from tests.reports.complaints.make_open311 import (
    ROOT,
    make_key,
    numbers,
    parsed,
    post,
)
from tests.reports.make import TEXT, make_category

pytestmark = pytest.mark.django_db


# What is sent.


def test_it_takes_a_complaint_and_answers_with_its_number(client):
    response = post(
        client, api_key=make_key(), lat="31.88123", long="109.51234", device_id="phone"
    )

    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    complaint = Complaint.objects.get()
    (found,) = response.json()
    assert found["service_request_id"] == complaint.number
    assert "query_code" not in found
    assert (complaint.channel, complaint.kind) == ("api", Kind.COMPLAINT)
    assert complaint.identity_mode == IdentityMode.ANONYMOUS
    assert complaint.text == TEXT
    assert (complaint.lat, complaint.public_lat) == (31.88123, 31.881)
    assert [each.verb for each in Event.objects.of(complaint)] == [
        "submit",
        "receive_by_api",
    ]
    assert numbers(client) == []


def test_the_query_code_is_for_keys_that_hand_it_on(client):
    response = post(client, "xml", api_key=make_key(gets_codes=True))

    root = parsed(response)
    assert root.tag == "service_requests"
    number = root.findtext("request/service_request_id", "")
    assert find_complaint(number, root.findtext("request/query_code", ""))


def test_what_is_asked_with_a_service_is_kept(client):
    post(
        client,
        api_key=make_key(),
        last_name="陈",
        first_name="麦穗",
        phone="19900000012",
        **{
            "attribute[kind]": "suggestion",
            "attribute[place_hidden]": "yes",
            "attribute[age_band]": "teen",
        },
    )

    complaint = Complaint.objects.get()
    assert complaint.kind == Kind.SUGGESTION
    assert complaint.is_place_hidden
    assert complaint.age_band == "teen"
    assert complaint.identity_mode == IdentityMode.CONFIDENTIAL
    assert complaint.reporter.name == "陈麦穗"


def test_a_media_url_stays_words(client):
    post(client, api_key=make_key(), media_url="http://127.0.0.1:9/metadata.jpg")

    complaint = Complaint.objects.get()
    assert complaint.text == f"{TEXT}\n图片地址：http://127.0.0.1:9/metadata.jpg"
    assert not Evidence.objects.exists()


def test_c_2_sent_again_with_its_reference_it_is_one_complaint(client):
    token, other = make_key(gets_codes=True), make_key()
    code = make_category().code

    def send(api_key: str = token) -> Any:
        return post(
            client,
            service_code=code,
            api_key=api_key,
            client_reference="7c1f",
            media=photo(),
        )

    first, second = send(), send()

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Complaint.objects.count() == 1
    assert Evidence.objects.count() == 1
    send(other)  # another program's reference is another thing
    assert Complaint.objects.count() == 2


def test_c_1_photos_in_any_field_are_on_the_disk(client):
    response = post(
        client,
        api_key=make_key(),
        media=[photo(), photo()],
        photo=photo(),
    )

    assert response.status_code == 201
    assert Evidence.objects.count() == 3
    for evidence in Evidence.objects.all():
        assert evidence.original.storage.exists(str(evidence.original.name))


def test_u_1_a_file_that_is_no_photo_leaves_nothing(client):
    response = post(
        client,
        api_key=make_key(),
        media=SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>"),
    )

    assert response.status_code == 400
    assert response.json()[0]["description"].startswith("第 1 张：")
    assert not Complaint.objects.exists()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("token", ["", "wrong", "\x00", "长" * 2000])
def test_nobody_sends_without_a_key(client, token):
    response = post(client, api_key=token)

    assert response.status_code == 403
    assert response.json()[0]["code"] == 403
    assert not Complaint.objects.exists()


def test_a_revoked_key_opens_nothing(client):
    token = make_key()
    revoke_key(ApiKey.objects.get(), by=make_user())

    assert post(client, api_key=token).status_code == 403


def test_the_database_does_not_know_the_key():
    token = make_key()

    assert token not in str(ApiKey.objects.values().get())


def test_the_day_of_its_last_use_is_noted(client):
    post(client, api_key=make_key())

    assert ApiKey.objects.get().last_used_on == timezone.localdate()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"service_code": " "}, 400),
        ({"service_code": "no-such"}, 404),
        ({"service_code": "\x00"}, 400),
        ({"description": ""}, 400),
        ({"description": "长" * 2001}, 400),
        ({"address_string": ""}, 400),
        ({"address_id": "nowhere"}, 400),
        ({"lat": "31.8"}, 400),
        ({"lat": "nan", "long": "nan"}, 400),
        ({"lat": "1e999", "long": "0"}, 400),
        ({"lat": "91", "long": "0"}, 400),
        ({"email": "not an address"}, 400),
        ({"phone": "1" * 31}, 400),
        ({"attribute[kind]": "war"}, 400),
        ({"attribute[identity]": "named"}, 400),
        ({"attribute[age_band]": "child"}, 400),
        ({"media_url": "x" * 501}, 400),
        ({"client_reference": "x" * 201}, 400),
    ],
)
def test_i_1_what_may_not_be_sent_is_refused_with_a_sentence(client, fields, status):
    response = post(client, **{"api_key": make_key(), **fields})

    assert response.status_code == status
    ((error),) = response.json()
    assert error["code"] == status
    assert error["description"]
    assert not Complaint.objects.exists()


def test_c_13_a_key_that_sends_too_much_is_told_when_to_try_again(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "open311_key": (1, 60, 120)}
    token, code = make_key(), make_category().code

    answers = [post(client, service_code=code, api_key=token) for _each in range(2)]

    assert [each.status_code for each in answers] == [201, 429]
    assert answers[1]["Retry-After"] == "120"
    assert Complaint.objects.count() == 1


def test_without_a_privacy_notice_nothing_is_taken(client):
    response = client.post(
        f"{ROOT}/requests.json",
        {
            "api_key": make_key(),
            "service_code": make_category().code,
            "description": TEXT,
            "address_string": "东门",
        },
    )

    assert response.status_code == 503
    assert not Complaint.objects.exists()


def test_no_page_of_another_site_needs_or_gets_a_token(client):
    strict = Client(enforce_csrf_checks=True)

    assert post(strict, api_key=make_key()).status_code == 201
    assert strict.post(f"{ROOT}/services.json").status_code == 405
    assert not strict.cookies


def test_a_cookie_gives_no_right_to_send(client):
    client.force_login(make_user())

    assert post(client).status_code == 403


# What is asked for by mistake, or by malice.


@pytest.mark.parametrize(
    "path",
    [
        "",
        "services",
        "services.pdf",
        "requests.csv",
        "requests.json/",
        "requests/.json",
        "requests/LX2026-000001.json",
        "services/none.xml",
        "tokens/123.json",
        "tokens/123.xml",
        "services/" + "x" * 300 + ".json",
        "requests/%00.json",
        "requests/" + quote("编号") + ".json",
        "requests/..%2f..%2fetc.json",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_i_1_unknown_addresses_are_a_404_in_a_known_format(client, path, method):
    response = getattr(client, method)(f"{ROOT}/{path}")

    assert response.status_code in {404, 405}
    if response["Content-Type"].startswith("application/json"):
        assert json.loads(response.content)[0]["code"] == response.status_code
    else:
        assert parsed(response).tag == "errors"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: y"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"api_key=%ff%fe&a=b"),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
        ("application/x-www-form-urlencoded", b"a&" * 20_000),
        ("application/x-www-form-urlencoded; charset=utf-7", b"a=b"),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>"),
    ],
)
def test_i_1_a_broken_body_is_refused(client, content_type, body):
    response = client.post(f"{ROOT}/requests.json", body, content_type=content_type)

    assert response.status_code in {400, 403}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    asked=st.dictionaries(
        st.sampled_from(
            [
                "service_request_id",
                "service_code",
                "status",
                "start_date",
                "end_date",
                "page",
                "page_size",
                "jurisdiction_id",
            ]
        ),
        st.text(max_size=30),
    ),
    form=st.sampled_from(["xml", "json"]),
)
def test_i_1_any_question_is_answered(client, asked, form):
    response = client.get(f"{ROOT}/requests.{form}", asked)

    assert response.status_code in {200, 400}


def test_text_that_xml_cannot_hold_is_left_out(client):
    make_category(name="垃\x0b圾\ufffe")

    response = client.get(f"{ROOT}/services.xml")

    root = parsed(response)
    assert root.findtext("service/service_name") == "垃圾"
