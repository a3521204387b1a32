"""The unit says that a notice is wrong; people who had no hand in it decide (EX-05)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.services.steps import By
from reports.complaints.workflow import Decision
from reports.notices.models import NoticeExtension, Objection, RectificationNotice
from reports.notices.refusals import Refused, SameHand, TooLate
from reports.notices.services.answering import moved
from reports.notices.services.steps import (
    check_step,
    from_unit,
    lock,
    require_state,
    require_unit,
    step,
)
from reports.notices.workflow import (
    RUNNING_STATES,
    ExtensionKind,
    NoticeState,
    ObjectionState,
)

_S = NoticeState


@transaction.atomic
def object_to(notice: RectificationNotice, *, by: By, reason: str) -> Objection:
    """Ask for a review, once, within 30 days of being served."""
    lock(notice)
    check_step(notice, _S.OBJECTED)
    require_unit(notice, by)
    now = timezone.now()
    days = settings.NOTICES["OBJECTION_DAYS"]
    if notice.served_at is None or notice.served_at + timedelta(days=days) < now:
        raise TooLate(_("送达超过%(days)s天，不能再提出异议。") % {"days": days})
    if notice.objections.exists():
        raise Refused(_("这份通知单已经复核过一次。"))
    objection = Objection.objects.create(
        notice=notice,
        reason=required(reason, _("异议理由")),
        decide_by=WorkCalendar.current().add_natural_days(now, days),
        **from_unit(by),
    )
    step(
        notice,
        "object",
        _S.OBJECTED,
        by=by,
        public_text=_("%(unit)s提出异议，正在复核") % {"unit": notice.unit.short_name},
        resumes_to=notice.state,
    )
    return objection


@transaction.atomic
def decide_objection(
    objection: Objection, *, by: User, is_upheld: bool, because: str
) -> Event:
    """Uphold the notice or revoke it. Who drafted, inspected or issued it recuses."""
    notice = objection.notice
    lock(notice)
    require_state(notice, _S.OBJECTED)
    objection.refresh_from_db()
    objection.notice = notice
    if objection.state != ObjectionState.OPEN:
        raise Refused(_("这次异议已经有决定。"))
    if by.pk in hands_of(notice) | {objection.by_user_id}:
        raise SameHand(_("拟稿、检查、签发或者提出异议的人应当回避，请换人决定。"))
    objection.state = ObjectionState.UPHELD if is_upheld else ObjectionState.REVOKED
    objection.decided_by = by
    objection.decided_at = timezone.now()
    objection.decision_text = required(because, _("决定理由"))
    objection.save(update_fields=["state", "decided_by", "decided_at", "decision_text"])
    if not is_upheld:
        return _revoke(notice, by=by, because=because)
    return step(
        notice,
        "uphold",
        _S(notice.resumes_to),
        by=by,
        because=because,
        public_text=_("复核后维持整改通知单"),
        resumes_to="",
        **_given_back(notice, objection, by),
    )


@transaction.atomic
def revoke(notice: RectificationNotice, *, by: User, because: str) -> Event:
    """Take a wrong notice back. Its number stays taken, its reason is public."""
    lock(notice)
    if notice.state == _S.OBJECTED:
        raise Refused(_("有异议正在复核，请在复核中决定。"))
    return _revoke(notice, by=by, because=required(because, _("撤销理由"), 300))


def hands_of(notice: RectificationNotice) -> set[int | None]:
    """Return the keys of those who had a hand in a notice: they decide nothing on it."""
    return {
        notice.drafted_by_id,
        notice.issued_by_id,
        *notice.inspectors.values_list("pk", flat=True),
        *notice.reinspections.values_list("inspector", flat=True),
    } - {None}


def _revoke(notice: RectificationNotice, *, by: User, because: str) -> Event:
    check_step(notice, _S.REVOKED)
    notice.extensions.filter(state=Decision.OPEN).delete()
    return step(
        notice,
        "revoke",
        _S.REVOKED,
        by=by,
        because=because,
        public_text=_("撤销整改通知单：%(reason)s") % {"reason": because},
        resumes_to="",
        revoked_at=timezone.now(),
    )


def _given_back(
    notice: RectificationNotice, objection: Objection, by: User
) -> dict[str, Any]:
    """Give back the time of the review, where any was left when it was asked for."""
    due = notice.due_at
    if due is None or due < objection.at or notice.resumes_to not in RUNNING_STATES:
        return {}
    extension = NoticeExtension.objects.create(
        notice=notice,
        kind=ExtensionKind.OBJECTION,
        round=notice.round,
        reason=_("复核期间不计入整改期限"),
        due_before=due,
        due_after=due + (timezone.now() - objection.at),
        state=Decision.GRANTED,
        at=objection.at,
        decided_by=by,
        decided_at=timezone.now(),
    )
    return moved(notice, extension)
