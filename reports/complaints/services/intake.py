"""The desk takes a complaint in: accepts or declines, has it verified, files it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.models import (
    Category,
    Complaint,
    Means,
    Note,
    ReplyKind,
    Verification,
)
from reports.complaints.refusals import Refused
from reports.complaints.services.closing import close, reply
from reports.complaints.services.steps import (
    change,
    check_step,
    due_for,
    lock,
    require_state,
    step,
)
from reports.complaints.workflow import (
    ANSWERED_AT_ONCE,
    FOUND_TRUE,
    ComplaintState,
    DeclineReason,
    Finding,
    Outcome,
)

_S = ComplaintState


@transaction.atomic
def accept(complaint: Complaint, *, by: User) -> Event:
    """Accept (受理). The deadline is computed here, once."""
    lock(complaint)
    check_step(complaint, _S.ACCEPTED)
    now = timezone.now()
    return step(
        complaint,
        "accept",
        _S.ACCEPTED,
        by=by,
        public_text=_("双创办受理"),
        accepted_at=now,
        due_at=due_for(complaint, now),
    )


@transaction.atomic
def decline(
    complaint: Complaint,
    *,
    by: User,
    reason: DeclineReason,
    because: str,
    other_way: str = "",
) -> Event:
    """Decline (不予受理), with the reason in words and the right way (CP-22)."""
    lock(complaint)
    check_step(complaint, _S.DECLINED)
    because = required(because, _("不予受理的说明"), 500)
    if reason == DeclineReason.OTHER_PROCEDURE:
        other_way = required(other_way, _("应当走的渠道"), 300)
    told = f"{because}\n{other_way}".strip()
    reply(complaint, ReplyKind.ANSWERED, told, by=by)
    return step(
        complaint,
        "decline",
        _S.DECLINED,
        by=by,
        because=str(reason.label),
        public_text=told,
        decline_reason=reason,
    )


@transaction.atomic
def answer_at_once(
    complaint: Complaint,
    *,
    by: User,
    text: str,
    finding: Finding = Finding.NOT_EXAMINED,
    outcome: Outcome = Outcome.NO_ACTION,
) -> Event:
    """Close what an answer settles: praise, a suggestion, an inquiry (CP-03)."""
    lock(complaint)
    require_state(complaint, _S.ACCEPTED)
    if complaint.kind not in ANSWERED_AT_ONCE:
        raise Refused(_("投诉、举报和求助要先核查，不能直接答复办结。"))
    return close(complaint, text, finding, outcome, by=by)


@transaction.atomic
def start_verifying(complaint: Complaint, *, by: User) -> Event:
    """Send somebody to look (核查), before it is filed."""
    lock(complaint)
    require_state(complaint, _S.ACCEPTED)
    return step(
        complaint, "start_verifying", _S.VERIFYING, by=by, public_text=_("安排核查")
    )


@transaction.atomic
def verify_on_site(
    complaint: Complaint,
    *,
    by: User,
    finding: Finding,
    text: str,
    means: Means = Means.SITE,
) -> Verification:
    """Write down what was found before filing (核查, CP-51)."""
    lock(complaint)
    require_state(complaint, _S.VERIFYING)
    found = Verification.objects.create(
        complaint=complaint,
        finding=finding,
        means=means,
        text=required(text, _("核查情况")),
        by=by,
        at=timezone.now(),
    )
    change(
        complaint,
        "verify",
        by=by,
        because=found.text,
        public_text=_("核查：%(finding)s") % {"finding": finding.label},
        finding=finding,
    )
    return found


@transaction.atomic
def file_case(complaint: Complaint, *, by: User) -> Event:
    """File (立案). Only what somebody looked at and found to be so."""
    lock(complaint)
    check_step(complaint, _S.FILED)
    if not complaint.finding:
        raise Refused(_("还没有核查结果，先核查再立案。"))
    if Finding(complaint.finding) not in FOUND_TRUE:
        raise Refused(_("核查不属实，不能立案；请说明情况后办结。"))
    return step(
        complaint,
        "file",
        _S.FILED,
        by=by,
        public_text=_("立案"),
        filed_at=timezone.now(),
    )


@transaction.atomic
def close_unfounded(complaint: Complaint, *, by: User, text: str) -> Event:
    """Close what verification found not to be so (不属实)."""
    lock(complaint)
    require_state(complaint, _S.VERIFYING)
    if complaint.finding not in {Finding.UNTRUE, Finding.UNVERIFIABLE}:
        raise Refused(_("核查结果不是“不属实”或“无法查实”，不能这样办结。"))
    finding = Finding(complaint.finding)
    return close(complaint, text, finding, Outcome.NO_ACTION, by=by)


@transaction.atomic
def change_category(
    complaint: Complaint, *, by: User, category: Category, because: str
) -> Event:
    """Correct what the resident chose, until it is accepted: then the clock runs."""
    lock(complaint)
    if complaint.state != _S.SUBMITTED:
        raise Refused(_("受理后期限已经确定，不能再改类别。"))
    return change(
        complaint,
        "change_category",
        by=by,
        because=required(because, _("理由"), 200),
        category=category,
    )


def add_note(complaint: Complaint, *, by: User, text: str) -> Note:
    """Write something down for the desk alone."""
    return Note.objects.create(
        complaint=complaint, by=by, text=required(text, _("备注"))
    )
