"""What stands beside a complaint: its steps, who did what, what was said."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.calendar import WorkCalendar
from portal.directory.models import Unit
from portal.timeline.models import Event
from portal.users.models import User
from reports.complaints.demo.case import Case, due
from reports.complaints.masking import mask
from reports.complaints.models import (
    Assignment,
    Check,
    Complaint,
    Extension,
    Reply,
    ReplyKind,
    Reporter,
    Verification,
)
from reports.complaints.workflow import (
    ComplaintState,
    Decision,
    Finding,
)

_S = ComplaintState
BATCH = 500


def keep_events(cases: Sequence[Case], desk: User, checker: User) -> None:
    content_type = ContentType.objects.get_for_model(Complaint)
    by_desk = {
        *("accept", "decline", "merge", "ask_reporter", "file", "dispatch"),
        *("suspend", "grant_extension"),
    }
    Event.objects.bulk_create(
        (
            Event(
                content_type=content_type,
                object_id=case.complaint.pk,
                verb=step.verb,
                from_state=step.old,
                to_state=step.new,
                at=step.at,
                public_text=step.public_text,
                because=step.because,
                actor=desk
                if step.verb in by_desk
                else checker
                if step.new in {_S.CHECKING, _S.VERIFYING}
                else None,
            )
            for case in cases
            for step in case.steps
        ),
        batch_size=BATCH,
    )


def keep_rows(
    context: Context, cases: Sequence[Case], desk: User, checker: User
) -> None:
    calendar = WorkCalendar.current()
    short = {unit.short_name: unit for unit in context.units.values()}
    looks = context.read("complaint_rules")["verifications"]
    Reporter.objects.bulk_create(
        Reporter(complaint=case.complaint, phone=case.row["contact_phone"])
        for case in cases
        if case.row["contact_phone"]
    )
    Assignment.objects.bulk_create(
        assignment for case in cases for assignment in _assignments(case, short, desk)
    )
    Reply.objects.bulk_create(reply for case in cases for reply in _replies(case))
    Extension.objects.bulk_create(
        extension for case in cases for extension in _extensions(case, desk, calendar)
    )
    Verification.objects.bulk_create(
        Verification(
            complaint=case.complaint,
            finding=Finding.TRUE,
            means=looks[number % len(looks)]["means"],
            text=looks[number % len(looks)]["text"],
            by=checker,
            at=case.complaint.filed_at,
        )
        for number, case in enumerate(cases)
        if case.complaint.filed_at
    )
    Check.objects.bulk_create(
        Check(
            complaint=case.complaint,
            is_passed=True,
            text=(case.told("已办结") or {}).get("note", ""),
            by=checker,
            at=case.complaint.closed_at,
        )
        for case in cases
        if case.complaint.filed_at and case.complaint.closed_at
    )


def _assignments(
    case: Case, short: dict[str, Unit], desk: User
) -> Iterable[Assignment]:
    """Yield one for each time that it was sent to a unit."""
    steps, complaint = case.steps, case.complaint
    for number, step in enumerate(steps):
        if step.verb != "dispatch":
            continue
        later = steps[number + 1 :]
        follows = later[0] if later else None
        is_returned = follows is not None and follows.verb == "return_assignment"
        unit = short[follows.by] if follows and is_returned else complaint.unit
        if unit is None:
            raise ValueError(f"Nobody handles {case.row['id']}.")
        yield Assignment(
            complaint=complaint,
            unit=unit,
            sheet_text=mask(complaint.text).text,
            dispatched_at=step.at,
            dispatched_by=desk,
            due_at=complaint.due_at,
            return_before=step.at + timedelta(days=1),
            accepted_at=follows.at if follows and not is_returned else None,
            returned_at=follows.at if follows and is_returned else None,
            return_reason=follows.because if follows and is_returned else "",
            ended_at=follows.at if follows and is_returned else complaint.closed_at,
        )


def _extensions(case: Case, desk: User, calendar: WorkCalendar) -> Iterable[Extension]:
    asked_at, decided_at = case.at("ask_extension"), case.at("grant_extension")
    granted, due_after = case.told("同意延期"), case.complaint.due_at
    if granted and asked_at and decided_at and due_after:
        yield Extension(
            complaint=case.complaint,
            reason=granted["note"],
            asked_at=asked_at,
            unit=case.complaint.unit,
            due_before=due(case, calendar),
            due_after=due_after,
            state=Decision.GRANTED,
            decided_at=decided_at,
            decided_by=desk,
            decision_text=_("情况属实，同意"),
        )


def _replies(case: Case) -> Iterable[Reply]:
    row, complaint = case.row, case.complaint
    disputed, disputed_at = case.told("有异议"), case.at("dispute")
    if disputed and disputed_at:
        yield Reply(
            complaint=complaint,
            kind=ReplyKind.DISPUTE,
            text=disputed["note"],
            at=disputed_at,
        )
    at = case.at("hand_in", "decline", "ask_reporter")
    if not row["reply"] or at is None:
        return
    kind = ReplyKind.RESULT
    if complaint.state == _S.DECLINED:
        kind = ReplyKind.ANSWERED
    elif complaint.filed_at is None:
        kind = ReplyKind.QUESTION
    yield Reply(
        complaint=complaint,
        kind=kind,
        text=row["reply"],
        text_public=row["reply"] if kind == ReplyKind.RESULT else "",
        unit=complaint.unit if kind == ReplyKind.RESULT else None,
        at=at,
    )
