"""Organisers in the CMS: each does what their role may, contacts need a reason."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.timeline.models import Event
from portal.users.roles import Role, sync_roles
from quizzes.events.models import Activity
from quizzes.events.workflow import ActivityState
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns
from tests.quizzes.events.make import (
    come,
    make_activity,
    make_editor,
    make_head,
    make_reviewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
INDEX = "/cms/quizzes/activities/"


def address(activity, name="case", *more):
    return reverse(f"activities_desk:{name}", args=[activity.pk, *more])


def press(client, activity, verb, **typed):
    activity.refresh_from_db()
    return client.post(
        address(activity, "act", verb), {"version": activity.version, **typed}
    )


def as_user(client, user):
    client.force_login(user)
    return client


def written(**fields):
    return {
        "title": "冬季清滩志愿日",
        "slug": "river-2027",
        "kind": "volunteer",
        "summary": "半天，有人带。",
        "body": "水退了。",
        "starts_at": "2027-03-02T08:30",
        "ends_at": "2027-03-02T11:30",
        "place_text": "老渡口",
        "host": make_unit().pk,
        "contact_phone": "0900-0000014",
        "takes_sign_ups": "on",
        "has_waiting_list": "on",
        "asks_phone": "on",
        "largest_party": 2,
        "keep_days": 30,
        "capacity": 40,
        **fields,
    }


def test_an_editor_writes_and_a_reviewer_publishes(client):
    as_user(client, make_editor())
    assert "新建活动" in client.get(INDEX).text
    assert client.get(f"{INDEX}new/").status_code == 200

    client.post(f"{INDEX}new/", written())
    activity = Activity.objects.get()
    assert activity.title in client.get(f"{INDEX}?shown=draft").text
    assert press(client, activity, "publish").status_code == 403
    as_user(client, make_reviewer())
    assert press(client, activity, "publish").status_code == 302

    activity.refresh_from_db()
    assert activity.state == ActivityState.PUBLISHED
    assert client.get(activity.get_absolute_url()).status_code == 200
    assert activity.starts_at.hour == 0  # half past eight in Shanghai


def test_what_is_wrong_is_said_and_what_was_typed_stays(client):
    as_user(client, make_editor())

    response = client.post(f"{INDEX}new/", written(ends_at="2027-03-01T08:00"))

    assert response.status_code == 422
    assert "冬季清滩志愿日" in response.text
    assert not Activity.objects.exists()


def test_an_old_page_changes_nothing(client):
    activity = make_activity(state=ActivityState.DRAFT)
    as_user(client, make_editor())

    response = client.post(address(activity, "edit"), written(version=99))

    assert response.status_code == 422
    assert "别人刚刚改过" in response.text


def test_an_editor_does_not_change_what_is_public(client):
    activity = make_activity()

    assert (
        as_user(client, make_editor()).get(address(activity, "edit")).status_code == 403
    )
    assert (
        as_user(client, make_head()).get(address(activity, "edit")).status_code == 200
    )


@pytest.mark.parametrize("role", [None, Role.INSPECTOR])
def test_a_stranger_is_not_let_in(client, role):
    activity = make_activity()
    if role:
        as_user(client, make_user(role=role))

    pages = [INDEX, f"{INDEX}new/", address(activity), address(activity, "export")]
    assert all(client.get(page).status_code in {302, 403} for page in pages)
    posts = [address(activity, "act", "cancel"), address(activity, "export_contacts")]
    assert all(client.post(page).status_code in {302, 403} for page in posts)
    activity.refresh_from_db()
    assert activity.state == ActivityState.PUBLISHED


def test_pr_21_contacts_are_shown_for_a_reason_that_is_kept(client):
    activity = make_activity()
    come(activity, name="陈麦穗", phone="13900000001")
    editor = make_editor()
    as_user(client, editor)

    assert "13900000001" not in client.get(address(activity)).text
    nothing = client.post(address(activity, "reveal"), {"because": " "})
    shown = client.post(address(activity, "reveal"), {"because": "电话确认"})

    assert nothing.status_code == 422
    assert "13900000001" not in nothing.text
    assert "13900000001" in shown.text
    assert "陈麦穗" in shown.text
    event = Event.objects.of(activity).get(verb="reveal_contacts")
    assert (event.actor, event.because) == (editor, "电话确认")


def test_who_lost_the_code_calls_and_is_taken_off_the_list_for_a_reason(client):
    activity = make_activity(capacity=1)
    held, waiting = come(activity).sign_up, come(activity).sign_up
    editor = make_editor()
    as_user(client, editor)

    bare = press(client, activity, "cancel_sign_up", sign_up=held.pk)
    done = press(client, activity, "cancel_sign_up", sign_up=held.pk, because="来电")
    other = press(client, make_activity(), "cancel_sign_up", sign_up=waiting.pk)

    assert [each.status_code for each in (bare, done, other)] == [422, 302, 404]
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    event = Event.objects.of(held).get(verb="cancel_sign_up")
    assert (event.actor, event.because) == (editor, "来电")


def cells(response):
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_c12_exports_hold_contacts_only_for_a_reason_and_compute_nothing(client):
    activity = make_activity(asks_remark=True)
    come(activity, name="=cmd()", phone="13900000001", remark="+1")
    as_user(client, make_editor())

    bare = client.get(address(activity, "export"))
    full = client.post(address(activity, "export_contacts"), {"because": "签到表"})

    assert "13900000001" not in str(cells(bare))
    header, row = cells(full)
    assert header[4:6] == ["称呼", "手机号"]
    assert row[4:8] == ["'=cmd()", "13900000001", None, "'+1"]
    assert Event.objects.of(activity).filter(verb="export_contacts").count() == 1


def test_a_reviewer_sees_who_comes_but_not_how_to_reach_them(client):
    activity = make_activity()
    come(activity, phone="13900000001")
    as_user(client, make_reviewer())

    assert client.get(address(activity)).status_code == 200
    for name in ("reveal", "export_contacts"):
        response = client.post(address(activity, name), {"because": "看看"})
        assert response.status_code == 403


def test_results_are_entered_by_one_and_published_by_another(client):
    activity = make_activity(starts_at=timezone.now() - timedelta(days=1))
    as_user(client, make_editor())

    wrong = press(client, activity, "enter_results", lines="1,甲队,大人")
    right = press(client, activity, "enter_results", lines="1,甲队,队伍,98,一等奖")
    as_user(client, make_reviewer())
    shown = client.get(address(activity))
    done = press(client, activity, "publish_results")

    assert (wrong.status_code, right.status_code, done.status_code) == (422, 302, 302)
    assert "1,甲队,大人" in wrong.text
    assert "甲队" in shown.text
    assert "甲队" in client.get(activity.get_absolute_url()).text


def test_calling_it_off_needs_a_reason_and_cannot_be_done_twice(client):
    activity = make_activity()
    as_user(client, make_editor())

    assert press(client, activity, "cancel").status_code == 422
    assert press(client, activity, "cancel", because="大雨").status_code == 302
    again = press(client, activity, "cancel", because="大雨")

    assert again.status_code == 422
    assert "已取消" in again.text
    assert press(client, activity, "nonsense").status_code == 404


def test_the_newsroom_sees_on_its_calendar_what_is_public_and_when(client):
    make_columns()
    sync_roles()
    at = datetime(2027, 3, 2, 1, tzinfo=UTC)
    activity = make_activity(title="清滩", starts_at=at)
    make_activity(title="植树", state=ActivityState.CANCELLED, starts_at=at)
    make_activity(title="没定下来", state=ActivityState.DRAFT, starts_at=at)
    make_activity(title="四月的", starts_at=at + timedelta(days=31))
    as_user(client, make_editor())

    def shown(**chosen):
        return client.get(reverse("newsroom:calendar"), {"month": "2027-03", **chosen})

    for text in (shown().text, shown(kind="activities", look="list").text):
        assert f'href="{activity.get_absolute_url()}"' in text
        assert "09:00" in text
        assert "植树（已取消）" in text
        assert "没定下来" not in text
        assert "四月的" not in text
    assert "清滩" not in shown(kind="news").text
    assert shown(kind="nothing").status_code == 404
