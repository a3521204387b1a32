"""A unit's account: what is open, what was in time, and that mending shows."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.directory.hubs import unit_hub
from reports.lists.public.account import Account
from reports.lists.workflow import ListState
from reports.notices.models import OverdueRecord
from reports.notices.workflow import NoticeState
from tests.portal.make import make_unit
from tests.reports.lists.make import make_list
from tests.reports.notices.make import make_notice

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("home_page", "november"),
]
CLOSED, SERVED = NoticeState.CLOSED, NoticeState.SERVED


@pytest.fixture
def november():
    with time_machine.travel("2026-11-25T09:00:00+08:00"):
        yield


def notice(unit, state=CLOSED, *, ago=1, missed=False, **fields: Any):
    """Make one that fell due so many days ago."""
    due = timezone.now() - timedelta(days=ago)
    found = make_notice(
        unit=unit,
        state=state,
        due_at=due,
        issued_at=due - timedelta(days=5),
        submitted_at=due + timedelta(days=2 if missed else -1),
        is_public=True,
        **fields,
    )
    if missed:
        OverdueRecord.objects.create(notice=found, round=1, due_at=due)
    return found


def test_rule_7_a_rate_comes_with_its_parts_and_its_interval(client):
    unit = make_unit()
    for _each in range(3):
        notice(unit)
    notice(unit, missed=True)
    notice(unit, SERVED, missed=True)

    page = client.get(unit.get_absolute_url()).text

    assert "应结案5件，按期3件" in page
    assert "95%置信区间23.1%—88.2%" in page
    assert "已逾期1天" in page


def test_a_unit_that_mended_reads_as_one(client):
    unit = make_unit()
    for _each in range(4):
        notice(unit, ago=120, missed=True)
        notice(unit, ago=20)

    page = client.get(unit.get_absolute_url()).text

    assert "没有在办的通知单" in page
    assert "近三个月100.0%（4/4），好于再前三个月的0.0%（0/4）" in page
    assert "逾期2日" in page
    assert page.count("已改好") == 8


def test_what_is_open_comes_first_and_the_latest_of_it():
    unit = make_unit()
    soon = notice(unit, SERVED, ago=-2)
    late = notice(unit, SERVED, ago=9)
    notice(unit, SERVED, ago=-9, recurrence_of=soon, occurrence=2)

    account = Account(unit, timezone.now())

    assert [one.notice for one in account.open][:2] == [late, soon]
    assert (account.n_late, account.n_recurred) == (1, 1)
    assert account.year.due == 1  # the others have time yet


def test_the_trend_has_its_table(client):
    unit = make_unit()
    notice(unit, ago=1)
    notice(unit, ago=40, missed=True)

    account = Account(unit, timezone.now())
    page = client.get(unit.get_absolute_url()).text

    assert [(bar.share.done, bar.share.due) for bar in account.months] == [
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 1),
        (1, 1),
    ]
    assert "2026年10月" in page
    assert "近一年没有到期的通知单" not in page


def test_what_is_not_public_is_counted_and_not_named(client):
    unit = make_unit()
    found = notice(unit, SERVED, ago=-2)
    type(found).objects.update(is_public=False)

    page = client.get(unit.get_absolute_url()).text

    assert found.number not in page
    assert "整改账本" in page


def test_a_unit_without_notices_has_no_account(client):
    assert "整改账本" not in client.get(make_unit().get_absolute_url()).text


def test_the_page_asks_as_much_for_many_as_for_few(
    client, django_assert_max_num_queries
):
    unit = make_unit()
    for _each in range(12):
        notice(unit)
        notice(unit, SERVED, missed=True)
        make_list(state=ListState.PUBLISHED, counts={unit: (3, 9)})
    client.get(unit.get_absolute_url())

    # Eight of the page itself, and one for each panel that rooms hang there.
    with django_assert_max_num_queries(8 + len(unit_hub)):
        client.get(unit.get_absolute_url())


def test_a_unit_sees_in_which_lists_it_stood(client):
    unit = make_unit()
    shown = make_list(state=ListState.PUBLISHED, counts={unit: (3, 9)}, title="九月榜")
    make_list(state=ListState.PREVIEW, counts={unit: (3, 9)}, title="还没定的榜")

    page = client.get(unit.get_absolute_url()).text

    assert "九月榜" in page
    assert shown.get_absolute_url() in page
    assert "还没定的榜" not in page
