"""Work done in numbers, rules tried, links handed out."""

from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.timeline.services import record
from portal.users.roles import Role
from reports.complaints.models import (
    Complaint,
    PrivacyNotice,
    Reporter,
    RoutingRule,
    UnitLink,
)
from reports.complaints.services.reminding import remind_all
from reports.complaints.services.submitting import Contact
from reports.complaints.workflow import ComplaintState
from tests.portal.users.make import make_user
from tests.reports.complaints.make_desk import (
    make_area,
    make_category,
    make_clerk,
    make_complaint,
    make_inspector,
    make_notice,
    make_overdue,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


S = ComplaintState


def test_bulk_work_says_what_was_done_and_what_was_refused(client):
    client.force_login(make_clerk())
    new, accepted = make_complaint(), make_complaint(state=S.ACCEPTED)
    stale = make_complaint()

    response = client.post(
        reverse("desk:bulk"),
        {
            "verb": "accept",
            "row": [
                f"{new.pk}:{new.version}",
                f"{accepted.pk}:{accepted.version}",
                f"{stale.pk}:{stale.version + 1}",
            ],
        },
    )

    assert "办成1件，没办成2件" in response.text
    assert "现在是“已受理”" in response.text
    assert "别人刚刚处理过" in response.text
    new.refresh_from_db()
    assert new.state == S.ACCEPTED


def test_bulk_dispatch_goes_by_the_rules(client):
    client.force_login(make_clerk())
    filed = make_complaint(state=S.FILED)

    client.post(
        reverse("desk:bulk"),
        {"verb": "dispatch", "row": f"{filed.pk}:{filed.version}"},
    )

    filed.refresh_from_db()
    assert filed.unit == filed.category.unit


def test_bulk_publishing_is_looked_through_one_by_one(client):
    client.force_login(make_clerk())
    one = make_complaint(state=S.ACCEPTED, text="电话13900001111，有垃圾")
    other = make_complaint(state=S.ACCEPTED)
    rows = [f"{each.pk}:{each.version}" for each in (one, other)]
    said = {"verb": "publish", "row": rows}

    review = client.post(reverse("desk:bulk"), said)
    client.post(reverse("desk:bulk"), {**said, "reviewed": ["", one.pk]})

    assert "<mark" in review.text
    assert "139****1111" in review.text
    published = Complaint.objects.get(is_published=True)
    assert published == one
    assert "13900001111" not in published.text_public


@pytest.mark.parametrize("row", ["x", "1", "1:x", ":", "-1:2", "9" * 30 + ":1"])
def test_bent_rows_are_not_found(client, row):
    client.force_login(make_clerk())

    response = client.post(reverse("desk:bulk"), {"verb": "accept", "row": row})

    assert response.status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "x"},
        {"page": "99999999"},
        {"page": "²"},
    ],
)
def test_a_bent_page_is_not_found(client, query):
    client.force_login(make_clerk())

    assert client.get(reverse("desk:queue", args=["all"]), query).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"category": "x", "area": "-1", "days": "3", "sort": "drop"},
        {"q": "%_\\'\"; --"},
        {"q": "字" * 500},
        {"q": "\x00"},
        {"state": "closed", "channel": "phone", "days": "7", "sort": "due"},
    ],
)
def test_bent_filters_are_an_answer_not_a_crash(client, query):
    make_complaint()
    client.force_login(make_clerk())

    assert client.get(reverse("desk:queue", args=["all"]), query).status_code == 200


@pytest.mark.parametrize("q", ["LX20", "路口堆着", "幸福里", "垃圾 三天"])
def test_a_clerk_finds_by_number_text_and_place(client, q):
    complaint, other = make_complaint(), make_complaint(text="噪音", place_text="山上")
    client.force_login(make_clerk())

    page = client.get(reverse("desk:queue", args=["all"]), {"q": q}).text

    assert complaint.number in page
    assert (other.number in page) == (q == "LX20")


def test_what_is_overdue_is_said_in_time_and_by_date(client):
    complaint = make_complaint(state=S.HANDLING)
    make_overdue(complaint)
    client.force_login(make_clerk())

    page = client.get(reverse("desk:queue", args=["overdue"])).text

    assert complaint.number in page
    assert "逾期3小时" in page


@pytest.mark.parametrize("code", ["new", "all", "check"])
@pytest.mark.parametrize("count", [4, 40])
def test_a_queue_asks_the_same_at_ten_times_the_size(
    client, code, count, django_assert_max_num_queries
):
    client.force_login(make_clerk())
    category = make_category()
    for _each in range(count):
        make_complaint(category=category)
    address = reverse("desk:queue", args=[code])
    client.get(address)

    with django_assert_max_num_queries(12):
        client.get(address)


def test_the_dry_run_says_which_rule_wins_and_why(client):
    client.force_login(make_clerk())
    category, area = make_category(), make_area()
    night, day = make_unit(short_name="夜班队"), make_unit(short_name="白班队")
    RoutingRule.objects.create(
        position=10,
        category=category,
        from_time=time(22),
        to_time=time(6),
        unit=night,
        note="夜里",
    )
    RoutingRule.objects.create(position=20, area=area, unit=day)
    n_events = Complaint.objects.count()

    by_night = client.get(
        reverse("desk:rules"),
        {"category": category.pk, "area": area.pk, "at": "2026-03-03T23:00"},
    )
    by_day = client.get(
        reverse("desk:rules"),
        {"category": category.pk, "area": area.pk, "at": "2026-03-03T10:00"},
    )

    assert by_night.context["winner"] == night
    assert by_day.context["winner"] == day
    assert "时间不符" in by_day.text
    assert Complaint.objects.count() == n_events


def test_the_administrator_orders_the_rules(client):
    units = [make_unit() for _each in range(3)]
    rules = [RoutingRule.objects.create(position=1, unit=unit) for unit in units]
    client.force_login(make_user(role=Role.ADMINISTRATOR))

    client.post(reverse("desk:move_rule", args=[rules[2].pk]), {"way": "up"})
    client.post(reverse("desk:move_rule", args=[rules[0].pk]), {"way": "up"})

    assert list(RoutingRule.objects.all()) == [rules[0], rules[2], rules[1]]
    client.force_login(make_clerk())
    response = client.post(reverse("desk:move_rule", args=[rules[0].pk]))
    assert response.status_code == 403


def test_a_link_is_shown_once_with_its_code_and_then_never_again(client):
    unit = make_unit()
    client.force_login(make_clerk())

    made = client.post(
        reverse("desk:links"), {"unit": unit.pk, "label": "值班室", "days": 90}
    )

    address = made.context["address"]
    assert address in made.text
    assert "<svg" in made.text
    path = address.removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    assert address not in client.get(reverse("desk:links")).text


def test_a_link_is_changed_and_taken_back_for_a_reason(client):
    unit = make_unit()
    client.force_login(make_clerk())
    client.post(reverse("desk:links"), {"unit": unit.pk, "days": 90})
    link = UnitLink.objects.get()

    bare = client.post(reverse("desk:rotate_link", args=[link.pk]))
    new = client.post(
        reverse("desk:rotate_link", args=[link.pk]), {"because": "换人了"}
    )
    other = UnitLink.objects.latest("pk")
    client.post(reverse("desk:revoke_link", args=[other.pk]), {"because": "不用了"})

    assert "请填写理由" in bare.text
    assert new.status_code == 200
    assert not any(each.is_alive for each in UnitLink.objects.all())
    assert client.get(reverse("desk:link_uses", args=[link.pk])).status_code == 200


def test_reminders_are_there_to_be_read(client):
    complaint = make_complaint(state=S.HANDLING)
    make_overdue(complaint)
    remind_all()
    client.force_login(make_clerk())

    page = client.get(reverse("desk:reminders")).text

    assert complaint.number in page
    assert "已逾期" in page


def test_pr_05_the_administrator_sees_whom_the_site_will_forget(client):
    complaint = make_complaint(
        state=S.CLOSED, contact=Contact(name="钱多多", phone="13900001111")
    )
    Complaint.objects.filter(pk=complaint.pk).update(
        ended_at=timezone.now() - timedelta(days=400)
    )
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    address = reverse("desk:anonymise")

    looked = client.get(address)
    unsure = client.post(address, {"days": 180})
    assert complaint.number in looked.text
    assert "请先勾选确认" in unsure.text
    assert Reporter.objects.get().phone

    done = client.post(address, {"days": 180, "is_sure": "on"})

    assert "已匿名化1件" in done.text
    assert not Reporter.objects.get().phone
    client.force_login(make_clerk())
    assert client.get(address).status_code == 403


def test_pr_03_a_notice_that_was_shown_is_never_changed(client):
    notice = make_notice()
    user = make_user()
    user.is_superuser = True
    user.save()
    client.force_login(user)
    base = "wagtailsnippets_reports_privacynotice"

    for name in ("edit", "delete"):
        response = client.post(
            reverse(f"{base}:{name}", args=[notice.pk]), {"text": "改了"}
        )
        assert response.status_code in {302, 403}
    assert PrivacyNotice.objects.get().text == "只用于办理。"
    assert client.get(reverse(f"{base}:add")).status_code == 200
    assert client.get(reverse(f"{base}:list")).status_code == 200


@pytest.mark.parametrize(
    "model",
    ["family", "category", "routingrule", "responsetemplate", "deskscope"],
)
def test_the_rules_open_in_the_cms(client, model):
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    base = f"wagtailsnippets_reports_{model}"

    assert client.get(reverse(f"{base}:list")).status_code == 200
    assert client.get(reverse(f"{base}:add")).status_code == 200


@pytest.mark.parametrize("make", [make_clerk, make_inspector])
def test_the_cms_begins_with_what_lies_on_the_desk(client, make):
    make_complaint()
    client.force_login(make())

    page = client.get(reverse("wagtailadmin_home")).text

    assert "受理台" in page
    assert reverse("desk:queue", args=["new"]) in page


def test_an_editor_sees_nothing_of_the_desk(client):
    client.force_login(make_user(role=Role.WEB_EDITOR))

    assert "/cms/desk/" not in client.get(reverse("wagtailadmin_home")).text


def test_ac_13_a_doubt_is_marked_in_the_queue(client):
    doubted, trusted = make_complaint(), make_complaint()
    record(doubted, "doubt", by=None, because="没有做防刷运算")
    client.force_login(make_clerk())

    page = BeautifulSoup(
        client.get(reverse("desk:queue", args=["new"])).content, "html.parser"
    )

    (marked,) = (row for row in page.select("tbody tr") if "存疑" in row.text)
    assert doubted.number in marked.text
    assert "没有做防刷运算" in marked.text
    assert trusted.number not in marked.text
