"""Whatever is asked of the site without a right: nobody who signed up is in the answer."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.timeline.models import Event
from quizzes.events.models import SignUp
from quizzes.events.services.signing_up import change_sign_up
from tests.portal.make import make_area, make_unit
from tests.quizzes.events.make import come, make_activity, make_head, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
NAME, PHONE, GROUP, REMARK = "陈麦穗", "13987654321", "河湾小学三班", "坐轮椅来"
SECRETS = (NAME, PHONE, GROUP, REMARK)


@pytest.fixture
def activity():
    activity = make_activity(
        host=make_unit(),
        area=make_area(),
        capacity=1,
        asks_group=True,
        asks_remark=True,
    )
    said = {"name": NAME, "group": GROUP, "remark": REMARK}
    come(activity, phone=PHONE, **said)
    come(activity, **said)
    return activity


def test_contacts_are_in_no_public_answer(client, activity):
    call_command("update_index", verbosity=0)
    page = activity.get_absolute_url()
    month = timezone.localtime(activity.starts_at)
    addresses = [
        "/activities/",
        f"/activities/?month={month:%Y-%m}",
        page,
        f"{page}activity.ics",
        f"{page}sign-up/",
        "/activities/feed.ics",
        "/activities/code/",
        "/feeds/activities.xml",
        "/feeds/all.xml",
        "/sitemap/",
        activity.host.get_absolute_url(),
        activity.area.get_absolute_url(),
        *(f"/search/?q={secret}" for secret in SECRETS),
    ]
    for address in addresses:
        response = client.get(address)
        content = response.content.decode()
        assert response.status_code == 200, address
        # The search page repeats what was asked for, and finds nothing.
        asked = address.partition("?q=")[2]
        assert not [each for each in SECRETS if each in content and each != asked]
        if asked:
            assert activity.title not in content


def test_the_page_behind_one_code_tells_nothing_of_others(client, activity):
    other = come(activity, name="王二", group="二班", phone="13900000077")

    content = client.get(
        reverse("activities:mine", args=[activity.slug, other.code])
    ).text

    assert not [each for each in SECRETS if each in content]


def test_history_holds_neither_names_nor_codes(activity):
    ticket = come(activity, name="王二", group="二班")
    change_sign_up(ticket.sign_up, party_size=1, group="三班", remark="晚到")

    kept = str(list(Event.objects.values_list("because", "public_text")))
    kept += str(list(SignUp.objects.values()))

    assert not [
        each for each in (*SECRETS, ticket.code, "王二", "三班", "晚到") if each in kept
    ]


@pytest.mark.parametrize("make", [make_reviewer, make_head])
def test_staff_without_the_right_see_no_contacts(client, activity, make):
    client.force_login(make())

    for name in ("case", "export"):
        response = client.get(reverse(f"activities_desk:{name}", args=[activity.pk]))
        assert not [each for each in SECRETS if each.encode() in response.content]
