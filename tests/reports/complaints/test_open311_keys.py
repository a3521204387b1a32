"""An administrator gives a program its key, once, and stops it."""

import re

import pytest
from django.urls import reverse

from portal.timeline.models import Event
from portal.users.roles import Role
from reports.complaints.models import ApiKey
from reports.complaints.refusals import Refused
from reports.complaints.services.api_keys import find_key, issue_key, revoke_key
from tests.portal.users.make import make_user

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_reports_apikey:add"
EDIT = "wagtailsnippets_reports_apikey:edit"
LIST = "wagtailsnippets_reports_apikey:list"


def test_a_key_is_shown_once_and_lies_in_no_cookie(client):
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    response = client.post(
        reverse(ADD),
        {"name": "随手拍小程序", "organisation": "县融媒体中心", "gets_codes": "on"},
    )

    key = ApiKey.objects.get()
    (token,) = re.findall(r"<code>(\S+)</code>", response.text)
    assert "no-store" in response["Cache-Control"]
    assert find_key(token) == key
    assert key.gets_codes
    assert token not in str(client.cookies)
    assert token not in client.get(reverse(LIST)).text
    assert token not in client.get(reverse(EDIT, args=[key.pk])).text
    assert [each.verb for each in Event.objects.of(key)] == ["issue_key"]


def test_it_is_stopped_for_ever(client):
    key = ApiKey(name="随手拍", organisation="县融媒体中心")
    token = issue_key(key, by=make_user())
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    form = {"name": key.name, "organisation": key.organisation}

    client.post(reverse(EDIT, args=[key.pk]), {**form, "is_revoked": "on"})
    client.post(reverse(EDIT, args=[key.pk]), form)

    key.refresh_from_db()
    assert key.revoked_at
    assert find_key(token) is None
    assert "is_revoked" not in client.get(reverse(EDIT, args=[key.pk])).text
    with pytest.raises(Refused):
        revoke_key(key, by=make_user())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_see_no_keys_and_make_none(client, role):
    key = ApiKey(name="随手拍", organisation="县融媒体中心")
    issue_key(key, by=make_user())
    client.force_login(make_user(role=role))

    for address in (reverse(LIST), reverse(ADD), reverse(EDIT, args=[key.pk])):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, {"name": "x"}).status_code in {302, 403, 405}
    assert ApiKey.objects.count() == 1


def test_a_key_is_stopped_and_never_deleted(client):
    key = ApiKey(name="随手拍", organisation="县融媒体中心")
    issue_key(key, by=make_user())
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    client.post(reverse("wagtailsnippets_reports_apikey:delete", args=[key.pk]))

    assert ApiKey.objects.filter(pk=key.pk).exists()
