"""Make complaints, in any state, and who works on them. All arguments optional."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.directory.models import Area, Unit
from portal.users.models import User
from reports.complaints.models import (
    Assignment,
    Category,
    Complaint,
    Family,
    Part,
    PrivacyNotice,
    Reply,
    ReplyKind,
    Reporter,
    UnitLink,
)
from reports.complaints.services.links import issue_link
from reports.complaints.services.submitting import (
    Submission,
    Ticket,
    number_for,
    submit_complaint,
)
from reports.complaints.workflow import (
    OPEN_STATES,
    ComplaintState,
    Finding,
    Outcome,
)
from tests.portal.make import make_unit
from tests.portal.users.make import make_user

_number = count(1)
TEXT = "门口的垃圾桶满了好几天，没有人来收。"


def make_category(*, unit: Unit | None = None, **fields: Any) -> Category:
    number = next(_number)
    family, _is_new = Family.objects.get_or_create(
        code="dumping", defaults={"name": "乱倒乱弃"}
    )
    return Category.objects.create(
        **{
            "family": family,
            "code": f"T{number}",
            "name": f"第{number}类",
            "unit": unit or make_unit(),
            "limit": 5,
            **fields,
        }
    )


def make_notice() -> PrivacyNotice:
    notice, _is_new = PrivacyNotice.objects.get_or_create(
        version="1",
        defaults={
            "text": "我们怎样用您的信息。",
            "effective_from": timezone.now() - timedelta(days=999),
        },
    )
    return notice


def make_key() -> str:
    return f"a key that nobody guesses {next(_number)}"


def submission(**fields: Any) -> Submission:
    if "category" not in fields:
        fields["category"] = make_category()
    return Submission(
        **{
            "text": TEXT,
            "notice": make_notice(),
            "idempotency_key": make_key(),
            "place_text": "东门外",
            **fields,
        }
    )


def send(**fields: Any) -> Ticket:
    return submit_complaint(submission(**fields))


def make_complaint(
    *,
    state: ComplaintState = ComplaintState.SUBMITTED,
    category: Category | None = None,
    unit: Unit | None = None,
    area: Area | None = None,
    **fields: Any,
) -> Complaint:
    """Put one into `state` with what the database asks of it, without its history."""
    now = timezone.now()
    is_filed = state not in {
        ComplaintState.SUBMITTED,
        ComplaintState.DECLINED,
        ComplaintState.ACCEPTED,
        ComplaintState.WAITING,
        ComplaintState.WITHDRAWN,
        ComplaintState.MERGED,
    }
    is_closed = state in {ComplaintState.CLOSED, ComplaintState.DISPUTED}
    if state == ComplaintState.MERGED and "merged_into" not in fields:
        fields["merged_into"] = make_complaint(state=ComplaintState.ACCEPTED)
    if fields.get("is_published"):
        fields = {
            "text_public": TEXT,
            "published_on": timezone.localdate(),
            "masks_reviewed_by": make_user(),
            **fields,
        }
    complaint = Complaint.objects.create(
        **{
            "key_hash": f"made {next(_number)}",
            "code_hash": "none",
            "category": category or make_category(),
            "unit": unit,
            "area": area,
            "privacy_notice": make_notice(),
            "text": TEXT,
            "state": state,
            "is_open": state in OPEN_STATES,
            "accepted_at": None if state == ComplaintState.SUBMITTED else now,
            "due_at": None
            if state == ComplaintState.SUBMITTED
            else now + timedelta(days=5),
            "resumes_to": ComplaintState.ACCEPTED
            if state == ComplaintState.WAITING
            else "",
            "finding": Finding.TRUE if is_filed else "",
            "outcome": Outcome.RESOLVED if is_closed else "",
            "closed_at": now if is_closed else None,
            "handled_at": now if is_closed else None,
            "ended_at": None if state in OPEN_STATES else now,
            **fields,
        }
    )
    complaint.number = number_for(complaint)
    complaint.save(update_fields=["number"])
    return complaint


def make_assignment(
    *,
    unit: Unit | None = None,
    state: ComplaintState = ComplaintState.DISPATCHED,
    part: Part = Part.MAIN,
    is_ruling: bool = False,
    **fields: Any,
) -> Assignment:
    """Give a complaint to a unit."""
    unit = unit or make_unit()
    now = timezone.now()
    complaint = fields.pop("complaint", None) or make_complaint(
        state=state, unit=unit, **fields
    )
    return Assignment.objects.create(
        complaint=complaint,
        unit=unit,
        part=part,
        is_ruling=is_ruling,
        sheet_text=TEXT,
        dispatched_at=now,
        due_at=complaint.due_at,
        return_before=now + timedelta(days=1),
    )


def make_handled(*, by: User | None = None, **fields: Any) -> Complaint:
    """Make one that a unit says it has done."""
    complaint = make_assignment(state=ComplaintState.RESOLVED, **fields).complaint
    Reply.objects.create(
        complaint=complaint,
        kind=ReplyKind.RESULT,
        text="已清运。",
        unit=complaint.unit,
        author=by,
        at=timezone.now(),
    )
    return complaint


def make_reporter(complaint: Complaint, **fields: Any) -> Reporter:
    return Reporter.objects.create(
        **{
            "complaint": complaint,
            "name": "陈麦穗",
            "phone": "19900000012",
            "wants_notice": True,
            **fields,
        }
    )


def make_link(unit: Unit | None = None, **fields: Any) -> UnitLink:
    link, _token = issue_link(unit or make_unit(), by=make_user(), **fields)
    return link


def make_clerk(*permissions: str) -> User:
    user = make_user()
    for permission in permissions:
        user.user_permissions.add(Permission.objects.get(codename=permission))
    return user
