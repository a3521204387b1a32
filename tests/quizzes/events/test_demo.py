"""The demonstration county's activities: lawful, and of every sort."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from portal.demo.context import Context
from portal.demo.directory import load_areas, load_streets, load_units
from portal.pii import find
from portal.timeline.models import Event
from quizzes.events.demo.activities import load
from quizzes.events.models import Activity, SignUpContact
from quizzes.events.workflow import ACTIVITY_STEPS, ActivityState, ResultOf

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold the activities in a transaction, with no more of the county than they need."""
    context = Context(films="none", picture_width=64)
    with django_db_blocker.unblock(), transaction.atomic():
        for each in (load_units, load_areas, load_streets, load):
            each(context)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(county: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_some_are_over_with_results_and_recording_and_some_come():
    activities = Activity.objects.public().select_related("poster")

    assert len(activities) >= 8
    assert sum(each.results_public_at is not None for each in activities) >= 4
    assert any(each.is_cancelled for each in activities)
    assert any(each.sign_ups.waiting().exists() for each in activities)
    assert all(each.poster and each.poster_alt for each in activities)


def test_what_they_point_to_is_there():
    context = Context()
    numbers = {row["id"] for row in context.read("episodes")["episodes"]}
    rows = context.read("activities")["activities"]

    assert {row["recording"] for row in rows if "recording" in row} <= numbers
    assert all(
        each.place and each.area and each.co_hosts.exists()
        for each in Activity.objects.all()
    )


def test_each_went_its_way_by_the_table_and_through_two_hands():
    for each in Activity.objects.all():
        steps = list(
            Event.objects.of(each).order_by("pk").values_list("from_state", "to_state")
        )
        moves = [(old, new) for old, new in steps[1:] if old != new]
        assert steps[0] == ("", "draft")
        assert all(new in ACTIVITY_STEPS[ActivityState(old)] for old, new in moves)
        assert each.edited_by != each.published_by


def test_pr_05_nobody_is_named_and_no_phone_is_kept():
    assert not SignUpContact.objects.exists()
    for each in Activity.objects.all():
        shown = [each.title, each.body, each.notes, each.afterwards]
        assert not find("\n".join(shown))
        for row in each.results.filter(of__in=[ResultOf.PERSON, ResultOf.MINOR]):
            assert "*" in row.name or "未成年" in row.name


def test_loading_twice_changes_nothing():
    before = Activity.objects.count(), Event.objects.count()

    load(Context(films="none", picture_width=64))

    assert (Activity.objects.count(), Event.objects.count()) == before
