"""C10: whoever is bound to a unit or an area learns nothing of the others' matters.

The tables are made from the desk's own addresses: a new one cannot be forgotten.
"""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import ReferenceIndex

from portal.directory.models import Unit
from portal.users.roles import Role
from reports.complaints.desk import urls
from reports.complaints.desk.actions import ACTIONS, open_to
from reports.complaints.desk.lists import BULK
from reports.complaints.desk.queues import QUEUES
from reports.complaints.desk.scopes import visible_to
from reports.complaints.models import Complaint, UnitLink
from reports.complaints.models.scopes import DeskScope
from reports.complaints.services.dispatching import name_accused_unit
from reports.complaints.services.handling import ask_extension
from reports.complaints.services.links import issue_link
from reports.complaints.services.submitting import Contact
from reports.complaints.workflow import ComplaintState
from tests.portal.users.make import make_user
from tests.reports.complaints.make_desk import (
    make_area,
    make_complaint,
    make_inspector,
    make_unit,
)

pytestmark = pytest.mark.django_db
SECRET = "槐树巷里的秘密"


@pytest.fixture(autouse=True)
def forget_what_was_kept():
    cache.clear()


class County:
    """Two people, each with one complaint and one link that the other may not know."""

    def __init__(self, kind: str) -> None:
        self.people, self.complaints, self.links = [], [], []
        for _each in range(2):
            unit = make_unit()
            area = make_area(lead_unit=unit)
            user = make_user(role=Role.DESK)
            DeskScope.objects.create(
                user=user,
                unit=unit if kind == "unit" else None,
                area=area if kind == "area" else None,
            )
            complaint = make_complaint(
                state=ComplaintState.DISPATCHED,
                unit=unit,
                area=area,
                text=SECRET,
                contact=Contact(name="钱多多", phone="13900001111"),
            )
            self.people.append(user)
            self.complaints.append(complaint)
            self.links.append(issue_link(unit, by=None)[0])


@pytest.fixture(params=["unit", "area"])
def county(request) -> County:
    return County(request.param)


def names_with(*wanted: str) -> list[str]:
    """Return the desk's addresses that take exactly these arguments."""
    found = []
    for pattern in urls.urlpatterns:
        assert pattern.name
        if set(pattern.pattern.converters) == set(wanted):
            found.append(pattern.name)
    return found


OF_A_CASE = [
    *((name, None) for name in names_with("pk")),
    *((name, action.verb) for name in names_with("pk", "verb") for action in ACTIONS),
]
OF_A_LINK = names_with("link")
LISTS = [
    *((name, None) for name in names_with()),
    *((name, queue.code) for name in names_with("code") for queue in QUEUES),
]
WITHOUT_SECRETS = names_with("rule")


def test_every_address_of_the_desk_is_in_one_of_the_tables():
    known = {name for name, _more in [*OF_A_CASE, *LISTS]}
    known |= {*OF_A_LINK, *WITHOUT_SECRETS}

    assert known == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize(("name", "verb"), OF_A_CASE)
def test_c10_the_others_case_is_not_there(client, county, name, verb):
    for me, other in ((0, 1), (1, 0)):
        complaint = county.complaints[other]
        client.force_login(county.people[me])
        arguments = [complaint.pk, verb] if verb else [complaint.pk]

        for send in (client.get, client.post):
            response = send(
                reverse(f"desk:{name}", args=arguments),
                {"version": complaint.version, "text": "x", "because": "x"},
            )

            assert response.status_code in {403, 404, 405}
            assert SECRET not in response.text
        version = Complaint.objects.get(pk=complaint.pk).version
        assert version == complaint.version


@pytest.mark.parametrize("name", OF_A_LINK)
@pytest.mark.parametrize("method", ["get", "post"])
def test_c10_the_others_link_is_not_there(client, county, name, method):
    for me, other in ((0, 1), (1, 0)):
        link = county.links[other]
        client.force_login(county.people[me])

        response = getattr(client, method)(
            reverse(f"desk:{name}", args=[link.pk]), {"because": "x"}
        )

        assert response.status_code in {403, 404, 405}
        assert UnitLink.objects.get(pk=link.pk).revoked_at is None


@pytest.mark.parametrize(("name", "code"), LISTS)
def test_c10_no_list_shows_the_others_case(client, county, name, code):
    for me, other in ((0, 1), (1, 0)):
        client.force_login(county.people[me])
        address = reverse(f"desk:{name}", args=[code] if code else [])
        number = county.complaints[other].number
        # Not even to whoever looks for it by its number, or by its words.
        for query in ({}, {"q": number}, {"q": SECRET}):
            response = client.get(address, query, follow=True)
            assert response.status_code in {200, 403, 405}
            shown = response.text.replace(f'value="{number}"', "")
            shown = shown.replace(f"q={number}", "")
            assert number not in shown


@pytest.mark.parametrize("verb", BULK)
def test_c10_nothing_is_done_in_bulk_to_the_others_case(client, county, verb):
    complaint = county.complaints[1]
    client.force_login(county.people[0])

    response = client.post(
        reverse("desk:bulk"),
        {"verb": verb, "row": f"{complaint.pk}:{complaint.version}"},
    )

    assert response.status_code in {403, 404}
    assert Complaint.objects.get(pk=complaint.pk).version == complaint.version


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_c10_the_export_holds_the_own_cases_alone(client, county, kind):
    client.force_login(county.people[0])

    response = client.post(reverse("desk:export"), {"queue": "all", "format": kind})

    if kind == "csv":
        assert county.complaints[0].number in response.text
        assert county.complaints[1].number not in response.text
    assert response.status_code == 200


def test_c10_nothing_is_merged_into_the_others_case(client):
    county = County("area")
    mine = make_complaint(area=county.complaints[0].area)
    client.force_login(county.people[0])

    response = client.post(
        reverse("desk:act", args=[mine.pk, "merge"]),
        {"version": mine.version, "into": county.complaints[1].number},
    )

    assert response.status_code == 422
    assert "没有这个编号" in response.text
    assert Complaint.objects.get(pk=mine.pk).state == ComplaintState.SUBMITTED


def test_c11_whoever_works_for_a_unit_reads_no_original_and_no_contact(client):
    unit = make_unit()
    complaint = make_complaint(
        state=ComplaintState.DISPATCHED,
        unit=unit,
        text="我叫钱多多，电话13900001111，门口有垃圾。",
        contact=Contact(name="钱多多", phone="13900001111"),
    )
    user = make_user(role=Role.DESK)
    DeskScope.objects.create(user=user, unit=unit)
    client.force_login(user)

    page = client.get(reverse("desk:case", args=[complaint.pk])).text
    listed = client.get(reverse("desk:queue", args=["all"])).text
    searched = client.get(reverse("desk:queue", args=["all"]), {"q": "钱多"}).text
    table = client.post(reverse("desk:export"), {"queue": "all", "format": "csv"}).text
    reveal = client.post(
        reverse("desk:act", args=[complaint.pk, "reveal_contact"]),
        {"version": complaint.version, "because": "想知道"},
    )

    assert complaint.number in page
    assert complaint.number in listed
    assert complaint.number not in searched
    for text in (page, listed, table, reveal.text):
        assert "钱多多" not in text
        assert "13900001111" not in text
    assert reveal.status_code == 403


def test_pr_22_nobody_sees_a_matter_about_their_own_house():
    above = make_unit()
    below = make_unit()
    Unit.objects.filter(pk=below.pk).update(parent=above)
    area = make_area(lead_unit=above)
    complaint = make_complaint(area=area)
    users = [make_inspector(unit=above), make_inspector(unit=below)]
    for user in users:
        DeskScope.objects.create(user=user, area=area)
    assert [visible_to(user).count() for user in users] == [1, 1]

    name_accused_unit(complaint, by=make_user(), unit=above, because="反映所长")

    users = [type(user).objects.get(pk=user.pk) for user in users]
    assert [visible_to(user).count() for user in users] == [0, 0]


def test_an_inspector_without_an_area_sees_nothing_and_a_clerk_everything():
    make_complaint()

    assert not visible_to(make_user(role=Role.INSPECTOR)).exists()
    assert visible_to(make_inspector()).exists()
    assert visible_to(make_user(role=Role.DESK)).exists()


@pytest.mark.parametrize("role", [None, Role.WEB_EDITOR, Role.TV_EDITOR])
def test_a_stranger_to_the_desk_gets_nowhere(client, role):
    if role:
        client.force_login(make_user(role=role))
    addresses = [
        *(reverse(f"desk:{name}", args=[code] if code else []) for name, code in LISTS),
        *(
            reverse(f"desk:{name}", args=[1, verb] if verb else [1])
            for name, verb in OF_A_CASE
        ),
        *(reverse(f"desk:{name}", args=[1]) for name in OF_A_LINK + WITHOUT_SECRETS),
    ]

    for address in addresses:
        for response in (client.get(address), client.post(address)):
            if role:
                assert response.status_code in {403, 405}, address
            else:
                assert response.status_code == 302, address
                assert "/login/" in response["Location"]


def test_whoever_works_for_a_unit_decides_nothing_about_its_work(client):
    """The unit never decides that it is done, nor that it gets more time."""
    unit = make_unit()
    complaint = make_complaint(state=ComplaintState.HANDLING, unit=unit)
    ask_extension(complaint, by=make_user(), because="等零件")
    user = make_user(role=Role.DESK)
    user.groups.add(Group.objects.get(name=Role.INSPECTOR.value))
    DeskScope.objects.create(user=user, unit=unit)

    offered = {action.verb for action in open_to(user, complaint)}

    assert offered == {"return_assignment", "hand_in", "ask_extension"}
    client.force_login(user)
    for verb in ("decide_extension", "renew_query_code", "recall", "check_result"):
        response = client.post(
            reverse("desk:act", args=[complaint.pk, verb]),
            {"version": complaint.version, "because": "x", "is_granted": "yes"},
        )
        assert response.status_code == 403


RULES = {
    "category",
    "family",
    "routingrule",
    "responsetemplate",
    "inspectionmandate",
}


@pytest.mark.parametrize(
    "model",
    list(apps.get_app_config("reports").get_models()),
    ids=lambda model: model.__name__,
)
def test_c10_the_cms_tells_of_no_complaint_where_a_unit_is_used(model):
    """Wagtail lists by what a unit or an area is named, whoever asks."""
    is_told = ReferenceIndex.model_is_indexable(model)

    assert not is_told or model._meta.model_name in RULES
