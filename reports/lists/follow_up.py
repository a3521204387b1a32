"""回头看: where the TV station should look again this week, area by area.

What is due, what is late, what came back, what residents dispute: in one order to be
driven. The clip in which it was first shown comes from whoever knows (`know_clips`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area
from reports.complaints.models import Complaint
from reports.complaints.workflow import ComplaintState
from reports.lists.inputs import span
from reports.notices.links import address_of
from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet

WEEK = timedelta(days=7)
RECURRED_WITHIN = timedelta(days=30)
MOST = 500


class Reason(models.TextChoices):
    """Why it is on the sheet, what presses most first."""

    OVERDUE = "overdue", _("逾期")
    RECURRING = "recurring", _("反弹")
    DUE = "due", _("本周到期")
    DISPUTED = "disputed", _("群众有异议")


@dataclass(frozen=True)
class Clip:
    """Where it was first shown: an episode at its second, or a page."""

    title: str
    address: str


Clips = Callable[[list[int]], dict[int, Clip]]
_knows_clips: list[Clips] = []


def know_clips(finder: Clips) -> None:
    """Enter who finds the clips of notices by their keys, from `AppConfig.ready()`."""
    _knows_clips.append(finder)


@dataclass
class Stop:
    """One place to go to."""

    number: str
    title: str
    unit: str
    where: str
    area: Area | None
    reasons: list[Reason]
    due_at: datetime | None
    state: str
    address: str
    days_late: int = 0
    clip: Clip | None = None

    @property
    def rank(self) -> int:
        return list(Reason).index(self.reasons[0])

    @property
    def reasons_in_words(self) -> list[str]:
        return [str(reason.label) for reason in self.reasons]


@dataclass
class Leg:
    """One area's stops, in the order in which they press."""

    area: Area | None
    stops: list[Stop] = field(default_factory=list)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def sheet(monday: date) -> list[Leg]:
    """Return the week from `monday`: what is due in it, and what else is so now."""
    now = timezone.now()
    stops = [*_notices(monday, now), *_complaints()]
    legs: dict[int | None, Leg] = {}
    for stop in sorted(stops, key=_order):
        key = stop.area.pk if stop.area else None
        legs.setdefault(key, Leg(stop.area)).stops.append(stop)
    return list(legs.values())


def _order(stop: Stop) -> tuple[bool, str, int, int, str]:
    code = stop.area.code if stop.area else ""
    return (not code, code, stop.rank, -stop.days_late, stop.number)


def _notices(monday: date, now: datetime) -> list[Stop]:
    start, end = span(monday, monday + WEEK - timedelta(days=1))
    running = RectificationNotice.objects.public().running()
    by_reason = {
        Reason.OVERDUE: running.filter(due_at__lt=now),
        Reason.RECURRING: RectificationNotice.objects.public()
        .open()
        .recurring()
        .filter(issued_at__gte=now - RECURRED_WITHIN),
        Reason.DUE: running.filter(due_at__gte=max(start, now), due_at__lt=end),
    }
    found: dict[int, tuple[RectificationNotice, list[Reason]]] = {}
    for reason, notices in by_reason.items():
        for notice in _read(notices):
            found.setdefault(notice.pk, (notice, []))[1].append(reason)
    clips = _clips(list(found))
    return [
        Stop(
            number=notice.number or "",
            title=notice.title,
            unit=notice.unit.short_name,
            where=notice.where,
            area=notice.area,
            reasons=reasons,
            due_at=notice.due_at,
            state=str(notice.get_state_display()),
            address=address_of(notice),
            days_late=_days_late(notice, now),
            clip=clips.get(notice.pk),
        )
        for notice, reasons in found.values()
    ]


def _read(notices: NoticeQuerySet) -> Iterable[RectificationNotice]:
    return notices.select_related("unit", "area", "street", "place").order_by("due_at")[
        :MOST
    ]


def _complaints() -> list[Stop]:
    """Return what residents dispute, as everybody may read it: published alone."""
    disputed = (
        Complaint.objects.public()
        .filter(state=ComplaintState.DISPUTED)
        .select_related("category", "area", "street", "place", "unit")
        .order_by("-pk")[:MOST]
    )
    return [
        Stop(
            number=each.number,
            title=each.category.name,
            unit=each.unit.short_name if each.unit else "",
            where=str(each.public_place),
            area=each.area,
            reasons=[Reason.DISPUTED],
            due_at=None,
            state=str(each.get_state_display()),
            address=reverse("open_complaints:complaint", args=[each.number]),
        )
        for each in disputed
    ]


def _clips(keys: list[int]) -> dict[int, Clip]:
    found: dict[int, Clip] = {}
    for finder in _knows_clips:
        found |= finder(keys)
    return found


def _days_late(notice: RectificationNotice, now: datetime) -> int:
    if notice.due_at is None or notice.due_at >= now:
        return 0
    return (timezone.localdate(now) - timezone.localdate(notice.due_at)).days
