"""The demonstration county's lists and commendations: lawful, and open to a recount."""

import pytest

from portal.demo.context import Context
from portal.timeline.models import Event
from publicity.models import Clause
from reports.complaints.masking import find_personal
from reports.lists.demo.commendations import load_commendations
from reports.lists.demo.lists import load_lists
from reports.lists.models import Commendation, UnitList
from reports.lists.tables import digest_of
from reports.lists.workflow import LIST_STEPS, ListState

pytestmark = pytest.mark.django_db


def test_two_lists_are_published_with_somebody_red_and_somebody_black():
    lists = list(UnitList.objects.public())

    assert len(lists) == 2
    for each in lists:
        rows = list(each.rows.all())
        assert sum(row.rank is not None for row in rows) >= 5
        assert {"red", "black"} <= {row.colour for row in rows}
        assert all(row.items.count() == row.n_due for row in rows)
        assert each.digest == digest_of(each)


def test_each_went_its_way_by_the_table():
    for each in UnitList.objects.all():
        steps = list(Event.objects.of(each).values_list("from_state", "to_state"))
        assert steps[0] == ("", "draft")
        assert all(new in LIST_STEPS[ListState(old)] for old, new in steps[1:])


def test_twenty_commendations_name_nobody():
    shown = list(Commendation.objects.public().select_related("area", "place"))

    assert len(shown) == 20
    for each in shown:
        each.full_clean()
        assert not find_personal(f"{each.name}\n{each.citation}"), each
        assert each.area
        assert each.place
        assert each.clauses.exists()
    assert any(each.unit_id for each in shown)


def test_loading_again_changes_nothing():
    before = list(UnitList.objects.values_list("pk", "digest"))

    load_lists(Context())
    load_commendations(Context())

    assert list(UnitList.objects.values_list("pk", "digest")) == before
    assert Commendation.objects.count() == 20


def test_pages_open(client):
    commended = Commendation.objects.public()[0]
    clause = commended.clauses.all()[0]
    for address in (
        "/lists/",
        *(each.get_absolute_url() for each in UnitList.objects.public()),
        "/lists/commendations/",
        commended.get_absolute_url(),
    ):
        assert client.get(address).status_code == 200
    page = client.get(Clause.objects.get(pk=clause.pk).get_absolute_url()).text
    assert "表彰" in page
