"""The sixty notices with their histories, in a few bulk writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.calendar import WorkCalendar
from portal.directory.models import Place, Street, UnitKind
from portal.standards.models import StandardItem
from portal.timeline.models import Event
from portal.users.models import User
from portal.users.roles import Role
from reports.complaints.demo.cases import demo_key, member
from reports.complaints.models import Category, Complaint
from reports.complaints.workflow import ClockKind, Decision
from reports.notices.demo.histories import History, history_of
from reports.notices.models import (
    InspectionMandate,
    NoticeComplaint,
    NoticeCounter,
    NoticeExtension,
    NoticeProblem,
    NoticeSubmission,
    OverdueRecord,
    RectificationNotice,
    Reinspection,
)
from reports.notices.services import number_of
from reports.notices.workflow import (
    OPEN_STATES,
    Focus,
    NoticeSource,
    NoticeState,
    ResidentVerdict,
)

YEAR = timedelta(days=364)  # each further copy is a year older, on the same weekdays
SOURCES = {
    "日常检查": NoticeSource.DAILY,
    "投诉转办": NoticeSource.COMPLAINT,
    "专项督查": NoticeSource.SPECIAL,
}
MOST_CLAUSES = 2


@dataclass
class Case:
    row: dict[str, Any]
    history: History
    notice: RectificationNotice


def load_notices(context: Context) -> None:
    told = context.read("notices")["notices"]
    known = set(RectificationNotice.objects.values_list("number", flat=True))
    mandates = _load_mandates(context)
    for copy in reversed(range(context.scale)):
        back = YEAR * copy
        rows = [row for row in told if _number(row, back) not in known]
        _keep(_make(context, rows, back, mandates[0]))
        context.tell(_("整改通知单"), context.scale - copy, context.scale)
    _count()


def people() -> dict[str, User]:
    """Return whose hands the histories name: nobody closes what they signed."""
    return {
        "check": member("demo-check", Role.INSPECTOR),
        "draft": member("demo-check-2", Role.INSPECTOR),
        "head": member("demo-head", Role.HEAD),
    }


def _load_mandates(context: Context) -> list[InspectionMandate]:
    found = []
    for row in context.read("supervision")["mandates"]:
        mandate, _is_new = InspectionMandate.objects.get_or_create(
            doc_no=row["doc_no"],
            defaults={
                "title": row["title"],
                "scope": row["scope"],
                "issued_by": context.units[row["issued_by"]],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_to": date.fromisoformat(row["valid_to"]),
            },
        )
        found.append(mandate)
    return found


def _number(row: dict[str, Any], back: timedelta) -> str:
    issued = date.fromisoformat(row["issued"]) - back
    return number_of(issued.year, row["seq"])


def _make(
    context: Context,
    rows: Sequence[dict[str, Any]],
    back: timedelta,
    mandate: InspectionMandate,
) -> list[Case]:
    calendar = WorkCalendar.current()
    hands = people()
    categories = {each.code: each for each in Category.objects.all()}
    streets = {each.code: each for each in Street.objects.all()}
    places = {each.code: each for each in Place.objects.all()}
    items = {each.code: each for each in StandardItem.objects.all()}
    consequence = context.read("supervision")["consequence"]
    cases = []
    for row in rows:
        unit = context.units[row["unit"]]
        history = history_of({**row, "unit": unit.short_name}, calendar, back)
        checked_at = history.steps[0].at - timedelta(hours=1)
        is_local = unit.kind in {UnitKind.TOWNSHIP, UnitKind.COMMUNITY}
        notice = RectificationNotice(
            number=_number(row, back),
            year=timezone.localdate(checked_at).year,
            sequence=row["seq"],
            title=row["title"],
            unit=unit,
            source=SOURCES[row["source"]],
            focus=Focus.AREAS if is_local else Focus.ENFORCEMENT,
            mandate=mandate,
            checked_at=checked_at,
            inspected_by=_("双创办督查组"),
            area=context.areas[row["area"]],
            street=streets.get(row["street"]),
            place=places.get(row["place"]),
            place_text=row["place_name"],
            lat=row["lat"],
            lon=row["lon"],
            category=categories[row["category"]],
            standard_item=items.get(row["standard"]),
            requirement=row["requirement"],
            consequence=consequence,
            clock=ClockKind.NATURAL_DAY,
            limit=history.limit,
            is_public=True,
            drafted_by=hands["draft"],
            drafted_at=history.steps[0].at,
            issued_by=hands["head"],
            **_state(history, hands["check"]),
        )
        cases.append(Case(row, history, notice))
    return cases


def _state(history: History, checker: User) -> dict[str, Any]:
    state = history.state
    is_closed = state == NoticeState.CLOSED
    return {
        "state": state,
        "is_open": state in OPEN_STATES,
        "round": history.round,
        "n_extensions": 1 if history.extended else 0,
        "first_due_at": history.first_due_at,
        "due_at": history.due_at,
        "issued_at": history.at("issue"),
        "served_at": history.at("serve"),
        "acknowledged_at": history.at("acknowledge"),
        "acknowledged_post": _("办公室值班员"),
        "submitted_at": history.at("submit") if is_closed else None,
        "passed_at": history.rounds[-1].looked_at if is_closed else None,
        "closed_at": history.at("close"),
        "closed_by": checker if is_closed else None,
    }


def _keep(cases: Sequence[Case]) -> None:
    RectificationNotice.objects.bulk_create(case.notice for case in cases)
    hands = people()
    through = RectificationNotice.inspectors.through
    through.objects.bulk_create(
        through(rectificationnotice_id=case.notice.pk, user_id=hands[key].pk)
        for case in cases
        for key in ("check", "draft")
    )
    NoticeProblem.objects.bulk_create(
        NoticeProblem(
            notice=case.notice, category=case.notice.category, text=case.row["problem"]
        )
        for case in cases
    )
    _keep_clauses(cases)
    _keep_rounds(cases, hands)
    links = list(_complaint_links(cases))
    NoticeComplaint.objects.bulk_create(links)
    _keep_events(
        cases, hands, {link.notice_id: link.complaint for link in reversed(links)}
    )


def _keep_clauses(cases: Sequence[Case]) -> None:
    basis: dict[int, list[int]] = {}
    by_category = Category.clauses.through.objects.order_by("pk")
    for category, clause in by_category.values_list("category", "clause"):
        basis.setdefault(category, []).append(clause)
    through = RectificationNotice.clauses.through
    through.objects.bulk_create(
        through(rectificationnotice_id=case.notice.pk, clause_id=clause)
        for case in cases
        for clause in basis.get(case.notice.category_id or 0, [])[:MOST_CLAUSES]
    )


def _keep_rounds(cases: Sequence[Case], hands: dict[str, User]) -> None:
    told = [(case, each) for case in cases for each in case.history.rounds]
    NoticeSubmission.objects.bulk_create(
        NoticeSubmission(
            notice=case.notice,
            round=each.number,
            text=_("已按要求整改：%s") % case.row["requirement"],
            by_post=_("分管负责人"),
            at=each.submitted_at,
        )
        for case, each in told
    )
    Reinspection.objects.bulk_create(
        Reinspection(
            notice=case.notice,
            round=each.number,
            inspector=hands["check"],
            is_passed=each.is_passed,
            text=each.text,
            next_due_at=each.next_due_at,
            at=each.looked_at,
        )
        for case, each in told
    )
    OverdueRecord.objects.bulk_create(
        OverdueRecord(notice=case.notice, round=each.number, due_at=each.due_at)
        for case, each in told
        if each.is_late
    )
    NoticeExtension.objects.bulk_create(
        NoticeExtension(
            notice=case.notice,
            round=case.notice.round,
            reason=case.row["followups"][-1]["finding"],
            due_before=before,
            due_after=due,
            state=Decision.GRANTED,
            at=asked,
            decided_by=hands["head"],
            decided_at=asked + timedelta(hours=2),
            decision_text=_("理由属实"),
        )
        for case in cases
        if case.history.extended and case.history.due_at
        for (asked, before), due in [(case.history.extended, case.history.due_at)]
    )


def _complaint_links(cases: Iterable[Case]) -> Iterable[NoticeComplaint]:
    """Link each notice with the main complaints: what was merged went over."""
    found = {
        each.key_hash: each.merged_into or each
        for each in Complaint.objects.filter(
            key_hash__startswith="demo "
        ).select_related("merged_into")
    }
    for case in cases:
        if case.notice.year != date.fromisoformat(case.row["issued"]).year:
            continue
        mains = [found.get(demo_key(row_id)) for row_id in case.row["complaints"]]
        is_closed = case.notice.is_closed
        for complaint in dict.fromkeys(each for each in mains if each is not None):
            yield NoticeComplaint(
                notice=case.notice,
                complaint=complaint,
                verdict=ResidentVerdict.YES if is_closed else "",
                verdict_at=case.notice.closed_at,
            )


def _keep_events(
    cases: Sequence[Case], hands: dict[str, User], first: dict[int, Complaint]
) -> None:
    kinds: dict[type[Model], ContentType] = {
        model: ContentType.objects.get_for_model(model)
        for model in (RectificationNotice, Complaint)
    }

    def event(subject: Model, **fields: Any) -> Event:
        return Event(content_type=kinds[type(subject)], object_id=subject.pk, **fields)

    events = [
        event(
            case.notice,
            verb=step.verb,
            from_state=step.old,
            to_state=step.new,
            at=step.at,
            actor=hands.get(step.by),
            public_text=step.public_text,
            because=step.because,
        )
        for case in cases
        for step in case.history.steps
    ]
    for case in cases:
        complaint = first.get(case.notice.pk)
        if complaint is None:
            continue
        for verb, at, text in (
            ("notice_issued", case.notice.issued_at, _("已发出整改通知单%s")),
            ("notice_closed", case.notice.closed_at, _("整改通知单%s已销号")),
        ):
            if at is not None:
                events.append(
                    event(
                        complaint,
                        verb=verb,
                        at=at,
                        public_text=text % case.notice.number,
                    )
                )
    Event.objects.bulk_create(events, batch_size=500)


def _count() -> None:
    """Let the next notice of each year have the next number."""
    lasts = RectificationNotice.objects.values("year").annotate(last=Max("sequence"))
    for row in lasts.order_by("year"):
        if row["year"] is not None:
            NoticeCounter.objects.update_or_create(
                year=row["year"], defaults={"last": row["last"]}
            )
