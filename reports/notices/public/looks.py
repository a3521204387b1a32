"""How far a notice is, as everybody reads it: four looks over all states."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.workflow import RUNNING_STATES, WITHOUT_CLOCK, NoticeState


class Look(models.TextChoices):
    OPEN = "open", _("整改中")
    LATE = "late", _("已逾期")
    WAITING = "waiting", _("待核验")
    DONE = "done", _("已销号")

    @property
    def css(self) -> str:
        """Return the class of its tag: a shape and a colour of its own."""
        return {"open": "open", "late": "no", "waiting": "new", "done": "ok"}[self]


def look_of(notice: RectificationNotice, now: datetime | None = None) -> Look:
    if notice.is_closed:
        return Look.DONE
    if notice.state in WITHOUT_CLOCK:
        return Look.WAITING
    is_late = notice.is_overdue_at(now) if now else notice.is_overdue
    return Look.LATE if is_late else Look.OPEN


def that_look(items: NoticeQuerySet, look: Look, at: datetime) -> NoticeQuerySet:
    """Keep of `items` what looks so at `at`; each has exactly one look."""
    if look == Look.DONE:
        return items.filter(state=NoticeState.CLOSED)
    if look == Look.WAITING:
        return items.filter(state__in=sorted(WITHOUT_CLOCK))
    if look == Look.LATE:
        return items.overdue(at)
    running = items.filter(state__in=sorted(RUNNING_STATES))
    return running.exclude(due_at__isnull=False, due_at__lt=at)
