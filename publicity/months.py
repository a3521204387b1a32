"""Months as grids of weeks, Monday first, for calendars that show every day."""

import calendar
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

# Years far away overflow the arithmetic of dates, and nothing is there.
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


def parse_day(written: str) -> date:
    """Read `2026-11-20`; anything else raises ValueError."""
    if not DAY.fullmatch(written):
        raise ValueError(written)
    return date.fromisoformat(written)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, written: str) -> "Month | None":
        """Read `2026-11`; anything else is None."""
        match = MONTH.fullmatch(written)
        return cls(int(match[1]), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(
            self.year, self.month, calendar.monthrange(self.year, self.month)[1]
        )

    @property
    def previous(self) -> "Month":
        if self.month == 1:
            return Month(max(self.year - 1, 1), 12)
        return Month(self.year, self.month - 1)

    @property
    def next(self) -> "Month":
        if self.month == 12:
            return Month(min(self.year + 1, 9999), 1)
        return Month(self.year, self.month + 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def weeks(self) -> Iterator[list[date | None]]:
        """Yield weeks of seven; days of the neighbouring months are None."""
        days: list[date | None] = [None] * self.first.weekday()
        days += [self.first.replace(day=n) for n in range(1, self.last.day + 1)]
        days += [None] * (-len(days) % 7)
        for start in range(0, len(days), 7):
            yield days[start : start + 7]


@dataclass(frozen=True)
class Day:
    """A cell of a calendar. `is_missing`: there should have been something."""

    date: date
    address: str = ""
    is_missing: bool = False
    is_chosen: bool = False


def grid(
    month: Month,
    addresses: dict[date, str],
    *,
    missing: Set[date] = frozenset(),
    chosen: date | None = None,
) -> list[list[Day | None]]:
    return [
        [
            None
            if day is None
            else Day(
                day, addresses.get(day, ""), day in missing, is_chosen=day == chosen
            )
            for day in week
        ]
        for week in month.weeks()
    ]
