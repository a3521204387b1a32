"""Somebody else looks whether it is done; the resident has the last word."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.models import Check, Complaint, Means, Reply, ReplyKind
from reports.complaints.refusals import Refused, SameHand
from reports.complaints.services.closing import close, reply
from reports.complaints.services.handling import moved_by
from reports.complaints.services.steps import (
    change,
    check_step,
    due_for,
    lock,
    require_state,
    step,
)
from reports.complaints.verdicts import tell_verdict
from reports.complaints.workflow import (
    ComplaintState,
    ExtensionKind,
    Finding,
    Outcome,
)

_S = ComplaintState
CONTENT = 4  # of five: whoever gives so much finds it solved


@transaction.atomic
def take_for_check(complaint: Complaint, *, by: User) -> Event:
    """Go and look (核实)."""
    lock(complaint)
    check_step(complaint, _S.CHECKING)
    _refuse_same_hand(complaint, by)
    return step(complaint, "take_for_check", _S.CHECKING, by=by)


@transaction.atomic
def check_result(
    complaint: Complaint,
    *,
    by: User,
    is_passed: bool,
    text: str,
    finding: Finding | None = None,
    outcome: Outcome | None = None,
    means: Means = Means.SITE,
) -> Event:
    """Close what is done, or send it back to work (返工). Not by whoever did it."""
    lock(complaint)
    require_state(complaint, _S.RESOLVED, _S.CHECKING)
    _refuse_same_hand(complaint, by)
    text = required(text, _("核实情况"))
    if is_passed and (finding is None or outcome is None):
        raise Refused(_("办结要写明是否属实和办理结果。"))
    if complaint.state == _S.RESOLVED:
        step(complaint, "take_for_check", _S.CHECKING, by=by)
    Check.objects.create(
        complaint=complaint,
        is_passed=is_passed,
        means=means,
        text=text,
        by=by,
        at=timezone.now(),
    )
    if is_passed and finding is not None and outcome is not None:
        complaint.assignments.current().update(ended_at=timezone.now())
        return close(complaint, text, finding, outcome, by=by)
    return step(
        complaint,
        "send_back",
        _S.HANDLING,
        by=by,
        because=text,
        public_text=_("核实不通过，退回重新处置"),
        handled_at=None,
        n_reworks=complaint.n_reworks + 1,
    )


@transaction.atomic
def dispute(complaint: Complaint, *, text: str) -> Event:
    """Let the resident say that it is not so. The unit never decides that it is."""
    lock(complaint)
    check_step(complaint, _S.DISPUTED)
    days, times = settings.COMPLAINTS["DISPUTE_DAYS"], settings.COMPLAINTS["DISPUTES"]
    closed_at = complaint.closed_at
    if closed_at is None or closed_at + timedelta(days=days) < timezone.now():
        raise Refused(
            _("办结超过%(days)s天，不能再提异议；有新情况请重新反映。") % {"days": days}
        )
    if complaint.n_disputes >= times:
        raise Refused(
            _("已经提过%(times)s次异议；有新情况请重新反映。") % {"times": times}
        )
    reply(complaint, ReplyKind.DISPUTE, text, by=None)
    event = step(
        complaint,
        "dispute",
        _S.DISPUTED,
        by=None,
        public_text=_("反映人对结果有异议"),
        n_disputes=complaint.n_disputes + 1,
    )
    tell_verdict(complaint, is_solved=False)
    return event


@transaction.atomic
def redo(complaint: Complaint, *, by: User, because: str) -> Event:
    """Open it again (重办): the resident is right. It gets a deadline anew."""
    lock(complaint)
    check_step(complaint, _S.REOPENED)
    because = required(because, _("重办理由"), 300)
    now = timezone.now()
    due = due_for(complaint, now)
    moved_by(complaint, ExtensionKind.REDO, because, due, by=by)
    return step(
        complaint,
        "redo",
        _S.REOPENED,
        by=by,
        public_text=_("重新办理：%(reason)s") % {"reason": because},
        due_at=due,
        closed_at=None,
        handled_at=None,
        outcome="",
        rating=None,
        rated_at=None,
        reminded=0,
        n_reworks=complaint.n_reworks + 1,
    )


@transaction.atomic
def uphold(complaint: Complaint, *, by: User, text: str) -> Event:
    """Keep the result (维持), and tell the resident why in words."""
    lock(complaint)
    check_step(complaint, _S.CLOSED)
    require_state(complaint, _S.DISPUTED)
    reply(complaint, ReplyKind.ANSWERED, text, by=by)
    return step(
        complaint, "uphold", _S.CLOSED, by=by, public_text=_("复核后维持原结果")
    )


@transaction.atomic
def rate(complaint: Complaint, *, rating: int) -> Event:
    """Take the resident's satisfaction, from 1 to 5; it may be changed."""
    lock(complaint)
    require_state(complaint, _S.CLOSED)
    if not 1 <= rating <= 5:
        raise Refused(_("请选一到五分。"))
    event = change(complaint, "rate", by=None, rating=rating, rated_at=timezone.now())
    if rating >= CONTENT:
        tell_verdict(complaint, is_solved=True)
    return event


def _refuse_same_hand(complaint: Complaint, by: User) -> None:
    done_by = (
        Reply.objects.filter(complaint=complaint, kind=ReplyKind.RESULT)
        .values_list("author", flat=True)
        .last()
    )
    if done_by == by.pk:
        raise SameHand(_("处置的人不能自己核实，请换一个人。"))
