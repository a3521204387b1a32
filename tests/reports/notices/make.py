"""Make notices, in any state, and the mandate they stand on. All arguments optional."""

from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.directory.models import Unit
from portal.evidence.models import Evidence
from portal.evidence.workflow import EvidenceState
from portal.timeline.models import Event
from portal.users.models import User
from publicity.models import Clause, Regulation
from reports.complaints.models import UnitLink
from reports.notices.models import (
    InspectionMandate,
    NoticeProblem,
    RectificationNotice,
)
from reports.notices.services import (
    AfterPhoto,
    ProblemDraft,
    draft_notice,
    issue,
    reinspect,
    serve,
    submit,
)
from reports.notices.workflow import OPEN_STATES, UNNUMBERED, NoticeState
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.publicity.make_reading import make_version

_number = count(1)
_S = NoticeState
Thing = TypeVar("Thing")
PROBLEM = "巷口垃圾桶满溢，周边散落垃圾。"


def make_mandate(**fields: Any) -> InspectionMandate:
    number = next(_number)
    today = timezone.localdate()
    return InspectionMandate.objects.create(
        **{
            "doc_no": f"临政办函〔2026〕{number}号",
            "title": "关于开展双创工作专项督查的通知",
            "scope": "市容环卫、门前四包、片区落实。",
            "issued_by": fields.pop("issued_by", None) or make_unit(),
            "valid_from": today - timedelta(days=400),
            "valid_to": today + timedelta(days=400),
            **fields,
        }
    )


def make_inspector(*permissions: str) -> User:
    """Make somebody who may do to notices what the permissions say; all by default."""
    user = make_user()
    wanted = permissions or (
        "add_rectificationnotice",
        "change_rectificationnotice",
        "view_rectificationnotice",
        "issue_notice",
        "reinspect_notice",
    )
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    return user


def make_notice(
    *,
    state: NoticeState = _S.DRAFT,
    unit: Unit | None = None,
    mandate: InspectionMandate | None = None,
    **fields: Any,
) -> RectificationNotice:
    """Put one into `state` with what the database asks of it, without its history."""
    now = timezone.now()
    is_numbered = state not in UNNUMBERED
    issued_at = fields.pop("issued_at", now - timedelta(days=3))
    if is_numbered:
        number = next(_number)
        year = timezone.localtime(issued_at).year
        due_at = fields.pop("due_at", now + timedelta(days=5))
        fields = {
            "number": f"测双创督〔{year}〕{number}号",
            "year": year,
            # Beyond what the counter gives out in a test.
            "sequence": 100_000 + number,
            "mandate": mandate or make_mandate(),
            "issued_by": fields.pop("issued_by", None) or make_user(),
            "issued_at": issued_at,
            "first_due_at": due_at,
            "due_at": due_at,
            **fields,
        }
    elif mandate:
        fields["mandate"] = mandate
    if is_numbered and state not in {_S.ISSUED, _S.REVOKED}:
        fields.setdefault("served_at", issued_at)
    if state == _S.CLOSED:
        fields = {
            "closed_by": fields.pop("closed_by", None) or make_user(),
            "closed_at": now,
            "passed_at": now,
            **fields,
        }
    if state == _S.OBJECTED:
        fields.setdefault("resumes_to", _S.SERVED)
    if state == _S.REVOKED:
        fields.setdefault("revoked_at", now)
    notice = RectificationNotice.objects.create(
        **{
            "title": "城南巷口垃圾满溢",
            "unit": unit or make_unit(),
            "checked_at": issued_at,
            "requirement": "立即清运，并增加清运次数。",
            "state": state,
            "is_open": state in OPEN_STATES,
            "drafted_by": fields.pop("drafted_by", None) or make_user(),
            **fields,
        }
    )
    NoticeProblem.objects.create(notice=notice, text=PROBLEM)
    return notice


def make_basis(**fields: Any) -> Clause:
    """Make a clause that was in force long ago and still is."""
    regulation = Regulation.objects.create(
        slug=f"basis-{next(_number)}",
        title="市容管理办法",
        issuer="县人民政府",
        topic="市容",
    )
    version = make_version(
        regulation, effective_on=date(2020, 1, 1), articles=1, **fields
    )
    clause: Clause = version.clauses.get()
    return clause


def draft(*, by: User | None = None, **fields: Any) -> RectificationNotice:
    """Draft one by its service, with all that it needs to be issued."""
    by = by or make_user()
    if "mandate" not in fields:
        fields["mandate"] = make_mandate()
    if "clauses" not in fields:
        fields["clauses"] = [make_basis()]
    return draft_notice(
        by=by,
        **{
            "unit": fields.pop("unit", None) or make_unit(),
            "title": "城南巷口垃圾满溢",
            "problems": [ProblemDraft(PROBLEM)],
            "requirement": "立即清运，并增加清运次数。",
            "checked_at": timezone.now() - timedelta(hours=1),
            "inspectors": [by, make_user()],
            "lat": 31.885,
            "lon": 109.525,
            **fields,
        },
    )


def issued(**fields: Any) -> RectificationNotice:
    notice = draft(**fields)
    issue(notice, by=make_user())
    return notice


def served(**fields: Any) -> RectificationNotice:
    notice = issued(**fields)
    serve(notice, by=make_user())
    return notice


def submitted(
    *, by: User | UnitLink | None = None, photo: Evidence | None = None, **fields: Any
) -> RectificationNotice:
    """Serve one, and let the unit hand in what it did."""
    notice = served(**fields)
    hand_in(notice, by=by, photo=photo)
    return notice


def hand_in(
    notice: RectificationNotice,
    *,
    by: User | UnitLink | None = None,
    photo: Evidence | None = None,
) -> None:
    submit(
        notice,
        by=by,
        text="已清运，增设一只桶。",
        photos=[AfterPhoto(photo or make_evidence())],
    )


def passed(**fields: Any) -> RectificationNotice:
    """Let somebody else find it good: closed, or waiting for residents."""
    notice = submitted(**fields)
    reinspect(notice, by=make_user(), is_passed=True, text="现场干净。")
    return notice


def known(value: Thing | None) -> Thing:
    """Return what a notice in this state is never without."""
    assert value is not None
    return value


def last_words(notice: RectificationNotice) -> str:
    return known(Event.objects.of(notice).last()).public_text


def make_evidence(*, print_of: int | None = None, **fields: Any) -> Evidence:
    """Make a photo that is in the house already, without drawing it."""
    number = next(_number)
    evidence = Evidence(
        **{
            "kind": Evidence.Kind.PHOTO,
            "state": EvidenceState.PROCESSED,
            "size": 1000,
            "sha256": f"{number:064}",
            **fields,
        }
    )
    # Far from all others: the numbers are spread over the whole range.
    evidence.fingerprint = (
        number * 0x9E3779B97F4A7C15 % 2**64 if print_of is None else print_of
    )
    evidence.save()
    return evidence
