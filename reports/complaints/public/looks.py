"""How far a complaint is, as residents read it: four looks over all states."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.complaints.models import Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.workflow import (
    BEFORE_FILING,
    OPEN_STATES,
    WITHOUT_CLOCK,
    ComplaintState,
)

NOT_AT_A_UNIT = BEFORE_FILING | {ComplaintState.FILED}
AT_WORK = OPEN_STATES - NOT_AT_A_UNIT


class Look(models.TextChoices):
    NEW = "new", _("待派单")
    OPEN = "open", _("办理中")
    LATE = "late", _("已逾期")
    DONE = "done", _("已办结")

    @property
    def css(self) -> str:
        """Return the class of its tag: a shape and a colour of its own."""
        return {"new": "new", "open": "open", "late": "no", "done": "ok"}[self.value]


def look_of(complaint: Complaint) -> Look:
    if not complaint.is_open:
        return Look.DONE
    if complaint.is_overdue:
        return Look.LATE
    return Look.NEW if complaint.state in NOT_AT_A_UNIT else Look.OPEN


def is_late(at: datetime) -> models.Q:
    # `is_open` leads to an index in which nothing of the years before is.
    running = ~models.Q(state__in=sorted(WITHOUT_CLOCK))
    return models.Q(is_open=True, due_at__lt=at) & running


def that_look(items: ComplaintQuerySet, look: Look, at: datetime) -> ComplaintQuerySet:
    """Keep of `items` what looks so at `at`; each has exactly one look."""
    if look == Look.DONE:
        # Of all that ends, only what was closed may be public.
        return items.filter(state=ComplaintState.CLOSED)
    if look == Look.LATE:
        return items.filter(is_late(at))
    states = NOT_AT_A_UNIT if look == Look.NEW else AT_WORK
    return items.filter(state__in=sorted(states)).exclude(
        due_at__isnull=False,
        due_at__lt=at,
        state__in=sorted(OPEN_STATES - WITHOUT_CLOCK),
    )
