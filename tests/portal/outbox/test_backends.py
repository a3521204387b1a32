"""Messages leave the house, or say why not without telling whom they were for."""

import json
import stat

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from portal.outbox.backends import (
    Console,
    DjangoEmail,
    File,
    NotDelivered,
    SmsGateway,
    backend_of,
)
from tests.portal.outbox.stub import gateway

TO, TEXT = "19900000012", "您反映的LX2026-000001有新进展"


def test_the_gateway_gets_number_text_and_key():
    with gateway() as stub:
        SmsGateway(stub.url, "the key", sign="临溪双创").send(TO, "", TEXT)

    assert stub.got == [{"mobile": TO, "content": f"【临溪双创】{TEXT}"}]
    assert stub.headers[0]["Authorization"] == "Bearer the key"


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_a_gateway_that_refuses_is_a_failure_that_names_nobody(status):
    with gateway() as stub:
        stub.status = status
        with pytest.raises(NotDelivered, match=str(status)) as raised:
            SmsGateway(stub.url, "k").send(TO, "", TEXT)

    assert TO not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("answer", [b'{"code": 7}', b"[]", b"no json", b""])
def test_a_gateway_that_says_no_with_200_is_a_failure_too(answer):
    with gateway() as stub:
        stub.answer = answer
        with pytest.raises(NotDelivered):
            SmsGateway(stub.url, "k", accepted={"code": 0}).send(TO, "", TEXT)
        stub.answer = b'{"code": 0, "id": "x"}'
        SmsGateway(stub.url, "k", accepted={"code": 0}).send(TO, "", TEXT)


def test_the_key_is_not_carried_to_where_the_gateway_points():
    with gateway() as other, gateway() as stub:
        stub.status, stub.location = 307, other.url
        with pytest.raises(NotDelivered):
            SmsGateway(stub.url, "k").send(TO, "", TEXT)

    assert other.got == []


def test_a_gateway_that_is_not_there_is_a_failure():
    with gateway() as stub:
        url = stub.url

    with pytest.raises(NotDelivered):
        SmsGateway(url, "k", timeout=2).send(TO, "", TEXT)


def test_a_gateway_is_reached_by_http_alone():
    with pytest.raises(ImproperlyConfigured):
        SmsGateway("file:///etc/passwd", "k")


def test_email_goes_by_django():
    DjangoEmail().send("chen@example.com", "通知", TEXT)

    assert mail.outbox[0].to == ["chen@example.com"]
    assert mail.outbox[0].body == TEXT


def test_the_file_is_for_our_own_eyes(tmp_path):
    path = tmp_path / "out" / "sms.jsonl"

    File(path).send(TO, "通知", TEXT)
    File(path).send(TO, "通知", TEXT)

    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [row["text"] for row in rows] == [TEXT, TEXT]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_console_shows_it(capsys):
    Console().send(TO, "通知", TEXT)

    assert TEXT in capsys.readouterr().out


def test_settings_choose_the_way(settings):
    with gateway() as stub:
        settings.OUTBOX = {
            "sms": {
                "BACKEND": "portal.outbox.backends.SmsGateway",
                "OPTIONS": {"url": stub.url, "key": "k"},
            }
        }
        backend_of("sms").send(TO, "", TEXT)

    assert len(stub.got) == 1
