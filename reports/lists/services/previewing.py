"""The units see their numbers for three working days, and are answered (公示征询)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.directory.models import Unit
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import UnitLink
from reports.complaints.refusals import NotTheirs, Refused, SameHand
from reports.lists.models import ListObjection, ListRow, UnitList
from reports.lists.services.steps import lock, step
from reports.lists.workflow import ListState, ObjectionKind, ObjectionState

PREVIEW_WORKDAYS = 3


@transaction.atomic
def open_preview(unit_list: UnitList, *, by: User) -> Event:
    """Show each unit its row; three whole working days from tomorrow (T-01)."""
    lock(unit_list)
    now = timezone.now()
    return step(
        unit_list,
        "preview",
        ListState.PREVIEW,
        by=by,
        preview_from=now,
        preview_until=WorkCalendar.current().add_workdays(now, PREVIEW_WORKDAYS),
    )


@transaction.atomic
def object_to_row(
    row: ListRow,
    *,
    by: UnitLink | User,
    kind: ObjectionKind,
    text: str,
    post: str = "",
) -> ListObjection:
    """Take down what a unit says to its own row, itself or through the desk."""
    unit_list = row.unit_list
    unit_list.refresh_from_db(from_queryset=UnitList.objects.select_for_update())
    if isinstance(by, UnitLink):
        if not by.is_alive:
            raise NotTheirs(_("这个链接已经失效，请向双创办要新的链接。"))
        if by.unit_id != row.unit_id:
            raise NotTheirs(_("这不是贵单位的数字。"))
    if unit_list.state != ListState.PREVIEW:
        raise TransitionNotAllowed(f"not in {unit_list.state}")
    now = timezone.now()
    if unit_list.preview_until is None or now > unit_list.preview_until:
        raise Refused(_("征询已经截止。发布以后发现错误，可以向双创办申请勘误。"))
    text = required(text, _("内容"), 1000)
    objection = ListObjection.objects.create(
        row=row,
        unit_list=unit_list,
        unit=row.unit,
        kind=kind,
        text=text,
        post=optional(post, _("职务"), 60),
        filed_at=now,
        filed_by=by if isinstance(by, User) else None,
    )
    record(
        unit_list,
        "object",
        by=objection.filed_by,
        from_state=unit_list.state,
        to_state=unit_list.state,
        because=f"{row.unit.short_name}：{text}",
    )
    return objection


@transaction.atomic
def answer_objection(
    objection: ListObjection, *, by: User, is_upheld: bool, answer: str
) -> Event:
    """Answer a unit. Not by whoever computed the list."""
    objection.refresh_from_db(from_queryset=ListObjection.objects.select_for_update())
    unit_list = objection.unit_list
    if objection.state != ObjectionState.OPEN:
        raise Refused(_("这一条已经答复过了。"))
    if unit_list.computed_by_id == by.pk:
        raise SameHand(_("计算榜单的人不能自己答复异议，请换一个人。"))
    objection.answer = required(answer, _("答复"), 1000)
    objection.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REJECTED
    objection.decided_by = by
    objection.decided_at = timezone.now()
    objection.save(update_fields=["answer", "state", "decided_by", "decided_at"])
    return record(
        unit_list,
        "answer_objection",
        by=by,
        from_state=unit_list.state,
        to_state=unit_list.state,
        because=f"{objection.unit.short_name}：{objection.answer}",
    )


def row_in_preview(unit: Unit, unit_list: UnitList) -> ListRow | None:
    return (
        ListRow.objects.filter(unit_list=unit_list, unit=unit)
        .select_related("unit_list__formula", "unit")
        .first()
    )
