"""What other programs send to the open interface, and what they read."""

from typing import Any
from xml.etree import ElementTree

from django.test import Client

from reports.complaints.models import ApiKey, Complaint
from reports.complaints.services.api_keys import issue_key
from reports.complaints.workflow import ComplaintState
from tests.portal.users.make import make_user
from tests.reports.make import TEXT, make_category, make_complaint, make_notice

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
