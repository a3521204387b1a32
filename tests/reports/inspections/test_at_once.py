"""Checks that arrive at one and the same moment."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from portal.directory.models import Area, Unit
from portal.timeline.models import Event
from portal.users.models import User
from reports.inspections.models import (
    AreaScore,
    Criterion,
    InspectionPoint,
    Round,
    SpotCheck,
    Tick,
)
from reports.inspections.services import record_check
from tests.at_once import at_once, committing
from tests.portal.make import make_area
from tests.portal.users.make import make_user
from tests.reports.inspections.make import make_point, make_round, submission

WRITTEN = (
    Event,
    Tick,
    AreaScore,
    SpotCheck,
    Round,
    InspectionPoint,
    Criterion,
    Area,
    Unit,
    User,
)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


def make_head() -> User:
    head = make_user()
    head.is_superuser = True
    head.save()
    return head


@pytest.mark.usefixtures("committed")
def test_eight_with_one_key_are_one_check():
    by = make_head()
    sent = submission(make_round(), make_point())

    recorded = at_once(lambda _number: record_check(sent, by=by))

    assert SpotCheck.objects.count() == 1
    assert sum(each.is_new for each in recorded) == 1
    assert len({each.check.pk for each in recorded}) == 1


@pytest.mark.usefixtures("committed")
def test_eight_points_of_one_area_are_all_in_its_score():
    by, area, round_ = make_head(), make_area(), make_round()
    sent = [submission(round_, make_point(area=area)) for _number in range(8)]

    at_once(lambda number: record_check(sent[number], by=by))

    assert SpotCheck.objects.count() == 8
    assert AreaScore.objects.get().shops_checked == 8
