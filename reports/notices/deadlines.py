"""How much time a notice has, in words and as cells: one a day (限期格)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.complaints.desk.words import remaining
from reports.notices.models import RectificationNotice
from reports.notices.workflow import WITHOUT_CLOCK, NoticeState

MOST_CELLS = 60
WIDTH, GAP = 100.0, 0.12  # of the drawing; of one cell


@dataclass(frozen=True)
class Cell:
    x: str
    width: str
    is_used: bool


@dataclass(frozen=True)
class Deadline:
    due_at: datetime | None
    said: str
    is_late: bool
    is_met: bool
    days: int
    used: int

    @property
    def cells(self) -> list[Cell]:
        """Return the days of the limit as they are drawn; none where it is very long."""
        if not 0 < self.days <= MOST_CELLS:
            return []
        step = WIDTH / self.days
        return [
            Cell(f"{day * step:.2f}", f"{step * (1 - GAP):.2f}", day < self.used)
            for day in range(self.days)
        ]


def deadline_of(notice: RectificationNotice, now: datetime | None = None) -> Deadline:
    now = now or timezone.now()
    start, due = notice.served_at or notice.issued_at, notice.due_at
    days = used = 0
    until = notice.submitted_at if notice.state == NoticeState.CLOSED else now
    if start and due:
        first = timezone.localdate(start)
        days = max(1, (timezone.localdate(due) - first).days)
        used = max(0, (timezone.localdate(until or now) - first).days)
    is_late = notice.is_overdue_at(now)
    is_met = notice.is_closed and due is not None and (until or now) <= due
    return Deadline(due, _said(notice, now, is_met, used), is_late, is_met, days, used)


def _said(notice: RectificationNotice, now: datetime, is_met: bool, used: int) -> str:
    if notice.is_closed:
        if is_met and used:
            return _("第%s天改好") % used
        return _("当天改好") if is_met else _("逾期后改好")
    if notice.state == NoticeState.OBJECTED:
        return _("复核期间不计时")
    if not notice.is_open or notice.state in WITHOUT_CLOCK:
        return ""
    return remaining(notice.due_at, now)
