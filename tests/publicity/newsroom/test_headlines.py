"""The plan of headlines says what the home page does: it shows one at a time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.home.models import HeadlineSlot, HomePage
from portal.users.roles import Role
from tests.portal.users.make import make_user
from tests.publicity.make import make_news

pytestmark = pytest.mark.django_db
SHOWING = "正在显示</span>"
COVERED = "时间重叠时显示："


def plan_headline(title, *, starts=-1, ends=None, order=None, live=True):
    now = timezone.now()
    return HeadlineSlot.objects.create(
        home=HomePage.objects.get(),
        page=make_news(title=title, live=live, published_at=now - timedelta(days=30)),
        starts_at=now + timedelta(days=starts),
        ends_at=now + timedelta(days=ends) if ends else None,
        sort_order=order,
    )


def rows(client):
    """Return what the plan says of each headline, by its title."""
    client.force_login(make_user(role=Role.CHIEF_EDITOR))
    table = client.get(reverse("headlines:index")).text.partition("<tbody>")[2]
    found = {}
    for row in table.partition("</tbody>")[0].split("<tr>")[1:]:
        title = row.partition('/">')[2].partition("</a>")[0]
        found[title] = row
    return found


def leader(client):
    client.logout()
    for number in range(6):
        make_news(title=f"新事{number}")
    text = client.get("/").text
    return [title for title in ("甲稿", "乙稿", "丙稿") if title in text]


def test_only_what_the_home_page_shows_is_said_to_be_shown(client, home_page):
    plan_headline("甲稿", starts=-3)
    plan_headline("乙稿", starts=-1)
    plan_headline("丙稿", starts=-2)

    said = rows(client)

    assert [title for title in said if SHOWING in said[title]] == ["乙稿"]
    assert leader(client) == ["乙稿"]


def test_of_the_others_the_plan_says_what_is_shown_in_their_stead(client, home_page):
    plan_headline("甲稿", starts=-3)
    plan_headline("乙稿", starts=-1, ends=2)
    plan_headline("丙稿", starts=3)

    said = rows(client)

    assert f"{COVERED}乙稿、丙稿" in said["甲稿"]
    assert COVERED not in said["乙稿"] + said["丙稿"]
    assert "同时显示" not in "".join(said.values())


def test_an_order_given_by_hand_comes_before_the_start(client, home_page):
    plan_headline("甲稿", starts=-3, order=1)
    plan_headline("乙稿", starts=-1, order=2)
    plan_headline("丙稿", starts=-1)

    said = rows(client)

    assert [title for title in said if SHOWING in said[title]] == ["甲稿"]
    assert f"{COVERED}甲稿、乙稿" in said["丙稿"]
    assert leader(client) == ["甲稿"]


def test_what_is_not_published_covers_nothing(client, home_page):
    plan_headline("甲稿", starts=-3)
    plan_headline("乙稿", starts=-1, live=False)

    said = rows(client)

    assert SHOWING in said["甲稿"]
    assert COVERED not in said["甲稿"]
    assert "页面还没有发布" in said["乙稿"]
    assert leader(client) == ["甲稿"]


def test_the_chiefs_desk_says_the_same(client, home_page):
    plan_headline("甲稿", starts=-3)
    plan_headline("乙稿", starts=-1)
    client.force_login(make_user(role=Role.CHIEF_EDITOR))

    text = client.get(reverse("wagtailadmin_home")).text

    panel = text.partition('id="next_headline-panel"')[2].partition("</section>")[0]
    assert panel.count("正在显示") == 1
    assert "正在显示" in panel.partition("乙稿")[2].partition("</li>")[0]
