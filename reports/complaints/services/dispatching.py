"""A complaint goes to a unit, is taken on, comes back or is fetched back."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.directory.models import Unit
from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.masking import mask
from reports.complaints.models import Assignment, Complaint, Part, UnitLink
from reports.complaints.refusals import Conflict, NotTheirs, Refused
from reports.complaints.routing import route, stands_below
from reports.complaints.services.steps import (
    By,
    change,
    check_step,
    lock,
    name_of,
    require_main_unit,
    step,
)
from reports.complaints.workflow import AT_A_UNIT, ComplaintState, Decision

_S = ComplaintState


@transaction.atomic
def dispatch(
    complaint: Complaint,
    *,
    by: User,
    unit: Unit | None = None,
    co_units: Sequence[Unit] = (),
    is_ruling: bool = False,
    sheet_text: str = "",
) -> Assignment:
    """Send it to one main unit, by the rules or by hand, and to others beside it.

    A ruling (指定) cannot be returned; nor can what goes back to a unit that had
    returned it, for then the centre has ruled (CP-23).
    """
    lock(complaint)
    check_step(complaint, _S.DISPATCHED)
    now = timezone.now()
    chosen = unit or route(complaint, now)
    if chosen is None:
        raise Refused(_("没有适用的派单规则，请选择承办单位。"))
    units = [chosen, *co_units]
    if len({each.pk for each in units}) < len(units):
        raise Refused(_("同一个单位不能既主办又协办。"))
    for each in units:
        _refuse_unfit(complaint, each)
    returned = complaint.assignments.filter(unit=chosen, returned_at__isnull=False)
    main, *_others = Assignment.objects.bulk_create(
        Assignment(
            complaint=complaint,
            unit=each,
            part=Part.MAIN if each is chosen else Part.CO,
            sheet_text=required(sheet_text or mask(complaint.text).text, _("派单内容")),
            is_ruling=is_ruling or (each is chosen and returned.exists()),
            dispatched_at=now,
            dispatched_by=by,
            due_at=complaint.due_at,
            return_before=WorkCalendar.current().add_workdays(
                now, settings.COMPLAINTS["RETURN_WORKDAYS"]
            ),
        )
        for each in units
    )
    names = "、".join(each.short_name for each in co_units)
    step(
        complaint,
        "dispatch",
        _S.DISPATCHED,
        by=by,
        because=_("指定承办") if main.is_ruling else "",
        public_text=_("派给%(unit)s") % {"unit": chosen.short_name}
        + (_("，%(units)s协办") % {"units": names} if names else ""),
        unit=chosen,
    )
    return main


@transaction.atomic
def accept_assignment(assignment: Assignment, *, by: By) -> Event:
    """Take it on (签收): the main unit begins, a co-unit only says so."""
    complaint = _lock_both(assignment)
    _require_unit(assignment, by)
    if assignment.accepted_at:
        raise Refused(_("已经签收过了。"))
    if assignment.part == Part.MAIN:
        check_step(complaint, _S.HANDLING)
        if complaint.state != _S.DISPATCHED:
            raise Refused(_("已经在办理中。"))
    elif complaint.state not in AT_A_UNIT:
        raise Refused(_("这一件已经不在承办单位。"))
    assignment.accepted_at = timezone.now()
    assignment.save(update_fields=["accepted_at"])
    told = _("%(unit)s签收") % {"unit": assignment.unit.short_name}
    if assignment.part == Part.CO:
        return change(complaint, "accept_beside", by=by, public_text=told)
    return step(complaint, "accept_assignment", _S.HANDLING, by=by, public_text=told)


@transaction.atomic
def return_assignment(assignment: Assignment, *, by: By, because: str) -> Event:
    """Give it back (退单), in time, with a reason, and never after a ruling (CP-23)."""
    complaint = _lock_both(assignment)
    _require_unit(assignment, by)
    if assignment.part != Part.MAIN:
        raise Refused(_("协办单位请与主办单位商量，不能退单。"))
    check_step(complaint, _S.RETURNED)
    if assignment.is_ruling:
        raise Refused(_("已经指定由贵单位承办，不能退单。"))
    if timezone.now() > assignment.return_before:
        raise Refused(_("退单期限已过。确有困难，请申请延期或者与双创办联系。"))
    because = required(because, _("退单理由"), 300)
    assignment.returned_at = timezone.now()
    assignment.return_reason = because
    assignment.save(update_fields=["returned_at", "return_reason"])
    _end_assignments(complaint)
    return step(
        complaint,
        "return_assignment",
        _S.RETURNED,
        by=by,
        because=because,
        public_text=_("%(unit)s退回，将另行派单") % {"unit": name_of(by, complaint)},
        unit=None,
    )


@transaction.atomic
def recall(complaint: Complaint, *, by: User, because: str) -> Event:
    """Fetch it back from a unit (撤回派单)."""
    lock(complaint)
    return _recall(complaint, by=by, because=required(because, _("理由"), 300))


@transaction.atomic
def name_accused_unit(
    complaint: Complaint, *, by: User, unit: Unit | None, because: str
) -> Event:
    """Say that it is about a unit's own staff; fetch it back if it lies there (PR-22)."""
    lock(complaint)
    because = required(because, _("理由"), 300)
    concerned = complaint.assignments.current().select_related("unit")
    if any(stands_below(each.unit, unit) for each in concerned):
        if complaint.state in {_S.DISPATCHED, _S.HANDLING}:
            _recall(complaint, by=by, because=because)
        elif complaint.is_open:
            raise Conflict(_("这一件在被反映的单位手里，先恢复办理再改派。"))
    return change(
        complaint, "name_accused_unit", by=by, because=because, accused_unit=unit
    )


def _recall(complaint: Complaint, *, by: User, because: str) -> Event:
    check_step(complaint, _S.RETURNED)
    _end_assignments(complaint)
    return step(
        complaint,
        "recall",
        _S.RETURNED,
        by=by,
        because=because,
        public_text=_("双创办收回，将另行派单"),
        unit=None,
    )


def _end_assignments(complaint: Complaint) -> None:
    complaint.assignments.current().update(ended_at=timezone.now())
    # What was asked for by a unit that no longer has the case is void.
    complaint.extensions.filter(state=Decision.OPEN).delete()


def _refuse_unfit(complaint: Complaint, unit: Unit) -> None:
    if stands_below(unit, complaint.accused_unit):
        raise Conflict(_("反映的是这个单位或它的上级，不能派给它（回避）。"))
    if not unit.is_current(timezone.localdate()):
        raise Refused(_("%(unit)s已经停用，请选择现在的单位。") % {"unit": unit})


def _lock_both(assignment: Assignment) -> Complaint:
    complaint = assignment.complaint
    lock(complaint)
    assignment.refresh_from_db()
    assignment.complaint = complaint
    if assignment.ended_at:
        raise NotTheirs(_("这一件已经不在贵单位名下。"))
    return complaint


def _require_unit(assignment: Assignment, by: By) -> None:
    if assignment.part == Part.MAIN:
        require_main_unit(assignment.complaint, by)
    elif isinstance(by, UnitLink) and (
        by.unit_id != assignment.unit_id or not by.is_alive
    ):
        raise NotTheirs(_("这一件不在贵单位名下。"))
