"""How a complaint moves: locked, by the table, written down."""

from datetime import datetime
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline import moving
from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged
from portal.users.models import User
from portal.workflow import TransitionNotAllowed, check_transition
from reports.complaints.models import Complaint, UnitLink, UnitLinkUse
from reports.complaints.refusals import NotTheirs
from reports.complaints.services.notifying import tell
from reports.complaints.workflow import (
    COMPLAINT_STEPS,
    END_STATES,
    NEVER_PUBLIC,
    OPEN_STATES,
    ComplaintState,
)

# A member of staff, a unit through its secret address, or nobody who is known:
# the resident and the clock.
By: TypeAlias = User | UnitLink | None


def lock(complaint: Complaint) -> None:
    hold_unchanged(complaint, _("别人刚刚处理过这一件。请看过最新情况再操作。"))


def check_step(complaint: Complaint, new: ComplaintState) -> None:
    check_transition(COMPLAINT_STEPS, ComplaintState(complaint.state), new)


def require_state(complaint: Complaint, *states: ComplaintState) -> None:
    """Refuse what belongs to other states than these."""
    if complaint.state not in states:
        raise TransitionNotAllowed(f"not from {complaint.state}")


def step(
    complaint: Complaint, verb: str, new: ComplaintState, *, by: By, **changes: Any
) -> Event:
    """Move a locked complaint to `new`; the rest is as in `moving.change`."""
    check_step(complaint, new)
    old = complaint.state
    changes |= {"state": new, "is_open": new in OPEN_STATES}
    if new in END_STATES:
        changes["ended_at"] = timezone.now()
    elif old in END_STATES:
        changes["ended_at"] = None
    if new in NEVER_PUBLIC and complaint.is_published:
        changes["is_published"] = False
    return change(complaint, verb, by=by, from_state=old, **changes)


def change(
    complaint: Complaint, verb: str, *, by: By, because: str = "", **changes: Any
) -> Event:
    """Write down what happened to a locked complaint, whether it moved or stayed."""
    actor, because = said_by(by, because)
    if isinstance(by, UnitLink):
        UnitLinkUse.objects.create(link=by, complaint=complaint, verb=verb)
    event = moving.change(complaint, verb, by=actor, because=because, **changes)
    tell(event, complaint)
    return event


def said_by(by: By, because: str) -> tuple[User | None, str]:
    """Return what the timeline keeps: it knows accounts alone, a unit is named in words."""
    if not isinstance(by, UnitLink):
        return by, because
    name = by.unit.short_name
    return None, f"{name}：{because}" if because else name


def require_main_unit(complaint: Complaint, by: By) -> None:
    """Let a unit act on what it has at hand; staff may write down what it said."""
    if isinstance(by, UnitLink):
        if not by.is_alive:
            raise NotTheirs(_("这个链接已经失效，请向双创办要新的链接。"))
        if complaint.unit_id != by.unit_id or complaint.accused_unit_id == by.unit_id:
            raise NotTheirs(_("这一件不在贵单位名下。"))


def user_of(by: By) -> User | None:
    return by if isinstance(by, User) else None


def name_of(by: By, complaint: Complaint) -> str:
    """Return who acted, as everybody may read it: a unit, never a person."""
    if isinstance(by, UnitLink):
        return by.unit.short_name
    return complaint.unit.short_name if complaint.unit else ""


def due_for(complaint: Complaint, start: datetime) -> datetime:
    """Return the deadline that the category gives from `start`: asked once."""
    return complaint.category.due_after(start, WorkCalendar.current())
