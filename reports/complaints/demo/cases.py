"""The complaints with their histories, in a few bulk writes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal import codes
from portal.demo.context import Context
from portal.directory.calendar import WorkCalendar
from portal.directory.geometry import Point
from portal.directory.models import Place, Street, Unit
from portal.tokens import hash_token, new_token
from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.demo.case import Case, due, end_of
from reports.complaints.demo.history import steps_of
from reports.complaints.demo.rows import BATCH, keep_events, keep_rows
from reports.complaints.models import (
    Category,
    Complaint,
    PrivacyNotice,
    UnitLink,
)
from reports.complaints.services.links import PURPOSE, VALID_DAYS
from reports.complaints.services.submitting import CODE_PURPOSE, number_for
from reports.complaints.statistics import refresh_month
from reports.complaints.workflow import (
    BEFORE_FILING,
    NEVER_PUBLIC,
    OPEN_STATES,
    Channel,
    ComplaintState,
    DeclineReason,
    Finding,
    IdentityMode,
    Kind,
    Outcome,
)

_S = ComplaintState
SPAN = timedelta(days=61)  # each further copy of the county's complaints is older


def demo_key(row_id: str, copy: int = 0) -> str:
    """Return what stands where a form's hash would: no hash looks like it."""
    return f"demo {row_id}" + (f" {copy}" if copy else "")


def load_complaints(context: Context) -> None:
    rows = context.read("complaints")["complaints"]
    known = set(
        Complaint.objects.filter(key_hash__startswith="demo ").values_list(
            "key_hash", flat=True
        )
    )
    months: set[date] = set()
    # The oldest first: the newest have the highest numbers, as if they had come in so.
    for copy in reversed(range(context.scale)):
        new = [row for row in rows if demo_key(row["id"], copy) not in known]
        cases = _make_cases(context, new, copy)
        _keep(context, cases)
        for case in cases:
            complaint = case.complaint
            for moment in (
                complaint.accepted_at,
                complaint.due_at,
                complaint.closed_at,
            ):
                if moment:
                    months.add(timezone.localdate(moment).replace(day=1))
        context.tell(_("市民投诉"), context.scale - copy, context.scale)
    for month in sorted(months):
        refresh_month(month)
    _make_links(context)


def member(username: str, role: Role) -> User:
    """Return somebody who cannot log in: whose hands the histories name."""
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={"last_name": str(role.label), "is_active": False},
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _staff() -> tuple[User, User]:
    return member("demo-desk", Role.DESK), member("demo-check", Role.INSPECTOR)


def _make_cases(
    context: Context, rows: Iterable[dict[str, Any]], copy: int
) -> list[Case]:
    desk, _checker = _staff()
    notice = PrivacyNotice.objects.latest("effective_from")
    calendar = WorkCalendar.current()
    categories = {each.code: each for each in Category.objects.all()}
    streets = {each.code: each for each in Street.objects.all()}
    places = {each.code: each for each in Place.objects.all()}
    cases = []
    for row in rows:
        steps = steps_of(row, SPAN * copy)
        complaint = Complaint(
            key_hash=demo_key(row["id"], copy),
            # Nobody knows it: the desk gives a new one to who wants to try.
            code_hash=hash_token(CODE_PURPOSE, codes.new_code()),
            category=categories[row["category"]],
            area=context.areas[row["area"]],
            street=streets.get(row["street"]),
            place=places.get(row["place"]),
            privacy_notice=notice,
            **_said(row, steps[0].at),
        )
        case = Case(row, steps, complaint)
        _set_state(case, context.units, calendar, desk)
        cases.append(case)
    return sorted(cases, key=lambda case: case.complaint.submitted_at)


def _said(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    channels = {str(channel.label): channel for channel in Channel}
    point = Point(row["lat"], row["lon"])
    return {
        "kind": Kind.SUGGESTION if row["category"] == "QT02" else Kind.COMPLAINT,
        "channel": channels[row["channel"]],
        "text": row["text"],
        "text_public": row["text_public"],
        "lat": point.lat,
        "lon": point.lon,
        "public_lat": point.rounded.lat,
        "public_lon": point.rounded.lon,
        "submitted_at": at,
        "submitted_on": timezone.localdate(at),
        "identity_mode": IdentityMode.CONFIDENTIAL
        if row["contact_phone"]
        else IdentityMode.ANONYMOUS,
    }


def _set_state(
    case: Case, units: dict[str, Unit], calendar: WorkCalendar, desk: User
) -> None:
    row, complaint = case.row, case.complaint
    state = case.steps[-1].new
    complaint.state = state
    complaint.is_open = state in OPEN_STATES
    complaint.intake_due_at = calendar.add_workdays(complaint.submitted_at, 1)
    complaint.accepted_at = case.at("accept")
    complaint.filed_at = case.at("file")
    complaint.handled_at = case.at("hand_in") or case.at("close")
    complaint.replied_at = complaint.handled_at
    complaint.closed_at = case.at("close")
    complaint.n_reworks = 0
    if complaint.filed_at:
        complaint.unit = units[row["unit"]]
        complaint.finding = Finding.TRUE
    if complaint.accepted_at:
        complaint.due_at = due(case, calendar)
    if state not in OPEN_STATES:
        complaint.ended_at = case.steps[-1].at
    if state == _S.DECLINED:
        complaint.decline_reason = DeclineReason.OTHER
    if complaint.closed_at:
        is_found = complaint.filed_at is not None
        complaint.finding = Finding.TRUE if is_found else Finding.UNVERIFIABLE
        complaint.outcome = Outcome.RESOLVED if is_found else Outcome.NO_ACTION
        complaint.rating = row["satisfaction"]
        complaint.rated_at = complaint.closed_at if row["satisfaction"] else None
    complaint.n_disputes = sum(step.verb == "dispute" for step in case.steps)
    if granted := case.told("同意延期"):
        complaint.due_at = end_of(granted["until"])
        complaint.n_extensions = 1
    if parked := case.told("已挂账"):
        complaint.suspended_until = end_of(parked["until"])
        complaint.n_suspensions = 1
    if state == _S.MERGED:
        # Until its main case has a key; `_keep` moves it over.
        complaint.state, complaint.is_open = _S.ACCEPTED, True
    if state not in NEVER_PUBLIC:
        complaint.is_published = True
        complaint.masks_reviewed_by = desk
        complaint.published_on = timezone.localdate(complaint.accepted_at)


def _keep(context: Context, cases: Sequence[Case]) -> None:
    made = Complaint.objects.bulk_create(
        [case.complaint for case in cases], batch_size=BATCH
    )
    for complaint in made:
        complaint.number = number_for(complaint)
    by_id = {case.row["id"]: case.complaint for case in cases}
    merged: Counter[str] = Counter()
    for case in cases:
        if main := case.row["merged_into"]:
            case.complaint.state, case.complaint.is_open = _S.MERGED, False
            case.complaint.merged_into = by_id[main]
            merged[main] += 1
    for main, count in merged.items():
        by_id[main].n_followers = count
    Complaint.objects.bulk_update(
        made, ["number", "state", "is_open", "merged_into", "n_followers"], BATCH
    )
    desk, checker = _staff()
    keep_events(cases, desk, checker)
    keep_rows(context, cases, desk, checker)


def _make_links(context: Context) -> None:
    """Give each unit at work an address whose token nobody is shown."""
    has_one = set(UnitLink.objects.values_list("unit", flat=True))
    at_work = set(
        Complaint.objects.open()
        .exclude(state__in=sorted(BEFORE_FILING))
        .values_list("unit", flat=True)
    )
    UnitLink.objects.bulk_create(
        UnitLink(
            unit=unit,
            token_hash=hash_token(PURPOSE, new_token()),
            label=_("值班"),
            expires_at=timezone.now() + timedelta(days=VALID_DAYS),
        )
        for unit in context.units.values()
        if unit.pk in at_work - has_one
    )
