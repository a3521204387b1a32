"""The clock's own work: missed deadlines, reminders, silence, steps to propose."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.workflow import TransitionNotAllowed
from reports.complaints.refusals import Refused
from reports.complaints.services.reminding import LAST_STAGE, stage_at
from reports.complaints.workflow import Decision
from reports.notices.models import (
    NoticeExtension,
    OverdueRecord,
    RectificationNotice,
)
from reports.notices.services.laddering import propose_steps
from reports.notices.services.reinspecting import close_after_silence
from reports.notices.services.steps import change, day_of, lock
from reports.notices.workflow import RUNNING_STATES

logger = logging.getLogger(__name__)


def record_all_overdue(now: datetime | None = None) -> int:
    """Write down each deadline that passed unmet, once (EX-34).

    What somebody asked more time for in time waits for the answer: ours.
    """
    now = now or timezone.now()
    asked = NoticeExtension.objects.filter(state=Decision.OPEN).values("notice")
    late = RectificationNotice.objects.overdue(now).exclude(pk__in=asked)
    known = set(
        OverdueRecord.objects.filter(notice__in=late).values_list("notice", "due_at")
    )
    new = [notice for notice in late if (notice.pk, notice.due_at) not in known]
    return sum(_quietly(lambda n: record_overdue(n, now=now), each) for each in new)


@transaction.atomic
def record_overdue(notice: RectificationNotice, *, now: datetime | None = None) -> bool:
    """Write down that this deadline passed unmet; twice is once."""
    now = now or timezone.now()
    lock(notice)
    if not notice.is_overdue_at(now) or notice.due_at is None:
        return False
    _record, is_new = OverdueRecord.objects.get_or_create(
        notice=notice, round=notice.round, due_at=notice.due_at
    )
    if is_new:
        change(
            notice,
            "overdue",
            by=None,
            public_text=_("逾期：期限%(day)s") % {"day": day_of(notice.due_at)},
        )
    return is_new


def remind_all(now: datetime | None = None) -> int:
    """Remind units of what falls due (催办), each stage once."""
    now = now or timezone.now()
    running = RectificationNotice.objects.running().filter(
        due_at__isnull=False, reminded__lt=LAST_STAGE
    )
    late = [each for each in running if _stage(each, now) > each.reminded]
    return sum(_quietly(lambda n: remind(n, now=now), each) for each in late)


@transaction.atomic
def remind(notice: RectificationNotice, *, now: datetime | None = None) -> bool:
    now = now or timezone.now()
    lock(notice)
    stage = _stage(notice, now)
    if stage <= notice.reminded or notice.state not in RUNNING_STATES:
        return False
    change(
        notice,
        "remind",
        by=None,
        because=str(stage),
        public_text=_("已逾期，催办") if stage == LAST_STAGE else "",
        reminded=stage,
    )
    return True


def close_all_silent(now: datetime | None = None) -> int:
    now = now or timezone.now()
    silent = RectificationNotice.objects.waiting_for_residents(now)
    return sum(_quietly(close_after_silence, each) for each in silent)


def keep_the_clock() -> None:
    """Do what is due by the clock: the periodic job."""
    record_all_overdue()
    remind_all()
    close_all_silent()
    propose_steps()


def _stage(notice: RectificationNotice, now: datetime) -> int:
    began = notice.served_at or notice.issued_at
    if began is None or notice.due_at is None:
        return 0
    if notice.round > 1:
        failed_at = notice.reinspections.values_list("at", flat=True).last()
        began = failed_at or began
    return stage_at(began, notice.due_at, now)


def _quietly(
    act: Callable[[RectificationNotice], object], notice: RectificationNotice
) -> bool:
    """Let no notice that somebody else just moved hold up the others."""
    try:
        return bool(act(notice))
    except (Refused, TransitionNotAllowed):
        logger.info("The clock left notice %s alone.", notice.pk)
        return False
