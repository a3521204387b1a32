"""A unit's account (账本): what is open, what was done in time, how it goes month by month.

A unit that mended reads as one that mended: what is behind it stands below what is so
now, and the last months are shown beside those before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from portal.directory.models import Unit
from publicity.months import Month
from reports.lists.inputs import Matter, matter_of, with_missed
from reports.lists.ranking import Interval, wilson
from reports.notices.links import address_of
from reports.notices.models import RectificationNotice

MONTHS = 6
YEAR = timedelta(days=365)
LEVEL = 0.95
SHOWN_OPEN = 6
SHOWN_DONE = 8
HIGH, BASE, BAR, STEP = 82, 110, 40, 60


@dataclass(frozen=True)
class Share:
    """A rate that is never shown without what it is a rate of."""

    done: int
    due: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.done / self.due, 1) if self.due else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.done, self.due, LEVEL) if self.due else None

    @property
    def low(self) -> float:
        return float(self.interval.low * 100) if self.interval else 0.0

    @property
    def high(self) -> float:
        return float(self.interval.high * 100) if self.interval else 0.0


@dataclass(frozen=True)
class MonthBar:
    """One month: what fell due, and in front of it what was done in time."""

    month: Month
    share: Share
    x: int
    most: int

    @property
    def due_height(self) -> float:
        return round(HIGH * self.share.due / self.most, 1)

    @property
    def done_height(self) -> float:
        return round(HIGH * self.share.done / self.most, 1)

    @property
    def due_y(self) -> float:
        return BASE - self.due_height

    @property
    def done_y(self) -> float:
        return BASE - self.done_height

    @property
    def text_y(self) -> float:
        return self.due_y - 6

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True)
class _One:
    notice: RectificationNotice

    @property
    def address(self) -> str:
        return address_of(self.notice)


@dataclass(frozen=True)
class Done(_One):
    """One notice that was struck off, and how late it was."""

    matter: Matter

    @property
    def days_allowed(self) -> int:
        return self._days(self.notice.first_due_at)

    @property
    def days_taken(self) -> int:
        return self._days(self.notice.submitted_at or self.notice.closed_at)

    @property
    def days_late(self) -> int:
        return max(self.days_taken - self.days_allowed, 0)

    def _days(self, end: datetime | None) -> int:
        start = self.notice.served_at or self.notice.issued_at
        if start is None or end is None:
            return 0
        return (timezone.localdate(end) - timezone.localdate(start)).days


@dataclass(frozen=True)
class Open(_One):
    is_late: bool
    days_left: int

    @property
    def days_late(self) -> int:
        return max(-self.days_left, 0)


class Account:
    """All of one unit's notices, read once."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self.now = now
        self.unit = unit
        rows = with_missed(RectificationNotice.objects.of_unit(unit))
        self.notices = list(
            rows.select_related("area", "street", "place", "category").order_by("-pk")
        )
        self._matters = [(each, matter_of(each, now)) for each in self.notices]

    def __bool__(self) -> bool:
        return bool(self.notices)

    @cached_property
    def open(self) -> list[Open]:
        found = [
            Open(each, each.is_overdue_at(self.now), self._days_left(each))
            for each in self.notices
            if each.is_open
        ]
        return sorted(found, key=lambda one: one.days_left)

    @property
    def shown_open(self) -> list[Open]:
        return [one for one in self.open if one.notice.is_public][:SHOWN_OPEN]

    @property
    def n_late(self) -> int:
        return sum(one.is_late for one in self.open)

    @cached_property
    def year(self) -> Share:
        return self._share(timezone.localdate(self.now - YEAR), self.today)

    @property
    def recent(self) -> Share:
        """Return the last three months, this one with them."""
        return self._of_months(self.months[-3:])

    @property
    def earlier(self) -> Share:
        return self._of_months(self.months[:-3])

    @property
    def is_mending(self) -> bool:
        """Tell whether the last three months were better than the three before."""
        now, before = self.recent.percent, self.earlier.percent
        return now is not None and before is not None and now > before

    @property
    def is_clear(self) -> bool:
        return not self.open

    @property
    def n_recurred(self) -> int:
        since = self.now - YEAR
        return sum(
            each.recurrence_of_id is not None
            and each.issued_at is not None
            and each.issued_at >= since
            for each in self.notices
        )

    @property
    def done(self) -> list[Done]:
        found = [
            Done(notice, matter)
            for notice, matter in self._matters
            if notice.is_closed and notice.is_public
        ]
        found.sort(key=lambda one: one.notice.closed_at or self.now, reverse=True)
        return found[:SHOWN_DONE]

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def months(self) -> list[MonthBar]:
        month = Month.of(self.today)
        found = [month]
        while len(found) < MONTHS:
            month = month.previous
            found.append(month)
        shares = [
            (each, self._share(each.first, each.last)) for each in reversed(found)
        ]
        most = max((share.due for _month, share in shares), default=0) or 1
        return [
            MonthBar(each, share, 10 + place * STEP, most)
            for place, (each, share) in enumerate(shares)
        ]

    def _share(self, first: date, last: date) -> Share:
        counted = [
            matter
            for _notice, matter in self._matters
            if first <= matter.due_on <= last and not matter.is_pending
        ]
        return Share(sum(each.is_in_time for each in counted), len(counted))

    def _of_months(self, months: list[MonthBar]) -> Share:
        return Share(
            sum(bar.share.done for bar in months),
            sum(bar.share.due for bar in months),
        )

    def _days_left(self, notice: RectificationNotice) -> int:
        if notice.due_at is None:
            return 0
        return (timezone.localdate(notice.due_at) - self.today).days


def account_of(unit: Unit) -> dict[str, Any] | None:
    """Return what the unit's page shows of its notices: one query."""
    account = Account(unit, timezone.now())
    return {"account": account, "unit": unit} if account else None
