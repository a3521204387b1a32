"""How a notice moves: locked, by the table, written down, told."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline import moving
from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged
from portal.workflow import TransitionNotAllowed, check_transition
from reports.complaints.models import Complaint, UnitLink, UnitLinkUse
from reports.complaints.models.categories import due_after
from reports.complaints.services.steps import By, said_by
from reports.complaints.workflow import ClockKind
from reports.notices.changes import tell_all
from reports.notices.models import RectificationNotice
from reports.notices.refusals import NotTheirs
from reports.notices.services.following import tell_complaints
from reports.notices.services.notifying import tell_unit_of
from reports.notices.workflow import NOTICE_STEPS, OPEN_STATES, NoticeState


def lock(notice: RectificationNotice) -> None:
    """Hold the row, and refuse to act on what is no longer so.

    Its complaints first: who acts on one of them holds it already and comes here.
    """
    complaints = notice.complaint_links.values("complaint")
    list(
        Complaint.objects.select_for_update()
        .filter(pk__in=complaints)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    hold_unchanged(notice, _("别人刚刚处理过这份通知单。请看过最新情况再操作。"))


def check_step(notice: RectificationNotice, new: NoticeState) -> None:
    check_transition(NOTICE_STEPS, NoticeState(notice.state), new)


def require_state(notice: RectificationNotice, *states: NoticeState) -> None:
    """Refuse what belongs to other states than these."""
    if notice.state not in states:
        raise TransitionNotAllowed(f"not from {notice.state}")


def step(
    notice: RectificationNotice,
    verb: str,
    new: NoticeState,
    *,
    by: By,
    **changes: Any,
) -> Event:
    """Move a locked notice to `new`; the rest is as in `moving.change`."""
    check_step(notice, new)
    changes |= {"state": new, "is_open": new in OPEN_STATES}
    return change(notice, verb, by=by, from_state=notice.state, **changes)


def change(
    notice: RectificationNotice,
    verb: str,
    *,
    by: By,
    because: str = "",
    **changes: Any,
) -> Event:
    """Write down what happened to a locked notice, whether it moved or stayed."""
    actor, because = said_by(by, because)
    if isinstance(by, UnitLink):
        UnitLinkUse.objects.create(link=by, verb=f"notice_{verb}")
    event = moving.change(notice, verb, by=actor, because=because, **changes)
    tell_unit_of(event, notice)
    tell_complaints(event, notice)
    tell_all(notice, verb)
    return event


def require_unit(notice: RectificationNotice, by: By) -> None:
    """Let a unit act on its own notices; staff may write down what it said."""
    if isinstance(by, UnitLink):
        if not by.is_alive:
            raise NotTheirs(_("这个链接已经失效，请向双创办要新的链接。"))
        if notice.unit_id != by.unit_id:
            raise NotTheirs(_("这份通知单不是发给贵单位的。"))


def from_unit(by: By) -> dict[str, Any]:
    """Return who said it, for the rows that keep what a unit said."""
    return {
        "by_link": by if isinstance(by, UnitLink) else None,
        "by_user": by if not isinstance(by, UnitLink) else None,
        "at": timezone.now(),
    }


def due_for(notice: RectificationNotice, start: datetime) -> datetime:
    """Return the deadline that the notice's own clock gives from `start`."""
    return due_after(
        start, notice.limit, ClockKind(notice.clock), WorkCalendar.current()
    )


def day_of(at: datetime) -> str:
    """Return the day in words, as public texts have it."""
    return f"{timezone.localtime(at):%Y-%m-%d}"
