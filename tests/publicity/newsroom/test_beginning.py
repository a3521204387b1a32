"""What is written every day begins with what is known, for those who write it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.users.roles import Role, sync_roles
from publicity.models import EpisodePage
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def columns(db):
    make_columns()
    sync_roles()


@pytest.fixture
def enter(client):
    def as_role(role):
        client.force_login(make_user(role=role))

    return as_role


def new_episode(client, query=""):
    column = Page.objects.get(slug="episodes")
    address = reverse(
        "wagtailadmin_pages:add", args=["publicity", "episodepage", column.pk]
    )
    return client.get(address + query)


def test_a_new_programme_begins_where_the_latest_stands(client, enter):
    make_episode(number=641, channel="长乐综合", air_date=timezone.localdate())
    make_episode(number=640, channel="旧频道")
    enter(Role.TV_EDITOR)

    text = new_episode(client).text

    for name, value in (
        ("number", "642"),
        ("programme", "双创进行时"),
        ("channel", "长乐综合"),
    ):
        field = text.partition(f'name="{name}"')[2].partition(">")[0]
        assert f'value="{value}"' in field
    assert "value" not in text.partition('name="air_date"')[2].partition(">")[0]


@pytest.mark.parametrize("query", ["", "?day=gestern", "?day=2026-02-30"])
def test_the_very_first_programme_has_nothing_to_go_by(client, enter, query):
    enter(Role.TV_EDITOR)

    response = new_episode(client, query)

    assert response.status_code == 200
    assert not EpisodePage.objects.exists()


def test_tv_08_the_calendar_fills_in_the_day_that_is_missing(client, enter):
    today = timezone.localdate()
    missing = today - timedelta(days=1)
    make_episode(air_date=today - timedelta(days=2))
    make_episode(air_date=today)
    enter(Role.TV_EDITOR)
    calendar = client.get(
        reverse("newsroom:calendar"), {"month": f"{missing:%Y-%m}"}
    ).text
    assert f"?day={missing:%Y-%m-%d}" in calendar

    text = new_episode(client, f"?day={missing:%Y-%m-%d}").text

    field = text.partition('name="air_date"')[2].partition(">")[0]
    assert f'value="{missing:%Y-%m-%d}"' in field


def test_what_is_there_already_is_not_filled_in_again(client, enter):
    make_episode(number=641, channel="长乐综合")
    page = make_episode(number=7, channel="", live=False, first_published_at=None)
    page.save_revision()
    enter(Role.TV_EDITOR)

    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert 'value="7"' in text.partition('name="number"')[2].partition(">")[0]
    assert "value" not in text.partition('name="channel"')[2].partition(">")[0]


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [
        (Role.WEB_EDITOR, True),
        (Role.CHIEF_EDITOR, True),
        (Role.ADMINISTRATOR, True),
        (Role.TV_EDITOR, False),
        (Role.DESK, False),
    ],
)
def test_templates_are_in_the_menu_of_those_who_write_news(
    client, enter, role, is_shown
):
    enter(role)

    menu = client.get(reverse("wagtailadmin_home")).text

    assert (reverse("newsroom:templates") in menu) is is_shown
    may_write = (
        Page.objects.get(slug="news")
        .permissions_for_user(make_user(role=role))
        .can_add_subpage()
    )
    assert may_write is is_shown
