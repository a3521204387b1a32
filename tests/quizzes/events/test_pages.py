"""What a reader sees and does: the list, a page, the form, the page behind the code."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.codes import new_code
from portal.log_lines import without_secrets
from quizzes.events.models import Activity, SignUp
from quizzes.events.services.results import (
    enter_results,
    publish_results,
    read_lines,
)
from quizzes.events.workflow import ActivityKind, ActivityState
from tests.portal.make import make_area, make_unit
from tests.quizzes.events.make import come, make_activity, make_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
INDEX, CODE = "/activities/", "/activities/code/"
CODE_SEEN = re.compile(r'id="code">([0-9A-Z-]{16})<')


def form_of(activity):
    return reverse("activities:sign_up", args=[activity.slug])


def mine(ticket, verb=""):
    slug = ticket.sign_up.activity.slug
    return reverse(f"activities:{verb or 'mine'}", args=[slug, ticket.code])


def typed(**fields):
    return {
        "form_token": "k" * 32,
        "name": "李女士",
        "phone": "13900000001",
        "agrees": "on",
        **fields,
    }


def test_the_list_shows_what_comes_and_what_was_and_no_drafts(client):
    coming, draft = make_activity(), make_activity(state=ActivityState.DRAFT)
    gone = make_activity(starts_at=timezone.now() - timedelta(days=40))
    off = make_activity(state=ActivityState.CANCELLED)

    text = client.get(INDEX).text

    assert all(each.title in text for each in (coming, gone, off))
    assert draft.title not in text
    assert "已取消" in text
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_an_empty_list_says_so(client):
    assert "眼下没有安排好的活动" in client.get(INDEX).text
    assert "这个月没有活动" in client.get(INDEX + "?month=2026-02").text


def test_the_list_is_narrowed_by_kind_area_and_month(client):
    area = make_area()
    at = datetime(2027, 3, 2, 1, tzinfo=UTC)
    here = make_activity(area=area, kind=ActivityKind.SPEECH, starts_at=at)
    other = make_activity()

    for query in ("kind=speech", f"area={area.code}", "month=2027-03"):
        text = client.get(f"{INDEX}?{query}").text
        assert here.title in text
        assert other.title not in text
    assert 'id="d2"' in client.get(f"{INDEX}?month=2027-03").text


@pytest.mark.parametrize(
    "query", ["kind=x", "area=x", "month=2026-13", "page=9", "page=x", "month=%00"]
)
def test_i4_an_address_that_means_nothing_is_not_found(client, query):
    assert client.get(f"{INDEX}?{query}").status_code == 404


def test_the_list_asks_the_database_the_same_at_any_size(
    client, django_assert_max_num_queries
):
    for _each in range(15):
        make_activity()
        make_activity(starts_at=timezone.now() - timedelta(days=2))
    client.get(INDEX)

    with django_assert_max_num_queries(14):
        client.get(INDEX)


def test_all_that_comes_is_listed_the_nearest_first_then_what_was(client):
    gone = make_activity(starts_at=timezone.now() - timedelta(days=2))
    coming = [
        make_activity(starts_at=timezone.now() + timedelta(days=day))
        for day in range(15, 0, -1)
    ]
    coming.reverse()

    first, second = (client.get(f"{INDEX}?page={n}").text for n in (1, 2))

    assert [each.title in first for each in coming] == [True] * 12 + [False] * 3
    at = [second.index(f">{each.title}<") for each in (*coming[12:], gone)]
    assert at == sorted(at)
    assert "?page=2" in first
    assert client.get(f"{INDEX}?page=3").status_code == 404


def test_a_page_says_when_where_whose_and_how_many_are_left(client):
    unit = make_unit(name="水利局")
    activity = make_activity(host=unit, capacity=5, n_taken=2, area=make_area())

    response = client.get(activity.get_absolute_url())

    assert "水利局" in response.text
    assert unit.get_absolute_url() in response.text
    assert "还剩3个名额" in response.text
    assert form_of(activity) in response.text
    assert not response.cookies


def test_a_cancelled_one_says_why_and_takes_nobody(client):
    activity = make_activity(state=ActivityState.CANCELLED)

    assert "大雨" in client.get(activity.get_absolute_url()).text
    assert client.post(form_of(activity), typed()).status_code == 422
    assert not SignUp.objects.exists()


def test_results_and_recording_are_shown_when_they_are_public(client):
    activity = make_activity(starts_at=timezone.now() - timedelta(days=1))
    enter_results(
        activity,
        read_lines("1,甲队,队伍,98,一等奖\n2,王小明,个人,97,"),
        by=make_head(),
        afterwards="来了一百人。",
    )
    assert "甲队" not in client.get(activity.get_absolute_url()).text

    publish_results(activity, by=make_head())
    text = client.get(activity.get_absolute_url()).text

    assert "甲队" in text
    assert "来了一百人" in text
    assert "王**" in text
    assert "王小明" not in text


def test_the_form_sets_no_cookie_and_is_kept_nowhere(client):
    response = client.get(form_of(make_activity()))

    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_somebody_signs_up_and_gets_a_code_that_opens_their_page(client):
    activity = make_activity(capacity=3, largest_party=2)

    response = client.post(form_of(activity), typed(party_size="2"))
    (code,) = CODE_SEEN.findall(response.text)
    again = client.post(form_of(activity), typed(party_size="2"))
    led = client.post(CODE, {"code_token": code.lower()})

    assert response.status_code == 200
    assert "<svg" in response.text
    assert not response.cookies
    assert CODE_SEEN.findall(again.text) == [code]
    assert Activity.objects.get().n_taken == 2
    assert led.status_code == 303
    page = client.get(led["Location"])
    assert "已报上" in page.text
    assert "139****0001" in page.text
    assert "13900000001" not in page.text
    for each in (response, page):
        assert each["Cache-Control"] == "no-store"
        assert each["Referrer-Policy"] == "no-referrer"


def test_what_is_wrong_stands_at_its_field_and_what_is_right_stays(client):
    activity = make_activity()

    response = client.post(form_of(activity), typed(phone="123", agrees=""))

    assert response.status_code == 422
    assert 'href="#id_phone"' in response.text
    assert 'value="李女士"' in response.text
    assert 'value="' + "k" * 32 in response.text


def test_a_trap_for_machines_and_a_forged_key_take_no_place(client):
    activity = make_activity()

    trapped = client.post(form_of(activity), typed(website="http://x.example"))
    forged = client.post(form_of(activity), typed(form_token="1"))

    assert {trapped.status_code, forged.status_code} == {422}
    assert not SignUp.objects.exists()


def test_a_flood_from_one_network_has_to_wait(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "activity_sign_up": (1, 3600, 900)}
    activity = make_activity()
    client.post(form_of(activity), typed())

    response = client.post(form_of(activity), typed(form_token="m" * 32))

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_guessing_codes_ends_soon_and_right_ones_cost_nothing(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "activity_code": (2, 900, 900)}
    ticket = come(make_activity())

    assert [client.get(mine(ticket)).status_code for _each in range(5)] == [200] * 5
    tries = [client.post(CODE, {"code_token": "x"}).status_code for _each in range(3)]
    assert tries == [422, 422, 429]
    assert client.get(mine(ticket)).status_code == 429


def test_a_code_opens_its_own_activity_and_nothing_else(client):
    ticket, other = come(make_activity()), make_activity()

    wrong = reverse("activities:mine", args=[other.slug, ticket.code])
    assert client.get(wrong).status_code == 404
    unknown = reverse("activities:mine", args=[other.slug, new_code()])
    assert client.get(unknown).status_code == 404


def test_they_change_and_cancel_without_logging_in(client):
    activity = make_activity(capacity=3, largest_party=3)
    ticket, waiting = come(activity, party_size=3), come(activity)
    version = ticket.sign_up.version

    old = client.post(mine(ticket, "change"), {"party_size": 2, "version": 99})
    changed = client.post(mine(ticket, "change"), {"party_size": 2, "version": version})
    many = client.post(
        mine(ticket, "change"), {"party_size": 9, "version": version + 1}
    )
    waiting.sign_up.refresh_from_db()

    assert [each.status_code for each in (old, changed, many)] == [422, 303, 422]
    assert waiting.sign_up.state == "confirmed"
    gone = client.post(mine(ticket, "cancel"), follow=True)
    assert "联系方式也删了" in gone.text
    assert client.post(mine(ticket, "cancel")).status_code == 303  # pressed twice
    assert Activity.objects.get().n_taken == 1


def test_c4_the_secret_address_is_in_no_log_line():
    address = "/activities/tree-day/s/K7M2Q-9XR4T-3HDP/change/"

    assert "K7M2Q" not in without_secrets(f"Not Found: {address}")
    assert "odd" not in without_secrets("Not Found: /activities/a/s/odd-token/")


def test_units_and_areas_show_what_is_held_there(client):
    unit, area = make_unit(), make_area()
    activity = make_activity(host=unit, area=area)
    joined = make_activity()
    joined.co_hosts.add(unit)

    on_unit = client.get(unit.get_absolute_url()).text
    assert activity.title in on_unit
    assert joined.title in on_unit
    assert activity.title in client.get(area.get_absolute_url()).text


def test_a_unit_shows_its_nearest_however_many_come(client):
    unit = make_unit()
    held = [
        make_activity(host=unit, starts_at=timezone.now() + timedelta(days=day))
        for day in (-2, *range(1, 16))
    ]

    text = client.get(unit.get_absolute_url()).text

    assert [each for each in held if each.title in text] == held[1:5]


def test_it_is_found_followed_and_mapped(client):
    activity = make_activity(title="冬季清滩志愿日")

    address = activity.get_absolute_url()

    assert address in client.get("/search/?q=清滩").text
    assert activity.title in client.get("/feeds/activities.xml").text
    assert activity.get_absolute_url() in client.get("/sitemap/").text
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert client.get(activity.get_absolute_url()).status_code == 200
