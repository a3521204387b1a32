"""How a complaint moves: locked, by the table, written down."""

from datetime import datetime
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import TransitionNotAllowed, check_transition
from reports.complaints.models import Complaint, UnitLink, UnitLinkUse
from reports.complaints.refusals import NotTheirs, Stale
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
    """Hold the row, and refuse to act on what is no longer so."""
    seen = complaint.version
    complaint.refresh_from_db(from_queryset=Complaint.objects.select_for_update())
    if complaint.version != seen:
        raise Stale(_("别人刚刚处理过这一件。请看过最新情况再操作。"))


def check_step(complaint: Complaint, new: ComplaintState) -> None:
    check_transition(COMPLAINT_STEPS, ComplaintState(complaint.state), new)


def require_state(complaint: Complaint, *states: ComplaintState) -> None:
    """Refuse what belongs to other states than these."""
    if complaint.state not in states:
        raise TransitionNotAllowed(f"not from {complaint.state}")


def step(
    complaint: Complaint,
    verb: str,
    new: ComplaintState,
    *,
    by: By,
    because: str = "",
    public_text: str = "",
    **changes: Any,
) -> Event:
    """Move a locked complaint to `new`, with `changes` of its other fields."""
    check_step(complaint, new)
    old = complaint.state
    changes |= {"state": new, "is_open": new in OPEN_STATES}
    if new in END_STATES:
        changes["ended_at"] = timezone.now()
    elif old in END_STATES:
        changes["ended_at"] = None
    if new in NEVER_PUBLIC and complaint.is_published:
        changes["is_published"] = False
    return change(
        complaint,
        verb,
        by=by,
        because=because,
        public_text=public_text,
        from_state=old,
        **changes,
    )


def change(
    complaint: Complaint,
    verb: str,
    *,
    by: By,
    because: str = "",
    public_text: str = "",
    from_state: str = "",
    **changes: Any,
) -> Event:
    """Write down what happened to a locked complaint, whether it moved or stayed."""
    for name, value in changes.items():
        setattr(complaint, name, value)
    complaint.version += 1
    complaint.save(update_fields=["version", *changes])
    if isinstance(by, UnitLink):
        # The timeline knows accounts alone: the unit is named in words.
        because = f"{by.unit.short_name}：{because}" if because else by.unit.short_name
        UnitLinkUse.objects.create(link=by, complaint=complaint, verb=verb)
    event = record(
        complaint,
        verb,
        by=by if not isinstance(by, UnitLink) else None,
        from_state=from_state or complaint.state,
        to_state=complaint.state,
        because=because,
        public_text=public_text,
    )
    tell(event, complaint)
    return event


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
