"""What a unit finds of its notices, and what it may do now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Unit
from reports.complaints.models import UnitLink
from reports.complaints.workflow import Decision
from reports.notices.deadlines import Deadline, deadline_of
from reports.notices.links import NoticeKey
from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.photos_shown import photos_for_unit
from reports.notices.workflow import (
    MAY_SUBMIT,
    NOTICE_STEPS,
    RUNNING_STATES,
    WITHOUT_CLOCK,
    NoticeState,
)

ENDED_DAYS = 90
MOST_SHOWN = 100

_S = NoticeState


@dataclass(frozen=True)
class Line:
    """One notice on the list, with its time in words."""

    notice: RectificationNotice
    deadline: Deadline
    is_ours: bool  # it is the unit's turn

    @property
    def paper(self) -> str:
        if self.deadline.is_late:
            return "pink"
        return "gold" if self.is_ours else "green"


@dataclass(frozen=True)
class MayDo:
    acknowledge: bool
    plan: bool
    ask_time: bool
    object: bool
    submit: bool


def served_to(unit: Unit) -> NoticeQuerySet:
    """Return what was handed to `unit`; what was taken back it may read as well."""
    found: NoticeQuerySet = RectificationNotice.objects.filter(
        unit=unit, served_at__isnull=False
    )
    return found.select_related("unit", "area", "street", "place", "category")


def notice_or_404(link: UnitLink, key: NoticeKey) -> RectificationNotice:
    """Return the unit's own notice; another's is not there."""
    found = key.among(served_to(link.unit)).first()
    if found is None:
        raise Http404(_("没有这份通知单，或者不是发给贵单位的。"))
    return found


def lines_of(link: UnitLink) -> dict[str, Any] | None:
    """Return the panel on the unit's page; None where it never got a notice."""
    now = timezone.now()
    since = now - timedelta(days=ENDED_DAYS)
    rows = served_to(link.unit).order_by("due_at", "pk")
    open_ones = [_line(each, now) for each in rows.open()[:MOST_SHOWN]]
    ended = list(rows.filter(is_open=False, issued_at__gte=since)[:MOST_SHOWN])
    if not open_ones and not ended:
        return None
    return {
        "ours": [line for line in open_ones if line.is_ours],
        "theirs": [line for line in open_ones if not line.is_ours],
        "ended": ended,
        "n_late": sum(line.deadline.is_late for line in open_ones),
    }


def _line(notice: RectificationNotice, now: datetime) -> Line:
    return Line(notice, deadline_of(notice, now), notice.state in RUNNING_STATES)


def may_do(notice: RectificationNotice, now: datetime) -> MayDo:
    """Tell what to offer; whether it is so is asked again by the services."""
    state = _S(notice.state)
    rules = settings.NOTICES
    objected = list(notice.objections.all())
    asked = [each for each in notice.extensions.all() if each.state == Decision.OPEN]
    is_in_time = notice.due_at is not None and notice.due_at > now
    waits_for_plan = notice.needs_plan and state in {_S.SERVED, _S.ACKNOWLEDGED}
    objected_by = (notice.served_at or now) + timedelta(days=rules["OBJECTION_DAYS"])
    return MayDo(
        acknowledge=state == _S.SERVED,
        plan=notice.needs_plan and state in {_S.ACKNOWLEDGED, _S.PLAN_BACK},
        ask_time=state in RUNNING_STATES
        and is_in_time
        and not asked
        and notice.n_extensions < rules["EXTENSIONS"],
        object=_S.OBJECTED in NOTICE_STEPS[state]
        and not objected
        and now <= objected_by,
        submit=state in MAY_SUBMIT and not waits_for_plan,
    )


def details_of(notice: RectificationNotice, now: datetime) -> dict[str, Any]:
    """Return all that the unit reads of one notice."""
    photos = photos_for_unit(notice)
    return {
        "notice": notice,
        "deadline": deadline_of(notice, now),
        "is_waiting": notice.state in WITHOUT_CLOCK,
        "problems": list(notice.problems.select_related("category")),
        "clauses": list(notice.clauses.all()),
        "before": [each for each in photos if each.is_before],
        "after": [each for each in photos if not each.is_before],
        "plans": list(notice.plans.all()),
        "extensions": list(notice.extensions.all()),
        "objections": list(notice.objections.all()),
        "submissions": list(notice.submissions.all()),
        "reinspections": list(notice.reinspections.all()),
        "overdue": list(notice.overdue_records.all()),
        "may": may_do(notice, now),
    }
