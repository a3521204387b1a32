"""Anybody may flag an exposure; nothing is hidden by it."""

import pytest

from portal.timeline.models import Event
from portal.users.roles import Role
from reports.complaints.refusals import NotAllowed, Refused
from reports.exposures.models import Exposure, Flag
from reports.exposures.services.flagging import close_flag
from reports.exposures.workflow import (
    FlagReason,
)
from tests.reports.exposures.make import (
    make_chief,
    make_public,
    make_staff,
)
from tests.reports.exposures.make_flags import post_flag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def test_a_flag_opens_a_task_and_hides_nothing(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "exposure_flag": (100, 60, 60)}
    exposure = make_public()

    for _each in range(30):
        assert post_flag(client, exposure).status_code == 200

    assert Flag.objects.open().count() == 30
    assert client.get(exposure.get_absolute_url()).status_code == 200
    assert Exposure.objects.get().state == exposure.state


def test_a_flag_needs_no_account_and_keeps_nothing_of_its_sender(client):
    exposure = make_public()
    answer = post_flag(client, exposure)

    assert "收到了" in answer.text
    kept = Flag.objects.get()
    assert (kept.reason, kept.text) == ("place", "拍的是隔壁。")
    assert {field.name for field in Flag._meta.fields} == {
        "id",
        "exposure",
        "reason",
        "text",
        "received_at",
        "closed_at",
        "closed_by",
        "outcome",
    }
    assert Event.objects.of(exposure).filter(verb="flag", actor=None).exists()


def test_c13_flags_are_throttled_and_the_words_are_kept(client):
    exposure = make_public()
    for _each in range(6):
        post_flag(client, exposure)

    answer = post_flag(client, exposure, text="写了很久的话")

    assert answer.status_code == 429
    assert "写了很久的话" in answer.text


def test_a_machine_that_fills_in_the_trap_learns_nothing(client):
    answer = post_flag(client, make_public(), website="http://spam")

    assert "收到了" in answer.text
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "nonsense"},
        {"text": "长" * 501},
        {"reason": "other", "text": ""},
    ],
)
def test_a_bad_flag_is_a_clear_400(client, fields):
    answer = post_flag(client, make_public(), **fields)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_somebody_says_what_came_of_a_flag():
    exposure = make_public()
    flag = Flag.objects.create(exposure=exposure, reason=FlagReason.PLACE)
    with pytest.raises(NotAllowed):
        close_flag(flag, by=make_staff(Role.WEB_EDITOR), outcome="看过")
    with pytest.raises(Refused):
        close_flag(flag, by=make_chief(), outcome="")

    close_flag(flag, by=make_chief(), outcome="核对无误")

    assert not Flag.objects.open().exists()
    with pytest.raises(Refused):
        close_flag(flag, by=make_chief(), outcome="再看")
