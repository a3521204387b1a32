"""What is counted, what is not, and that nobody gains by leaving things undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.directory.models import UnitDuty
from reports.complaints.workflow import ComplaintState
from reports.lists.inputs import ledgers, per_workload, span
from reports.lists.models import ServedPopulation
from reports.lists.services.computing import compute
from reports.lists.workflow import ListState, Source, WorkloadKind
from reports.notices.models import NoticeComplaint, OverdueRecord
from reports.notices.workflow import NoticeState
from tests.portal.make import make_unit
from tests.reports.lists.make import (
    ENDS_ON,
    STARTS_ON,
    make_clerk,
    make_formula,
    make_list,
)
from tests.reports.make import make_complaint
from tests.reports.notices.make import make_notice

pytestmark = pytest.mark.django_db
_N, _C = NoticeState, ComplaintState
DUE = datetime(2026, 10, 8, 15, 59, 59, tzinfo=UTC)  # the end of that day in China
NOW = "2026-10-16T09:00:00+08:00"


def count(unit, **formula):
    with time_machine.travel(NOW):
        books = ledgers(make_formula(**formula), STARTS_ON, ENDS_ON)
    found = next(each for each in books if each.unit == unit)
    return found.n_in_time, found.n_due, found.n_open, found.n_pending


def notice(unit, state, *, missed=False, **fields):
    found = make_notice(unit=unit, state=state, **{"due_at": DUE, **fields})
    if missed:
        OverdueRecord.objects.create(notice=found, round=1, due_at=DUE)
    return found


@pytest.mark.parametrize(
    ("state", "missed", "fields", "expected"),
    [
        (_N.CLOSED, False, {}, (1, 1, 0, 0)),
        (_N.CLOSED, True, {}, (0, 1, 0, 0)),
        (_N.SERVED, True, {}, (0, 1, 1, 0)),
        (_N.ACKNOWLEDGED, False, {}, (0, 1, 1, 0)),  # the clock has not come by yet
        (_N.SUBMITTED, False, {}, (0, 0, 0, 1)),
        (_N.REINSPECTING, False, {}, (0, 0, 0, 1)),
        (_N.PASSED, False, {}, (0, 0, 0, 1)),
        (_N.SUBMITTED, True, {}, (0, 1, 1, 0)),
        (_N.OBJECTED, True, {}, (0, 0, 0, 1)),
        (_N.ISSUED, False, {}, (0, 0, 0, 1)),  # the unit was never told
        (_N.REVOKED, False, {}, (0, 0, 0, 0)),
        (_N.FAILED, False, {"round": 2}, (0, 1, 1, 0)),
        (_N.CLOSED, False, {"round": 2}, (0, 1, 0, 0)),
    ],
)
def test_a_notice_counts_by_what_became_of_its_deadline(
    state, missed, fields, expected
):
    unit = make_unit()

    notice(unit, state, missed=missed, **fields)

    assert count(unit) == expected


def test_rule_8_leaving_it_open_is_no_better_than_being_late():
    lazy, late = make_unit(), make_unit()
    notice(lazy, _N.CLOSED)
    notice(lazy, _N.ACKNOWLEDGED, missed=True)
    notice(late, _N.CLOSED)
    notice(late, _N.CLOSED, missed=True)

    assert count(lazy)[:2] == count(late)[:2] == (1, 2)


@pytest.mark.parametrize(
    ("day", "is_counted"),
    [
        (STARTS_ON - timedelta(days=1), False),
        (STARTS_ON, True),
        (ENDS_ON, True),
        (ENDS_ON + timedelta(days=1), False),
    ],
)
def test_the_days_at_the_ends_belong_to_the_period(day, is_counted):
    unit = make_unit()
    start, end = span(day, day)

    notice(unit, _N.CLOSED, due_at=end - timedelta(seconds=1))
    notice(unit, _N.CLOSED, due_at=start)

    assert count(unit)[1] == (2 if is_counted else 0)


def complaint(unit, state, *, handled=-1, **fields):
    return make_complaint(
        unit=unit,
        state=state,
        due_at=DUE,
        handled_at=None if handled is None else DUE + timedelta(hours=handled),
        **fields,
    )


@pytest.mark.parametrize(
    ("state", "handled", "expected"),
    [
        (_C.CLOSED, -1, (1, 1, 0, 0)),
        (_C.CLOSED, 1, (0, 1, 0, 0)),
        (_C.HANDLING, None, (0, 1, 1, 0)),
        (_C.CHECKING, -1, (0, 0, 0, 1)),
        (_C.DISPUTED, -1, (0, 0, 0, 1)),
        (_C.SUSPENDED, None, (0, 0, 0, 0)),
        (_C.WITHDRAWN, None, (0, 0, 0, 0)),
    ],
)
def test_a_complaint_counts_as_in_the_statistics(state, handled, expected):
    unit = make_unit()

    complaint(unit, state, handled=handled)

    assert count(unit) == expected
    assert count(unit, counts_complaints=False) == (0, 0, 0, 0)


def test_what_became_a_notice_is_counted_once():
    unit = make_unit()
    told = complaint(unit, _C.CLOSED)
    NoticeComplaint.objects.create(notice=notice(unit, _N.CLOSED), complaint=told)

    assert count(unit) == (1, 1, 0, 0)
    assert count(unit, counts_notices=False) == (1, 1, 0, 0)


def test_what_is_not_public_is_counted_without_its_number():
    unit = make_unit()
    complaint(unit, _C.CLOSED)
    shown = complaint(unit, _C.CLOSED, is_published=True)
    notice(unit, _N.CLOSED)

    with time_machine.travel(NOW):
        books = ledgers(make_formula(), STARTS_ON, ENDS_ON)

    matters = next(each for each in books if each.unit == unit).matters
    assert sorted(each.number for each in matters) == ["", "", shown.number]


def test_who_runs_the_campaign_or_has_ended_does_not_compete():
    ended = make_unit()
    ended.valid_to = ENDS_ON - timedelta(days=1)
    ended.save()
    office = make_unit()
    office.kind = "headquarters"
    office.save()
    for unit in (ended, office):
        notice(unit, _N.CLOSED)

    with time_machine.travel(NOW):
        books = ledgers(make_formula(), STARTS_ON, ENDS_ON)

    assert not {ended, office} & {each.unit for each in books}


def test_each_workload_has_its_denominator():
    unit = make_unit()
    unit.responsibilities = "市容\n环卫"
    unit.save()
    UnitDuty.objects.create(unit=unit, title="巡查")
    UnitDuty.objects.create(unit=unit, title="旧职责", valid_to=date(2020, 1, 1))
    ServedPopulation.objects.create(
        unit=unit, residents=12000, counted_on=date(2026, 1, 1), source="统计公报"
    )

    def amount(kind):
        books = ledgers(make_formula(workload=kind), STARTS_ON, ENDS_ON)
        return next(each.workload for each in books if each.unit == unit)

    assert amount(WorkloadKind.DUTIES) == 3
    assert amount(WorkloadKind.RESIDENTS) == 12000
    assert amount(WorkloadKind.POINTS) is None
    assert per_workload(WorkloadKind.RESIDENTS, 30, 12000) == 2.5
    assert per_workload(WorkloadKind.POINTS, 30, None) is None


def test_the_queries_do_not_grow_with_the_units(django_assert_num_queries):
    formula = make_formula()
    for _each in range(12):
        unit = make_unit()
        notice(unit, _N.CLOSED)
        complaint(unit, _C.CLOSED)

    with django_assert_num_queries(4):
        ledgers(formula, STARTS_ON, ENDS_ON)


def test_it_is_computed_from_the_books_and_again():
    good, bad, small, idle = (make_unit() for _each in range(4))
    for _each in range(6):
        notice(good, _N.CLOSED)
        notice(bad, _N.ACKNOWLEDGED, missed=True)
    notice(small, _N.CLOSED)
    formula = make_formula(black_percent=50)
    unit_list = make_list(state=ListState.DRAFT, formula=formula)

    with time_machine.travel(NOW):
        compute(unit_list, by=make_clerk())
        compute(unit_list, by=make_clerk())

    rows = {row.unit: row for row in unit_list.rows.all()}
    assert idle not in rows  # EX-45
    assert unit_list.n_without_due >= 1
    assert (rows[good].rank, rows[good].colour) == (1, "red")
    assert (rows[bad].rank, rows[bad].colour, rows[bad].n_open) == (2, "black", 6)
    assert (rows[small].rank, rows[small].colour) == (None, "")
    assert rows[bad].items.filter(source=Source.NOTICE, is_open=True).count() == 6
    assert unit_list.computed_at
