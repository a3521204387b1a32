"""The clock's own work: reminders (催办), questions without answer, parked cases."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.workflow import TransitionNotAllowed
from reports.complaints.models import Complaint
from reports.complaints.refusals import Refused
from reports.complaints.services.handling import resume
from reports.complaints.services.steps import change, lock
from reports.complaints.services.waiting import give_up_waiting
from reports.complaints.workflow import ComplaintState

logger = logging.getLogger(__name__)

# How much of the time is gone when a unit is reminded (CP-12).
STAGES = ((1, 0.5), (2, 0.8), (3, 1.0))
LAST_STAGE = STAGES[-1][0]


def stage_at(began: datetime, due: datetime, now: datetime) -> int:
    """Return which reminder is due: 1 at half the time, 2 at 80 %, 3 when overdue."""
    span = max(due - began, timedelta(seconds=1))
    gone = (now - began) / span
    return max((stage for stage, share in STAGES if gone >= share), default=0)


def remind_all(now: datetime | None = None) -> int:
    """Remind of what falls due, each stage once; return how many were."""
    now = now or timezone.now()
    running = (
        Complaint.objects.running()
        .filter(
            due_at__isnull=False, accepted_at__isnull=False, reminded__lt=LAST_STAGE
        )
        .order_by("due_at")
    )
    late = [
        complaint
        for complaint in running.only(
            "accepted_at", "due_at", "reminded", "version", "state"
        ).iterator()
        if _stage(complaint, now) > complaint.reminded
    ]
    return sum(_quietly(lambda c: remind(c, now=now), each) for each in late)


@transaction.atomic
def remind(complaint: Complaint, *, now: datetime | None = None) -> bool:
    """Remind of one, if it is still time to; twice is once."""
    now = now or timezone.now()
    lock(complaint)
    stage = _stage(complaint, now)
    if stage <= complaint.reminded or not complaint.is_open:
        return False
    change(
        complaint,
        "remind",
        by=None,
        public_text=_("已逾期，催办") if stage == LAST_STAGE else "",
        because=str(stage),
        reminded=stage,
    )
    return True


def go_on_without_answers(now: datetime | None = None) -> int:
    now = now or timezone.now()
    unanswered = Complaint.objects.waiting().filter(answer_due_at__lt=now)
    return sum(_quietly(give_up_waiting, each) for each in unanswered)


def resume_parked(now: datetime | None = None) -> int:
    """Take up what was parked until now."""
    now = now or timezone.now()
    parked = Complaint.objects.open().filter(
        state=ComplaintState.SUSPENDED, suspended_until__lte=now
    )
    return sum(
        _quietly(lambda c: resume(c, by=None, because=_("挂账期满")), each)
        for each in parked
    )


def keep_the_clock() -> None:
    """Do what is due by the clock: the periodic job."""
    remind_all()
    go_on_without_answers()
    resume_parked()


def _stage(complaint: Complaint, now: datetime) -> int:
    if complaint.accepted_at is None or complaint.due_at is None:
        return 0
    return stage_at(complaint.accepted_at, complaint.due_at, now)


def _quietly(act: Callable[[Complaint], object], complaint: Complaint) -> bool:
    """Let no complaint that somebody else just moved hold up the others."""
    try:
        return bool(act(complaint))
    except (Refused, TransitionNotAllowed):
        logger.info("The clock left complaint %s alone.", complaint.pk)
        return False
