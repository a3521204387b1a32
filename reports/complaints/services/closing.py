"""How a complaint ends, and what is said at its end: for the services beside."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.models import Complaint, Reply, ReplyKind
from reports.complaints.services.steps import By, step, user_of
from reports.complaints.workflow import ComplaintState, Finding, Outcome


def close(
    complaint: Complaint,
    text: str,
    finding: Finding,
    outcome: Outcome,
    *,
    by: User | None,
    verb: str = "close",
) -> Event:
    """Close a locked complaint with an answer, a finding and an outcome."""
    reply(complaint, ReplyKind.ANSWERED, text, by=by)
    now = timezone.now()
    return step(
        complaint,
        verb,
        ComplaintState.CLOSED,
        by=by,
        public_text=_("办结：%(finding)s，%(outcome)s")
        % {"finding": finding.label, "outcome": outcome.label},
        finding=finding,
        outcome=outcome,
        closed_at=now,
        replied_at=complaint.replied_at or now,
        handled_at=complaint.handled_at or now,
        resumes_to="",
        answer_due_at=None,
    )


def reply(complaint: Complaint, kind: ReplyKind, text: str, *, by: By) -> Reply:
    """Keep what was said to the resident, or by them. Not public until given out."""
    return Reply.objects.create(
        complaint=complaint,
        kind=kind,
        text=required(text, _("内容")),
        unit_id=complaint.unit_id if kind == ReplyKind.RESULT else None,
        author=user_of(by),
        at=timezone.now(),
    )
