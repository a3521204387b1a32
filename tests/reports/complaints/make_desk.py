"""Make complaints, rules and staff for the desk's tests. Pass what the test is about."""

from datetime import timedelta
from itertools import count

from django.urls import reverse
from django.utils import timezone

from portal.directory.models import Area, Unit
from portal.tokens import new_token
from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.models import (
    Assignment,
    Category,
    Complaint,
    Family,
    Part,
    PrivacyNotice,
)
from reports.complaints.models.scopes import DeskScope
from reports.complaints.services import checking, dispatching, handling, intake
from reports.complaints.services.submitting import (
    Contact,
    Submission,
    Ticket,
    submit_complaint,
)
from reports.complaints.workflow import (
    ComplaintState,
    Finding,
    IdentityMode,
    Kind,
    Outcome,
)
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user

_number = count(1)
_S = ComplaintState


def make_notice() -> PrivacyNotice:
    found = PrivacyNotice.objects.current()
    return found or PrivacyNotice.objects.create(
        version="2026-1", text="只用于办理。", effective_from=timezone.now()
    )


def make_category(*, name: str = "", unit: Unit | None = None) -> Category:
    number = next(_number)
    family, _is_new = Family.objects.get_or_create(
        code="luan", defaults={"name": "乱停乱放"}
    )
    return Category.objects.create(
        family=family,
        code=f"c{number}",
        name=name or f"第{number}类",
        unit=unit or make_unit(),
        limit=5,
    )


def make_ticket(
    *,
    text: str = "路口堆着垃圾，三天没人清。",
    category: Category | None = None,
    area: Area | None = None,
    place_text: str = "幸福里东门",
    kind: Kind = Kind.COMPLAINT,
    contact: Contact | None = None,
    accused_unit: Unit | None = None,
) -> Ticket:
    return submit_complaint(
        Submission(
            category=category or make_category(),
            text=text,
            idempotency_key=new_token(),
            notice=make_notice(),
            kind=kind,
            area=area,
            place_text=place_text,
            identity_mode=IdentityMode.NAMED if contact else IdentityMode.ANONYMOUS,
            contact=contact or Contact(),
            accused_unit=accused_unit,
        )
    )


def make_complaint(
    *,
    state: ComplaintState = _S.SUBMITTED,
    unit: Unit | None = None,
    is_ruling: bool = False,
    **submitted,
) -> Complaint:
    """Lead a complaint to `state` by the services, as the desk would."""
    complaint = make_ticket(**submitted).complaint
    clerk = make_user()
    steps = [
        (_S.ACCEPTED, lambda: intake.accept(complaint, by=clerk)),
        (_S.VERIFYING, lambda: intake.start_verifying(complaint, by=clerk)),
        (_S.FILED, lambda: _file(complaint, clerk)),
        (
            _S.DISPATCHED,
            lambda: dispatching.dispatch(
                complaint, by=clerk, unit=unit, is_ruling=is_ruling
            ),
        ),
        (_S.HANDLING, lambda: _accept_assignment(complaint, clerk)),
        (_S.RESOLVED, lambda: handling.hand_in(complaint, by=clerk, text="已清走。")),
        (_S.CHECKING, lambda: checking.take_for_check(complaint, by=make_user())),
        (_S.CLOSED, lambda: _close(complaint)),
        (_S.DISPUTED, lambda: checking.dispute(complaint, text="还是没清干净。")),
    ]
    for reached, lead in steps:
        if complaint.state == state:
            break
        lead()
        assert complaint.state == reached
    assert complaint.state == state
    return complaint


def act(client, complaint: Complaint, verb: str, **said):
    return client.post(
        reverse("desk:act", args=[complaint.pk, verb]),
        {"version": complaint.version, **said},
    )


def make_clerk() -> User:
    return make_user(role=Role.DESK)


def make_inspector(*, area: Area | None = None, unit: Unit | None = None) -> User:
    """Without an area or a unit: for the whole county."""
    inspector = make_user(role=Role.INSPECTOR)
    DeskScope.objects.create(user=inspector, area=area, unit=unit)
    return inspector


def assignment_of(complaint: Complaint) -> Assignment:
    return complaint.assignments.current().get(part=Part.MAIN)


def make_overdue(complaint: Complaint) -> None:
    late = timezone.now() - timedelta(hours=3, minutes=5)
    Complaint.objects.filter(pk=complaint.pk).update(
        due_at=late, accepted_at=late - timedelta(days=5)
    )


def _file(complaint: Complaint, clerk: User) -> None:
    intake.verify_on_site(complaint, by=clerk, finding=Finding.TRUE, text="属实。")
    intake.file_case(complaint, by=clerk)


def _accept_assignment(complaint: Complaint, clerk: User) -> None:
    assignment = assignment_of(complaint)
    assignment.complaint = complaint
    dispatching.accept_assignment(assignment, by=clerk)


def _close(complaint: Complaint) -> None:
    checking.check_result(
        complaint,
        by=make_user(),
        is_passed=True,
        text="清干净了。",
        finding=Finding.TRUE,
        outcome=Outcome.RESOLVED,
    )


__all__ = [
    "act",
    "assignment_of",
    "make_area",
    "make_category",
    "make_clerk",
    "make_complaint",
    "make_inspector",
    "make_notice",
    "make_overdue",
    "make_ticket",
    "make_unit",
    "make_user",
]
