"""A unit works on a complaint: asks for time, is suspended, hands in the result."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.models import Complaint, Extension, ReplyKind
from reports.complaints.refusals import Refused, SameHand
from reports.complaints.services.closing import reply
from reports.complaints.services.steps import (
    By,
    change,
    check_step,
    due_for,
    lock,
    name_of,
    require_main_unit,
    require_state,
    step,
    user_of,
)
from reports.complaints.workflow import (
    ComplaintState,
    Decision,
    ExtensionKind,
)

_S = ComplaintState


@transaction.atomic
def ask_extension(complaint: Complaint, *, by: By, because: str) -> Extension:
    """Ask for the time of the category once more, before it runs out (CP-53)."""
    lock(complaint)
    require_state(complaint, _S.HANDLING, _S.WAITING)
    require_main_unit(complaint, by)
    now = timezone.now()
    if complaint.due_at is None or complaint.due_at < now:
        raise Refused(_("期限已过，不能再申请延期。"))
    if complaint.n_extensions >= settings.COMPLAINTS["EXTENSIONS"]:
        raise Refused(
            _("最多延期%(count)s次。") % {"count": settings.COMPLAINTS["EXTENSIONS"]}
        )
    if complaint.extensions.filter(state=Decision.OPEN).exists():
        raise Refused(_("已经有一次申请在等决定。"))
    extension = Extension.objects.create(
        complaint=complaint,
        reason=required(because, _("延期理由"), 300),
        asked_at=now,
        asked_by=user_of(by),
        unit=complaint.unit,
        due_before=complaint.due_at,
        due_after=due_for(complaint, complaint.due_at),
    )
    change(
        complaint,
        "ask_extension",
        by=by,
        public_text=_("%(unit)s申请延期：%(reason)s")
        % {"unit": name_of(by, complaint), "reason": extension.reason},
    )
    return extension


@transaction.atomic
def decide_extension(
    extension: Extension, *, by: User, is_granted: bool, because: str
) -> Event:
    """Grant or refuse more time; never by whoever asked for it."""
    complaint = extension.complaint
    lock(complaint)
    extension.refresh_from_db()
    extension.complaint = complaint
    if extension.state != Decision.OPEN:
        raise Refused(_("这次申请已经有决定。"))
    if extension.asked_by_id == by.pk:
        raise SameHand(_("申请延期的人不能自己决定。"))
    if is_granted and not complaint.is_open:
        raise Refused(_("这一件已经办结。"))
    extension.state = Decision.GRANTED if is_granted else Decision.REFUSED
    extension.decided_at = timezone.now()
    extension.decided_by = by
    extension.decision_text = required(because, _("决定说明"), 300)
    extension.save(update_fields=["state", "decided_at", "decided_by", "decision_text"])
    if not is_granted:
        return change(
            complaint,
            "refuse_extension",
            by=by,
            because=because,
            public_text=_("不同意延期"),
        )
    _move_deadline(complaint, extension.due_after)
    return change(
        complaint,
        "grant_extension",
        by=by,
        because=because,
        public_text=_("同意延期至%(day)s：%(reason)s")
        % {
            "day": f"{timezone.localtime(extension.due_after):%Y-%m-%d}",
            "reason": extension.reason,
        },
        due_at=extension.due_after,
        reminded=0,
        n_extensions=complaint.n_extensions + 1,
    )


@transaction.atomic
def suspend(complaint: Complaint, *, by: User, until: datetime, because: str) -> Event:
    """Park it (挂账), once, for at most a year: what cannot be done now (CP-53)."""
    lock(complaint)
    check_step(complaint, _S.SUSPENDED)
    now = timezone.now()
    if complaint.n_suspensions:
        raise Refused(_("每件只能挂账一次。"))
    longest = timedelta(days=settings.COMPLAINTS["SUSPENSION_DAYS"])
    if not now < until <= now + longest:
        raise Refused(_("复核日期应当在今后%(days)s天以内。") % {"days": longest.days})
    because = required(because, _("挂账理由"), 300)
    return step(
        complaint,
        "suspend",
        _S.SUSPENDED,
        by=by,
        public_text=_("挂账，%(day)s复核：%(reason)s")
        % {"day": f"{timezone.localtime(until):%Y-%m-%d}", "reason": because},
        suspended_until=until,
        n_suspensions=complaint.n_suspensions + 1,
    )


@transaction.atomic
def resume(complaint: Complaint, *, by: User | None, because: str) -> Event:
    """Take it up again. The time that it was parked is given back."""
    lock(complaint)
    require_state(complaint, _S.SUSPENDED)
    because = required(because, _("说明"), 300)
    parked_at = (
        Event.objects.of(complaint)
        .filter(verb="suspend")
        .values_list("at", flat=True)
        .last()
    )
    now = timezone.now()
    due = complaint.due_at
    if due is not None and parked_at is not None:
        due = due_for(complaint, now) if due < parked_at else due + (now - parked_at)
        moved_by(complaint, ExtensionKind.SUSPENSION, because, due, by=by)
    return step(
        complaint,
        "resume",
        _S.HANDLING,
        by=by,
        because=because,
        public_text=_("恢复办理"),
        suspended_until=None,
        due_at=due,
        reminded=0,
    )


@transaction.atomic
def hand_in(complaint: Complaint, *, by: By, text: str) -> Event:
    """Report that it is done (已处置). Somebody else looks whether it is."""
    lock(complaint)
    check_step(complaint, _S.RESOLVED)
    require_main_unit(complaint, by)
    reply(complaint, ReplyKind.RESULT, text, by=by)
    now = timezone.now()
    return step(
        complaint,
        "hand_in",
        _S.RESOLVED,
        by=by,
        public_text=_("%(unit)s已处置，等待核实") % {"unit": name_of(by, complaint)},
        replied_at=complaint.replied_at or now,
        handled_at=now,
    )


def moved_by(
    complaint: Complaint,
    kind: ExtensionKind,
    reason: str,
    due_after: datetime,
    *,
    by: User | None,
) -> None:
    """Write down why a locked complaint's deadline moves without being asked for."""
    now = timezone.now()
    Extension.objects.create(
        complaint=complaint,
        kind=kind,
        reason=reason,
        asked_at=now,
        unit=complaint.unit,
        due_before=complaint.due_at,
        due_after=due_after,
        state=Decision.GRANTED,
        decided_at=now,
        decided_by=by,
    )
    _move_deadline(complaint, due_after)


def _move_deadline(complaint: Complaint, due_at: datetime) -> None:
    complaint.assignments.current().update(due_at=due_at)
