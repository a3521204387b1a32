"""Other programs read what is published, and send what residents tell them."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.evidence.models import Evidence
from portal.timeline.models import Event
from reports.complaints.models import ApiKey, Complaint, Reply, ReplyKind, Reporter
from reports.complaints.services.api_keys import issue_key, revoke_key
from reports.complaints.services.publishing import hide
from reports.complaints.services.submitting import find_complaint
from reports.complaints.workflow import ComplaintState, IdentityMode, Kind
from tests.portal.evidence.make import sent as photo
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.make import TEXT, make_category, make_complaint, make_notice

pytestmark = pytest.mark.django_db
ROOT = "/open311/v2"


def make_key(**fields: Any) -> str:
    key = ApiKey(**{"name": "随手拍小程序", "organisation": "县融媒体中心", **fields})
    return issue_key(key, by=make_user())


def make_published(**fields: Any) -> Complaint:
    return make_complaint(
        **{"state": ComplaintState.HANDLING, "is_published": True, **fields}
    )


def post(client: Client, form: str = "json", **fields: Any) -> Any:
    make_notice()
    sent = {
        "service_code": fields.pop("service_code", None) or make_category().code,
        "description": TEXT,
        "address_string": "东门菜市场北口",
        **fields,
    }
    return client.post(f"{ROOT}/requests.{form}", sent)


def parsed(response: Any) -> ElementTree.Element:
    return ElementTree.fromstring(response.content)  # noqa: S314 -- we wrote it


def listed(client: Client, **asked: Any) -> list[dict[str, Any]]:
    response = client.get(f"{ROOT}/requests.json", asked)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def numbers(client: Client, **asked: Any) -> list[str]:
    return [each["service_request_id"] for each in listed(client, **asked)]


# What may be reported.


@pytest.mark.parametrize("form", ["json", "xml"])
def test_discovery_leads_to_the_interface(client, form):
    response = client.get(f"{ROOT}/discovery.{form}", headers={"host": "127.0.0.1"})

    assert response.status_code == 200
    assert "/open311/v2" in response.text
    assert "application/json" in response.text
    assert "http://wiki.open311.org/GeoReport_v2" in response.text


def test_services_are_the_offered_categories(client):
    category = make_category(name="暴露垃圾", national_name="暴露垃圾（国标）")
    make_category(is_active=False)

    (service,) = client.get(f"{ROOT}/services.json").json()

    assert service == {
        "service_code": category.code,
        "service_name": "暴露垃圾",
        "description": "",
        "metadata": True,
        "type": "realtime",
        "keywords": "乱倒乱弃, 暴露垃圾（国标）",
        "group": "乱倒乱弃",
    }


def test_xml_says_the_same_as_json(client):
    make_category(name='<垃圾> & "其他"')

    (service,) = client.get(f"{ROOT}/services.json").json()
    response = client.get(f"{ROOT}/services.xml")

    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    root = parsed(response)
    assert root.tag == "services"
    (found,) = root
    assert {part.tag: part.text or "" for part in found} == {
        **service,
        "metadata": "true",
    }


def test_pr_03_a_definition_tells_what_a_resident_must_read(client):
    notice = make_notice()
    category = make_category(emergency_note="着火请拨打119。")

    found = client.get(f"{ROOT}/services/{category.code}.json").json()

    attributes = found["attributes"]
    assert found["service_code"] == category.code
    assert [each["description"] for each in attributes if not each["variable"]] == [
        "着火请拨打119。",
        notice.text,
    ]
    assert [each["order"] for each in attributes] == list(range(1, 8))
    hidden = next(each for each in attributes if each["code"] == "place_hidden")
    assert [value["key"] for value in hidden["values"]] == ["no", "yes"]
    root = parsed(client.get(f"{ROOT}/services/{category.code}.xml"))
    assert root.tag == "service_definition"
    assert len(root.findall("attributes/attribute/values/value/key")) == 16


# What is published.


def test_a_request_shows_what_everybody_may_read(client):
    unit = make_unit(name="环境卫生服务中心")
    complaint = make_published(
        unit=unit,
        area=make_area(name="东门片区"),
        public_lat=31.881,
        public_lon=109.512,
        text_public="垃圾桶满了。",
        due_at=timezone.now() + timedelta(days=5),
    )
    today = timezone.localdate()
    midnight = f"{today}T00:00:00+08:00"

    (found,) = client.get(f"{ROOT}/requests/{complaint.number}.json").json()

    assert found == {
        "service_request_id": complaint.number,
        "status": "open",
        "status_notes": "办理中",
        "service_name": complaint.category.name,
        "service_code": complaint.category.code,
        "description": "垃圾桶满了。",
        "agency_responsible": "环境卫生服务中心",
        "service_notice": "",
        "requested_datetime": midnight,
        "updated_datetime": midnight,
        "expected_datetime": f"{today + timedelta(days=5)}T00:00:00+08:00",
        "address": str(complaint.area),
        "address_id": None,
        "zipcode": None,
        "lat": 31.881,
        "long": 109.512,
        "media_url": None,
    }


def test_the_newest_public_reply_is_the_note(client):
    complaint = make_published(state=ComplaintState.CLOSED)
    for text in ("已安排。", "已清运。"):
        Reply.objects.create(
            complaint=complaint,
            kind=ReplyKind.RESULT,
            text="内部说法",
            text_public=text,
            at=timezone.now(),
        )

    (found,) = listed(client)

    assert (found["status"], found["status_notes"]) == ("closed", "已清运。")


def test_c_4_nothing_private_is_in_any_answer(client):
    secrets = ["张秘密", "13900000001", "31.88123", "109.51234", "后院三号", "原文秘密"]
    for state in (ComplaintState.HANDLING, ComplaintState.SUBMITTED):
        complaint = make_complaint(
            state=state,
            is_published=state == ComplaintState.HANDLING,
            text="原文秘密",
            text_public="公开文本",
            place_text="后院三号",
            lat=31.88123,
            lon=109.51234,
            public_lat=31.881,
            public_lon=109.512,
        )
        Reporter.objects.create(complaint=complaint, name="张秘密", phone="13900000001")

    for path in ("requests", f"requests/{complaint.number}", "services", "discovery"):
        for form in ("json", "xml"):
            text = client.get(f"{ROOT}/{path}.{form}").text
            assert not [secret for secret in secrets if secret in text]
            assert complaint.number not in text


def test_c_9_what_was_hidden_is_gone_at_once(client):
    complaint = make_published()
    address = f"{ROOT}/requests/{complaint.number}.json"
    assert client.get(address).status_code == 200

    hide(complaint, by=make_user(), because="涉及隐私")

    response = client.get(address)
    never = client.get(f"{ROOT}/requests/LX2026-999999.json")
    assert (response.status_code, response.content) == (404, never.content)
    assert numbers(client) == []


def test_filters_narrow_by_service_status_and_id(client):
    first = make_published()
    second = make_published(state=ComplaintState.CLOSED)
    third = make_published(category=first.category)

    assert numbers(client) == [third.number, second.number, first.number]
    assert numbers(client, service_code=first.category.code) == [
        third.number,
        first.number,
    ]
    assert numbers(client, status="closed") == [second.number]
    assert len(numbers(client, status="open,closed")) == 3
    assert numbers(
        client, service_request_id=f"{first.number}, {second.number}", status="open"
    ) == [second.number, first.number]
    assert numbers(client, service_code="nothing,like,it") == []
    assert numbers(client, service_code="%00") == []


def test_dates_choose_days_and_span_ninety_of_them(client):
    today = timezone.localdate()
    old, new = (
        make_published(submitted_on=today - timedelta(days=days)) for days in (120, 2)
    )

    def from_to(start: int | None, end: int | None) -> list[str]:
        asked = {
            name: f"{today - timedelta(days=days)}T00:00:00Z"
            for name, days in (("start_date", start), ("end_date", end))
            if days is not None
        }
        return numbers(client, **asked)

    assert numbers(client) == [new.number]
    assert from_to(130, None) == [old.number]
    assert from_to(None, 100) == [old.number]
    assert from_to(5, 0) == [new.number]
    assert from_to(50, 10) == []


def test_an_unescaped_plus_in_a_date_is_understood(client):
    day = timezone.localdate()
    response = client.get(
        f"{ROOT}/requests.json?start_date={day}T00:00:00+08:00"
        f"&end_date={day}T23:59:59%2B08:00"
    )

    assert response.status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "status=fixed",
        "start_date=yesterday",
        "start_date=0001-01-01T00:00:00%2B14:00",
        "start_date=9999-12-31T00:00:00Z",
        "end_date=0001-02-01T00:00:00Z",
        "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
        "page=0",
        "page=-1",
        "page=abc",
        "page=%00",
        "page=１",
        "page=99999999999999999999",
        "page_size=1001",
    ],
)
def test_i_4_a_wrong_question_is_told_so_in_its_format(client, asked):
    in_json = client.get(f"{ROOT}/requests.json?{asked}")
    in_xml = client.get(f"{ROOT}/requests.xml?{asked}")

    assert in_json.status_code == in_xml.status_code == 400
    ((error),) = in_json.json()
    assert error["code"] == 400
    root = parsed(in_xml)
    assert root.tag == "errors"
    assert root.findtext("error/code") == "400"
    assert root.findtext("error/description") == error["description"]


def test_pages_lead_to_each_other(client):
    made = [make_published().number for _each in range(5)][::-1]
    address = f"{ROOT}/requests.json?page_size=2&status=open"

    first = client.get(address)
    second = client.get(f"{address}&page=2")
    third = client.get(f"{address}&page=3")

    assert [each["service_request_id"] for each in second.json()] == made[2:4]
    assert first["Link"] == '<?page_size=2&status=open&page=2>; rel="next"'
    assert second["Link"] == (
        '<?page_size=2&status=open&page=1>; rel="prev", '
        '<?page_size=2&status=open&page=3>; rel="next"'
    )
    several = client.get(f"{address}&service_code=x&service_code=y&page=2")
    assert several["Link"].count("service_code=") == 2
    assert third["Link"] == '<?page_size=2&status=open&page=2>; rel="prev"'


def test_a_list_of_any_length_asks_as_many_queries(client):
    asked = []
    for count in (2, 18):
        for _each in range(count):
            complaint = make_published(unit=make_unit(), area=make_area())
            Reply.objects.create(
                complaint=complaint,
                kind=ReplyKind.RESULT,
                text="内部",
                text_public="公开",
                at=timezone.now(),
            )
        with CaptureQueriesContext(connection) as seen:
            listed(client)
        asked.append(len(seen))

    assert asked[0] == asked[1] <= 6


def test_pages_of_other_sites_may_read_but_not_send(client):
    make_published()
    origin = {"origin": "https://elsewhere.example"}

    for path in ("requests", "services", "discovery"):
        response = client.get(f"{ROOT}/{path}.json", headers=origin)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
    for response in (
        client.options(f"{ROOT}/requests.json", headers=origin),
        post(client, api_key=make_key()),
    ):
        assert "Access-Control-Allow-Origin" not in response


def test_c_9_no_cache_keeps_a_list_for_longer_than_it_may(client):
    response = client.get(f"{ROOT}/requests.json")
    again = client.get(
        f"{ROOT}/requests.json", headers={"if-none-match": response.get("ETag", "")}
    )

    assert response["Cache-Control"] == "public, max-age=2"
    assert again.status_code == 304


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
