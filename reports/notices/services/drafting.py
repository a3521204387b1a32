"""A notice before it is one: written, changed, thrown away. Nobody is bound by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Area, Place, Street, Unit
from portal.evidence.models import Evidence
from portal.standards.models import StandardItem
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from publicity.models import Clause
from reports.complaints.models import Category, Complaint
from reports.complaints.routing import stands_below
from reports.complaints.workflow import NEVER_PUBLIC, ClockKind
from reports.notices.models import (
    InspectionMandate,
    NoticeComplaint,
    NoticeProblem,
    RectificationNotice,
)
from reports.notices.refusals import Conflict, Incomplete, Refused
from reports.notices.services.photos import attach
from reports.notices.services.steps import change, check_step, lock, require_state, step
from reports.notices.workflow import NoticeSource, NoticeState, PhotoRole

_S = NoticeState


@dataclass(frozen=True)
class ProblemDraft:
    text: str
    category: Category | None = None
    evidence: Sequence[Evidence] = ()


class NoticeFields(TypedDict, total=False):
    """What an inspector writes into a notice (EX-30)."""

    unit: Required[Unit]
    title: Required[str]
    problems: Required[Sequence[ProblemDraft]]
    requirement: Required[str]
    checked_at: Required[datetime]
    source: NoticeSource
    focus: str
    mandate: InspectionMandate | None
    inspectors: Sequence[User]
    inspected_by: str
    area: Area | None
    street: Street | None
    place: Place | None
    place_text: str
    lat: float | None
    lon: float | None
    category: Category | None
    standard_item: StandardItem | None
    clauses: Sequence[Clause]
    complaints: Sequence[Complaint]
    evidence: Sequence[Evidence]
    consequence: str
    limit: int | None
    clock: ClockKind
    needs_plan: bool


@transaction.atomic
def draft_notice(*, by: User, **fields: Unpack[NoticeFields]) -> RectificationNotice:
    """Write a draft: from complaints, a failed check, or by hand.

    Only what no notice can be without is asked for; `issue` asks for the rest.
    """
    complaints = _complaints_of(fields)
    notice = RectificationNotice(drafted_by=by, **_columns(fields, complaints))
    notice.save()
    _write_lists(notice, fields, complaints)
    record(notice, "draft", by=by, to_state=notice.state)
    return notice


@transaction.atomic
def revise_draft(
    notice: RectificationNotice, *, by: User, **fields: Unpack[NoticeFields]
) -> Event:
    """Write the draft anew; its photos stay, and new ones come to them."""
    lock(notice)
    require_state(notice, _S.DRAFT)
    complaints = _complaints_of(fields)
    notice.problems.all().delete()
    notice.complaint_links.all().delete()
    _write_lists(notice, fields, complaints)
    return change(notice, "revise", by=by, **_columns(fields, complaints))


@transaction.atomic
def add_problem(
    notice: RectificationNotice, *, by: User, problem: ProblemDraft
) -> NoticeProblem:
    """Add what was found later to a draft; its one point no longer says where."""
    lock(notice)
    require_state(notice, _S.DRAFT)
    last = notice.problems.aggregate(last=Max("position"))["last"] or 0
    added = NoticeProblem.objects.create(
        notice=notice,
        position=last + 1,
        category=problem.category,
        text=required(problem.text, _("存在问题")),
    )
    attach(notice, problem.evidence, PhotoRole.BEFORE, problem=added)
    change(notice, "add_problem", by=by, lat=None, lon=None)
    return added


@transaction.atomic
def discard(notice: RectificationNotice, *, by: User, because: str = "") -> Event:
    """Throw a draft away. It never had a number, so none is missing."""
    lock(notice)
    check_step(notice, _S.DISCARDED)
    return step(
        notice,
        "discard",
        _S.DISCARDED,
        by=by,
        because=optional(because, _("理由"), 300),
    )


def _columns(fields: NoticeFields, complaints: Sequence[Complaint]) -> dict[str, Any]:
    """Return what stands in the notice's own row, made safe."""
    if fields["checked_at"] > timezone.now():
        raise Refused(_("检查时间不能在以后。"))
    unit = fields["unit"]
    if not unit.is_current(timezone.localdate()):
        raise Refused(_("%(unit)s已经停用，请选择现在的单位。") % {"unit": unit})
    for complaint in complaints:
        if stands_below(unit, complaint.accused_unit):
            raise Conflict(_("有投诉反映的是这个单位自己的人，不能这样转给它。"))
    first = complaints[0] if complaints else None
    category = fields.get("category") or next(
        (each.category for each in fields["problems"] if each.category),
        first.category if first else None,
    )
    limit = fields.get("limit")
    if limit is not None and limit < 1:
        raise Refused(_("整改时限至少是一。"))
    clock = fields.get("clock") or (category.clock if category else ClockKind.WORK_DAY)
    if limit is None:
        limit = category.limit if category else settings.NOTICES["LIMIT_WORKDAYS"]
    return {
        "unit": unit,
        "title": required(fields["title"], _("标题"), 80),
        "requirement": required(fields["requirement"], _("整改要求")),
        "consequence": optional(fields.get("consequence", ""), _("逾期后果")),
        "checked_at": fields["checked_at"],
        "source": fields.get("source")
        or (NoticeSource.COMPLAINT if complaints else NoticeSource.DAILY),
        "focus": fields.get("focus", ""),
        "mandate": fields.get("mandate"),
        "inspected_by": optional(fields.get("inspected_by", ""), _("检查人"), 120),
        "category": category,
        "standard_item": fields.get("standard_item"),
        "limit": limit,
        "clock": clock,
        "needs_plan": fields.get("needs_plan", False),
        **_place(fields, first),
    }


def _place(fields: NoticeFields, first: Complaint | None) -> dict[str, Any]:
    """Take the place that was named; what is left out, from the first complaint.

    Never its words for the place: they are the resident's own.
    """
    place = fields.get("place")
    found: dict[str, Any] = {
        name: fields.get(name)
        or getattr(place, name, None)
        or getattr(first, name, None)
        for name in ("area", "street")
    }
    found["place"] = place or (first.place if first else None)
    lat, lon = fields.get("lat"), fields.get("lon")
    for source in (place, first):
        if (lat is None or lon is None) and source is not None:
            lat, lon = source.lat, source.lon
    return found | {
        "place_text": optional(fields.get("place_text", ""), _("位置说明"), 200),
        "lat": lat,
        "lon": lon,
    }


def _complaints_of(fields: NoticeFields) -> list[Complaint]:
    """Return what the notice is made from: what was merged stands for its main one."""
    found: dict[int, Complaint] = {}
    for complaint in fields.get("complaints", ()):
        main = complaint.merged_into or complaint
        if main.state in NEVER_PUBLIC:
            raise Refused(
                _("%(number)s还没有受理，或者已经退出，不能转为整改通知单。")
                % {"number": main.number}
            )
        found[main.pk] = main
    return list(found.values())


def _write_lists(
    notice: RectificationNotice, fields: NoticeFields, complaints: Sequence[Complaint]
) -> None:
    if not fields["problems"]:
        raise Incomplete(_("请至少写一条存在问题。"))
    problems = NoticeProblem.objects.bulk_create(
        NoticeProblem(
            notice=notice,
            position=position,
            category=each.category,
            text=required(each.text, _("存在问题")),
        )
        for position, each in enumerate(fields["problems"], 1)
    )
    notice.clauses.set(fields.get("clauses", ()))
    notice.inspectors.set(fields.get("inspectors", ()))
    NoticeComplaint.objects.bulk_create(
        NoticeComplaint(notice=notice, complaint=complaint) for complaint in complaints
    )
    attach(notice, fields.get("evidence", ()), PhotoRole.BEFORE)
    for problem, each in zip(problems, fields["problems"], strict=True):
        attach(notice, each.evidence, PhotoRole.BEFORE, problem=problem)
