"""Deadlines: working days, natural days, working hours, urgent hours (T-01 to T-04).

    calendar = WorkCalendar.current()
    calendar.add_workdays(accepted_at, 5)   # the last second of the fifth working day
    accepted_at + timedelta(days=5)         # wrong: counts the weekend

Days are days in China, whatever zone a moment comes in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Self

import holidays
from django.conf import settings
from django.utils import timezone

from portal.directory.models import CalendarDay

DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
Hours = tuple[time, time]


def working_hours() -> Sequence[Hours]:
    return [
        (time.fromisoformat(start), time.fromisoformat(end))
        for start, end in settings.WORKING_HOURS
    ]


@dataclass(frozen=True)
class WorkCalendar:
    """What the library of statutory holidays says, and where `overrides` departs from it."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    hours: Sequence[Hours] = field(default_factory=working_hours)

    @classmethod
    def current(cls) -> Self:
        """Read the overrides that the office has entered: one query."""
        return cls(dict(CalendarDay.objects.values_list("date", "is_workday")))

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work: make-up Saturdays (调休) count (T-04)."""
        known = self.overrides.get(day)
        return _statutory(day.year).is_working_day(day) if known is None else known

    def knows_year(self, year: int) -> bool:
        """Tell whether the make-up workdays of `year` are known.

        The State Council gives them out in November; until then the library has
        the holidays alone, and says nothing of it.
        """
        days = {*_statutory(year).weekend_workdays, *self.overrides}
        # One in December makes up for a New Year: it is of the next year's notice.
        return any(day.year == year and day.month < 12 for day in days)

    def add_workdays(self, start: date, days: int) -> datetime:
        """Return the end of the `days`-th working day after `start`.

        The day on which it starts is not counted (T-01).
        """
        day = _day(start)
        for _ in range(_at_least_one(days)):
            day = self._next_workday(day)
        return _end_of(day)

    def add_natural_days(self, start: date, days: int) -> datetime:
        """Return the end of the `days`-th day after `start`, free days counted.

        A last day on which nobody works, holiday or weekend, gives way to the next
        working day (T-01; 民法典 §203: 法定休假日 are both).
        """
        day = _day(start) + _at_least_one(days) * DAY
        return _end_of(day if self.is_workday(day) else self._next_workday(day))

    def add_work_hours(self, start: datetime, hours: float) -> datetime:
        """Return the moment when `hours` of office time have passed since `start`."""
        moment = _local(start)
        left = _positive(hours)
        while True:
            opens, closes = self._office_hours_from(moment)
            moment = max(moment, opens)
            if left <= closes - moment:
                return moment + left
            left -= closes - moment
            moment = closes

    def add_urgent_hours(self, start: datetime, hours: float) -> datetime:
        """Return the moment `hours` later: urgent matters run through the night (T-03)."""
        return _local(start) + _positive(hours)

    def _next_workday(self, day: date) -> date:
        day += DAY
        while not self.is_workday(day):
            day += DAY
        return day

    def _office_hours_from(self, moment: datetime) -> tuple[datetime, datetime]:
        """Return the office hours that `moment` lies in, or the next."""
        day = moment.date()
        while True:
            if self.is_workday(day):
                for opens, closes in self.hours:
                    if (end := _at(day, closes)) > moment:
                        return _at(day, opens), end
            day += DAY


@cache
def _statutory(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year, language="zh_CN")


def _local(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise ValueError("A moment needs its time zone.")
    return timezone.localtime(moment)


def _day(start: date) -> date:
    return _local(start).date() if isinstance(start, datetime) else start


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def _end_of(day: date) -> datetime:
    return _at(day, LAST_SECOND)


def _at_least_one(days: int) -> int:
    if days < 1:
        raise ValueError("A deadline is at least one day away.")
    return days


def _positive(hours: float) -> timedelta:
    if hours <= 0:
        raise ValueError("A deadline lies ahead.")
    return timedelta(hours=hours)
