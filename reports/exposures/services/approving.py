"""Three people: who wrote it, who checked it, who answers for it (EX-07, E1)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from portal.typed import optional, required
from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.masking import mask
from reports.complaints.models import UnitLink
from reports.complaints.refusals import NotAllowed, NotTheirs, Refused, SameHand
from reports.complaints.services.steps import By
from reports.exposures.content import digest_of
from reports.exposures.models import (
    Exposure,
    ExposureApproval,
    PrivacyCheck,
    UnitStatement,
)
from reports.exposures.services.steps import (
    authors_of,
    change,
    check_step,
    has_role,
    in_words,
    lock,
    require_permission,
    require_state,
    step,
)
from reports.exposures.workflow import (
    EVER_PUBLIC,
    ApprovalLevel,
    ExposureState,
    TargetKind,
)

_S = ExposureState
ROLES = {
    ApprovalLevel.REVIEW: (Role.REVIEWER, Role.CHIEF_EDITOR),
    ApprovalLevel.HEAD: (Role.HEAD,),
}


@transaction.atomic
def check_privacy(
    exposure: Exposure,
    *,
    by: User,
    has_no_faces: bool,
    has_no_minors: bool,
    has_no_secrets: bool,
    names_nobody: bool,
) -> Event:
    """Write down that pictures and words were gone through, and hold nothing private."""
    lock(exposure)
    require_permission(by, "review_exposure")
    require_state(exposure, _S.LEGAL_CHECK, _S.NOTIFIED)
    _refuse_author(exposure, by)
    if not (has_no_faces and has_no_minors and has_no_secrets and names_nobody):
        raise Refused(_("四项都看过、都没有问题，才能通过；有问题请退回修改。"))
    PrivacyCheck.objects.create(
        exposure=exposure,
        by=by,
        digest=digest_of(exposure),
        has_no_faces=True,
        has_no_minors=True,
        has_no_secrets=True,
        names_nobody=True,
    )
    return change(exposure, "check_privacy", by=by)


def review(exposure: Exposure, *, by: User, comment: str = "") -> Event:
    """Say that words, pictures and law are in order (核稿). Not by an author."""
    return _approve(exposure, ApprovalLevel.REVIEW, by=by, comment=comment)


def approve(exposure: Exposure, *, by: User, comment: str = "") -> Event:
    """Let the head of the headquarters say yes: neither author nor reviewer."""
    return _approve(exposure, ApprovalLevel.HEAD, by=by, comment=comment)


@transaction.atomic
def _approve(
    exposure: Exposure, level: ApprovalLevel, *, by: User, comment: str
) -> Event:
    lock(exposure)
    require_state(exposure, _S.LEGAL_CHECK, _S.NOTIFIED)
    if not has_role(by, *ROLES[level]):
        raise NotAllowed(_("您不是这一级的审批人。"))
    _refuse_author(exposure, by)
    digest = digest_of(exposure)
    given = exposure.approvals.filter(digest=digest)
    if given.filter(by=by).exists():
        raise SameHand(_("您已经审批过这一稿，一人只批一级。"))
    if given.filter(level=level).exists():
        raise Refused(_("这一级已经批过。"))
    ExposureApproval.objects.create(
        exposure=exposure,
        level=level,
        by=by,
        digest=digest,
        comment=optional(comment, _("意见"), 300),
    )
    return change(exposure, level.value, by=by, because=comment)


@transaction.atomic
def notify_unit(exposure: Exposure, *, by: User) -> Event:
    """Tell the unit what will be published; from now on it has its days to answer."""
    lock(exposure)
    require_permission(by, "review_exposure")
    check_step(exposure, _S.NOTIFIED)
    if exposure.kind != TargetKind.UNIT:
        raise Refused(_("没有点名单位，不用告知。"))
    digest = digest_of(exposure)
    if not exposure.approvals.filter(
        digest=digest, level=ApprovalLevel.REVIEW
    ).exists():
        raise Refused(_("核稿通过后才告知单位。"))
    now = timezone.now()
    until = WorkCalendar.current().add_workdays(
        now, settings.EXPOSURES["REPLY_WORKDAYS"]
    )
    return step(
        exposure,
        "notify_unit",
        _S.NOTIFIED,
        by=by,
        public_text=_("告知单位，请它在%(until)s前陈述") % {"until": in_words(until)},
        notified_at=now,
        reply_until=until,
    )


@transaction.atomic
def file_statement(
    exposure: Exposure, *, by: By, text: str, post: str = ""
) -> UnitStatement:
    """Keep what the unit says, before it goes live or after. It is shown beside it.

    Edited for what is personal alone; it is marked as not verified until somebody has.
    """
    lock(exposure)
    require_state(exposure, _S.NOTIFIED, *sorted(EVER_PUBLIC - {_S.RETRACTED}))
    if isinstance(by, UnitLink) and (not by.is_alive or by.unit_id != exposure.unit_id):
        raise NotTheirs(_("这一件不在贵单位名下。"))
    text = required(text, _("陈述"))
    statement = UnitStatement.objects.create(
        exposure=exposure,
        unit=exposure.unit,
        text=text,
        text_public=mask(text).text,
        by_link=by if isinstance(by, UnitLink) else None,
        by_user=by if isinstance(by, User) else None,
        by_post=optional(post, _("填报人职务"), 60),
    )
    change(
        exposure,
        "state",
        by=by,
        public_text=_("单位作了陈述"),
        replied_at=exposure.replied_at or statement.filed_at,
    )
    return statement


@transaction.atomic
def verify_statement(statement: UnitStatement, *, by: User, is_verified: bool) -> Event:
    """Mark whether what the unit says proved to be so."""
    exposure = statement.exposure
    lock(exposure)
    require_permission(by, "review_exposure")
    if statement.by_user_id == by.pk:
        raise SameHand(_("登记陈述的人不能自己核实。"))
    statement.is_verified = is_verified
    statement.verified_by, statement.verified_at = by, timezone.now()
    statement.save(update_fields=["is_verified", "verified_by", "verified_at"])
    return change(exposure, "verify_statement", by=by)


@transaction.atomic
def edit_statement(
    statement: UnitStatement, *, by: User, text_public: str, because: str
) -> Event:
    """Change what is shown of a unit's words: for offence and personal data alone."""
    exposure = statement.exposure
    lock(exposure)
    require_permission(by, "review_exposure")
    statement.text_public = required(text_public, _("公开文本"))
    statement.save(update_fields=["text_public"])
    return change(
        exposure,
        "edit_statement",
        by=by,
        because=required(because, _("修改理由"), 300),
    )


def _refuse_author(exposure: Exposure, by: User) -> None:
    if by.pk in authors_of(exposure):
        raise SameHand(_("您写过或改过这一稿，不能审批自己的稿件。"))
