"""Other programs read what is published, and send what residents tell them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.complaints.models import Reply, ReplyKind, Reporter
from reports.complaints.services.publishing import hide
from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.complaints.make_open311 import (
    ROOT,
    listed,
    make_key,
    make_published,
    numbers,
    parsed,
    post,
)
from tests.reports.make import make_category, make_complaint, make_notice

pytestmark = pytest.mark.django_db


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
