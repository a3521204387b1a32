from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.directory.calendar import WorkCalendar
from portal.directory.checks import next_year_is_known
from portal.directory.models import CalendarDay

CALENDAR = WorkCalendar()
days = st.dates(date(2025, 1, 1), date(2026, 11, 1))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1)).map(  # noqa: DTZ001
    timezone.make_aware
)
counts = st.integers(1, 30)
quarters = st.integers(1, 200).map(lambda n: n / 4)


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.strptime(text, "%Y-%m-%d %H:%M"))  # noqa: DTZ007


def end_of(text: str) -> datetime:
    return at(f"{text} 23:59") + timedelta(seconds=59)


def test_t_01_the_day_it_starts_is_not_counted():
    assert CALENDAR.add_natural_days(at("2026-11-02 08:00"), 1) == end_of("2026-11-03")
    assert CALENDAR.add_workdays(at("2026-11-02 08:00"), 1) == end_of("2026-11-03")


def test_t_01_a_last_day_on_a_holiday_moves_to_the_day_after_it():
    # 2 October, a Friday; the holidays end with Wednesday the 7th.
    assert CALENDAR.add_natural_days(date(2026, 9, 22), 10) == end_of("2026-10-08")


def test_t_01_a_last_day_on_a_weekend_moves_too():
    assert CALENDAR.add_natural_days(date(2026, 11, 2), 5) == end_of("2026-11-09")


def test_t_01_a_last_day_on_a_made_up_saturday_stays():
    assert CALENDAR.add_natural_days(date(2026, 10, 8), 2) == end_of("2026-10-10")


def test_t_02_working_days_pass_over_weekends():
    assert CALENDAR.add_workdays(date(2026, 11, 6), 1) == end_of("2026-11-09")


def test_t_03_each_kind_of_clock_runs_its_own_way():
    friday = at("2026-11-06 16:30")

    assert CALENDAR.add_urgent_hours(friday, 48) == at("2026-11-08 16:30")
    assert CALENDAR.add_work_hours(friday, 48) > at("2026-11-13 00:00")
    assert CALENDAR.add_workdays(friday, 2) == end_of("2026-11-10")
    assert CALENDAR.add_natural_days(friday, 2) == end_of("2026-11-09")


def test_t_04_five_working_days():
    assert CALENDAR.add_workdays(date(2026, 11, 2), 5) == end_of("2026-11-09")


def test_t_04_four_working_hours_over_a_weekend():
    due = CALENDAR.add_work_hours(at("2026-11-06 16:30"), 4)

    assert due == at("2026-11-09 10:30")


def test_t_04_four_urgent_hours():
    due = CALENDAR.add_urgent_hours(at("2026-11-06 16:30"), 4)

    assert due == at("2026-11-06 20:30")


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ],
)
def test_t_04_the_made_up_days_of_2026_are_working_days(day):
    made_up = date.fromisoformat(day)

    assert CALENDAR.is_workday(made_up)
    assert CALENDAR.add_workdays(made_up - timedelta(days=1), 1) == end_of(day)


def test_national_day_2026_is_seven_days_long():
    free = [d for d in range(1, 11) if not CALENDAR.is_workday(date(2026, 10, d))]

    assert free == [1, 2, 3, 4, 5, 6, 7]
    assert CALENDAR.add_workdays(date(2026, 9, 30), 3) == end_of("2026-10-10")


def test_working_hours_rest_at_noon_and_end_at_the_bell():
    assert CALENDAR.add_work_hours(at("2026-11-02 11:00"), 2) == at("2026-11-02 15:00")
    assert CALENDAR.add_work_hours(at("2026-11-02 08:00"), 4) == at("2026-11-02 12:00")
    assert CALENDAR.add_work_hours(at("2026-11-02 03:00"), 1) == at("2026-11-02 09:00")
    assert CALENDAR.add_work_hours(at("2026-10-01 09:00"), 1) == at("2026-10-08 09:00")


def test_a_moment_in_another_zone_is_a_day_in_china():
    evening_in_utc = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)  # the 3rd in China

    assert CALENDAR.add_workdays(evening_in_utc, 1) == end_of("2026-11-04")


def test_answers_are_in_chinas_time():
    due = CALENDAR.add_workdays(date(2026, 11, 2), 5)

    assert due.utcoffset() == timedelta(hours=8)


def test_what_makes_no_deadline_is_refused():
    with pytest.raises(ValueError, match="one day"):
        CALENDAR.add_workdays(date(2026, 11, 2), 0)
    with pytest.raises(ValueError, match="one day"):
        CALENDAR.add_natural_days(date(2026, 11, 2), -1)
    with pytest.raises(ValueError, match="ahead"):
        CALENDAR.add_work_hours(at("2026-11-02 08:00"), 0)
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.add_urgent_hours(datetime(2026, 11, 2, 8), 4)  # noqa: DTZ001


@given(days, counts)
def test_a_deadline_in_days_ends_on_a_working_day(start, n):
    assert CALENDAR.is_workday(CALENDAR.add_workdays(start, n).date())
    assert CALENDAR.is_workday(CALENDAR.add_natural_days(start, n).date())


@given(moments, quarters)
def test_a_deadline_in_hours_lies_in_office_hours(start, hours):
    due = CALENDAR.add_work_hours(start, hours)

    assert CALENDAR.is_workday(due.date())
    assert any(opens < due.time() <= closes for opens, closes in CALENDAR.hours)


@given(days, days, counts)
def test_who_starts_later_is_due_no_earlier(one, other, n):
    first, second = sorted([one, other])

    assert CALENDAR.add_workdays(first, n) <= CALENDAR.add_workdays(second, n)
    assert CALENDAR.add_natural_days(first, n) <= CALENDAR.add_natural_days(second, n)


@given(moments, quarters, quarters)
def test_more_time_is_due_later(start, hours, more):
    assert CALENDAR.add_work_hours(start, hours) < CALENDAR.add_work_hours(
        start, hours + more
    )


@given(days, counts, counts)
def test_working_days_add_up(start, some, more):
    between = CALENDAR.add_workdays(start, some)

    assert CALENDAR.add_workdays(between, more) == CALENDAR.add_workdays(
        start, some + more
    )


@given(moments, quarters, quarters)
def test_working_hours_add_up(start, some, more):
    between = CALENDAR.add_work_hours(start, some)

    assert CALENDAR.add_work_hours(between, more) == CALENDAR.add_work_hours(
        start, some + more
    )


def test_what_the_office_enters_comes_before_the_library(db):
    CalendarDay.objects.create(date=date(2027, 2, 20), is_workday=True)
    CalendarDay.objects.create(date=date(2026, 11, 3), is_workday=False)

    calendar = WorkCalendar.current()

    assert calendar.is_workday(date(2027, 2, 20))  # a Saturday
    assert calendar.add_workdays(date(2026, 11, 2), 1) == end_of("2026-11-04")


@time_machine.travel("2026-12-01 09:00+08:00")
def test_from_december_an_unknown_next_year_is_warned_of(db):
    assert [warning.id for warning in next_year_is_known(None)] == ["directory.W001"]

    CalendarDay.objects.create(date=date(2027, 2, 20), is_workday=True)

    assert next_year_is_known(None) == []


@time_machine.travel("2026-11-30 09:00+08:00")
def test_before_december_nothing_is_said(db):
    assert next_year_is_known(None) == []


@time_machine.travel("2025-12-15 09:00+08:00")
def test_a_year_that_the_library_knows_is_not_warned_of(db):
    assert next_year_is_known(None) == []


@time_machine.travel("2026-12-15 09:00+08:00")
def test_the_warning_comes_with_manage_py_check(db, capsys):
    call_command("check")

    assert "directory.W001" in capsys.readouterr().err
