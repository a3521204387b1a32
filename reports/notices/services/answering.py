"""What a unit does about a notice: plans, asks for time, hands in; who decides on it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import optional, required
from portal.users.models import User
from reports.complaints.services.steps import By
from reports.complaints.workflow import Decision
from reports.notices.models import (
    NoticeExtension,
    NoticePlan,
    NoticeSubmission,
    RectificationNotice,
)
from reports.notices.refusals import Incomplete, Refused, SameHand, TooLate
from reports.notices.services.photos import AfterPhoto, attach_after
from reports.notices.services.steps import (
    change,
    check_step,
    day_of,
    due_for,
    from_unit,
    lock,
    require_state,
    require_unit,
    step,
)
from reports.notices.workflow import MAY_SUBMIT, RUNNING_STATES, NoticeState

_S = NoticeState


@transaction.atomic
def file_plan(
    notice: RectificationNotice, *, by: By, cause: str, plan: str
) -> NoticePlan:
    """Say why it came to it and what will be done (原因和方案)."""
    lock(notice)
    check_step(notice, _S.PLANNED)
    # An objection pending has a way back to 方案已报 in the table: not by this door.
    require_state(notice, _S.ACKNOWLEDGED, _S.PLAN_BACK)
    require_unit(notice, by)
    filed = NoticePlan.objects.create(
        notice=notice,
        cause=required(cause, _("原因分析")),
        plan=required(plan, _("整改方案")),
        **from_unit(by),
    )
    step(
        notice,
        "file_plan",
        _S.PLANNED,
        by=by,
        public_text=_("%(unit)s报送整改方案") % {"unit": notice.unit.short_name},
    )
    return filed


@transaction.atomic
def accept_plan(notice: RectificationNotice, *, by: User, because: str = "") -> Event:
    lock(notice)
    require_state(notice, _S.PLANNED)
    _decide_plan(notice, by, is_accepted=True, text=optional(because, _("意见"), 300))
    return step(
        notice,
        "accept_plan",
        _S.PLAN_OK,
        by=by,
        because=because,
        public_text=_("整改方案通过"),
    )


@transaction.atomic
def return_plan(notice: RectificationNotice, *, by: User, because: str) -> Event:
    lock(notice)
    require_state(notice, _S.PLANNED)
    because = required(because, _("退回理由"), 300)
    _decide_plan(notice, by, is_accepted=False, text=because)
    return step(
        notice,
        "return_plan",
        _S.PLAN_BACK,
        by=by,
        because=because,
        public_text=_("整改方案退回修改"),
    )


@transaction.atomic
def ask_extension(
    notice: RectificationNotice, *, by: By, because: str
) -> NoticeExtension:
    """Ask for the notice's time once more, before it runs out; twice at most (EX-32)."""
    lock(notice)
    require_state(notice, *RUNNING_STATES)
    require_unit(notice, by)
    if notice.due_at is None or notice.due_at < timezone.now():
        raise TooLate(_("期限已过，不能再申请延期。"))
    if notice.n_extensions >= settings.NOTICES["EXTENSIONS"]:
        raise Refused(
            _("最多延期%(count)s次。") % {"count": settings.NOTICES["EXTENSIONS"]}
        )
    if notice.extensions.filter(state=Decision.OPEN).exists():
        raise Refused(_("已经有一次申请在等决定。"))
    extension = NoticeExtension.objects.create(
        notice=notice,
        round=notice.round,
        reason=required(because, _("延期理由"), 300),
        due_before=notice.due_at,
        due_after=due_for(notice, notice.due_at),
        **from_unit(by),
    )
    change(
        notice,
        "ask_extension",
        by=by,
        public_text=_("%(unit)s申请延期：%(reason)s")
        % {"unit": notice.unit.short_name, "reason": extension.reason},
    )
    return extension


@transaction.atomic
def decide_extension(
    extension: NoticeExtension, *, by: User, is_granted: bool, because: str
) -> Event:
    """Grant or refuse more time; never by whoever asked for it."""
    notice = extension.notice
    lock(notice)
    extension.refresh_from_db()
    extension.notice = notice
    if extension.state != Decision.OPEN:
        raise Refused(_("这次申请已经有决定。"))
    if extension.by_user_id == by.pk:
        raise SameHand(_("申请延期的人不能自己决定。"))
    if is_granted:
        # What was handed in meanwhile, or failed, needs this time no more.
        if extension.round != notice.round or notice.state not in RUNNING_STATES:
            raise Refused(_("这一轮已经反馈或者结束，不用再延期。"))
        if notice.overdue_records.filter(round=notice.round).exists():
            raise TooLate(_("已经逾期，逾期记录不能抹去。"))
    because = required(because, _("决定说明"), 300)
    extension.state = Decision.GRANTED if is_granted else Decision.REFUSED
    extension.decided_at = timezone.now()
    extension.decided_by = by
    extension.decision_text = because
    if is_granted and notice.due_at is not None:
        # The deadline may have moved since: by the time that an objection took.
        extension.due_before = notice.due_at
        extension.due_after = due_for(notice, notice.due_at)
    extension.save()
    if not is_granted:
        return change(
            notice,
            "refuse_extension",
            by=by,
            because=because,
            public_text=_("不同意延期"),
        )
    return change(
        notice,
        "grant_extension",
        by=by,
        because=because,
        public_text=_("同意延期至%(day)s：%(reason)s")
        % {"day": day_of(extension.due_after), "reason": extension.reason},
        n_extensions=notice.n_extensions + 1,
        reminded=0,
        **moved(notice, extension),
    )


def moved(notice: RectificationNotice, extension: NoticeExtension) -> dict[str, Any]:
    """Return the deadlines after an extension: of the first round, its first too."""
    after: dict[str, Any] = {"due_at": extension.due_after}
    return after | ({"first_due_at": extension.due_after} if notice.round == 1 else {})


@transaction.atomic
def submit(
    notice: RectificationNotice,
    *,
    by: By,
    text: str,
    photos: Sequence[AfterPhoto],
    post: str = "",
) -> NoticeSubmission:
    """Hand in what was done, with photos of it. Somebody else looks whether it is so."""
    lock(notice)
    check_step(notice, _S.SUBMITTED)
    require_unit(notice, by)
    require_state(notice, *MAY_SUBMIT)
    if notice.needs_plan and notice.state in {_S.SERVED, _S.ACKNOWLEDGED}:
        raise Incomplete(_("这份通知单要先报整改方案，通过以后再反馈。"))
    if not photos:
        raise Incomplete(_("请至少交一张整改后的照片。"))
    submission = NoticeSubmission.objects.create(
        notice=notice,
        round=notice.round,
        text=required(text, _("整改情况")),
        by_post=optional(post, _("填报人职务"), 60),
        **from_unit(by),
    )
    attach_after(notice, photos)
    notice.extensions.filter(state=Decision.OPEN).delete()  # it needs no more time
    step(
        notice,
        "submit",
        _S.SUBMITTED,
        by=by,
        public_text=_("%(unit)s反馈整改情况，等待复查")
        % {"unit": notice.unit.short_name},
        submitted_at=submission.at,
    )
    return submission


def _decide_plan(
    notice: RectificationNotice, by: User, *, is_accepted: bool, text: str
) -> None:
    filed = notice.plans.filter(is_accepted__isnull=True).last()
    if filed is None:
        raise Refused(_("没有待审定的方案。"))
    if filed.by_user_id == by.pk:
        raise SameHand(_("报方案的人不能自己审定。"))
    filed.is_accepted = is_accepted
    filed.decided_by = by
    filed.decided_at = timezone.now()
    filed.decision_text = text
    filed.save(
        update_fields=["is_accepted", "decided_by", "decided_at", "decision_text"]
    )
