"""How far an exposure is, as readers see it: four looks over all public states."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reports.exposures.models import Exposure
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.workflow import ExposureState
from reports.notices.models import RectificationNotice
from reports.notices.workflow import RUNNING_STATES, NoticeState

MOST_CELLS = 31


class Look(models.TextChoices):
    LATE = "late", _("逾期未改")
    OPEN = "open", _("整改中")
    REVIEW = "review", _("复核中")
    MENDED = "mended", _("已整改")

    @property
    def css(self) -> str:
        """Return the class of its tag: a shape and a colour of its own."""
        return {"late": "no", "open": "open", "review": "new", "mended": "ok"}[
            self.value
        ]


def look_of(exposure: Exposure) -> Look:
    if exposure.state == ExposureState.RECTIFIED:
        return Look.MENDED
    if exposure.is_under_review:
        return Look.REVIEW
    if exposure.notice and exposure.notice.is_overdue:
        return Look.LATE
    return Look.OPEN


def has_look(look: Look, at: datetime) -> Q:
    """Return the condition that `look_of` asks of one exposure."""
    mended = Q(state=ExposureState.RECTIFIED)
    review = Q(notice__isnull=False, notice__state=NoticeState.OBJECTED)
    late = Q(
        notice__isnull=False,
        notice__is_open=True,
        notice__state__in=sorted(RUNNING_STATES),
        notice__due_at__isnull=False,
        notice__due_at__lt=at,
    )
    return {
        Look.MENDED: mended,
        Look.REVIEW: ~mended & review,
        Look.LATE: ~mended & late,
        Look.OPEN: ~mended & ~review & ~late,
    }[look]


@dataclass(frozen=True)
class Counts:
    total: int
    looks: list[tuple[Look, int]]

    @property
    def mended(self) -> int:
        return dict(self.looks)[Look.MENDED]


def count_looks(items: ExposureQuerySet) -> Counts:
    """Count all looks in one query."""
    now = timezone.now()
    found = items.order_by().aggregate(
        total=Count("pk"),
        **{look.value: Count("pk", filter=has_look(look, now)) for look in Look},
    )
    return Counts(found["total"], [(look, found[look.value]) for look in Look])


@dataclass(frozen=True)
class Due:
    """The days that a unit has, one cell a day, and where it stands in them."""

    limit: str
    left: str
    css: str
    cells: list[tuple[float, bool]]
    width: float


def due_of(exposure: Exposure) -> Due | None:
    notice = exposure.notice
    if notice is None or notice.due_at is None or notice.issued_at is None:
        return None
    start = timezone.localdate(notice.issued_at)
    due_on = timezone.localdate(notice.due_at)
    days = max((due_on - start).days, 1)
    is_mended = exposure.rectified_on is not None
    at = exposure.rectified_on or timezone.localdate()
    used = min(max((at - start).days, 0), days)
    css = "c-hill" if is_mended else "c-no" if notice.is_overdue else ""
    cells = min(days, MOST_CELLS)
    width = 100 / cells
    return Due(
        limit=_now("限%(days)s天") % {"days": days},
        left=_in_words((due_on - at).days, is_mended, notice),
        css=css,
        cells=[
            (round(place * width, 1), place * days < used * cells)
            for place in range(cells)
        ],
        width=round(width - 0.8, 1),
    )


def _in_words(left: int, is_mended: bool, notice: RectificationNotice) -> str:
    if is_mended:
        if left > 0:
            return _now("提前%(days)s天改好") % {"days": left}
        if left < 0:
            return _now("逾期%(days)s天改好") % {"days": -left}
        return _now("按期改好")
    if notice.is_overdue:
        return _now("已逾期%(days)s天") % {"days": max(-left, 1)}
    if left < 0:
        return _now("等待复查")
    return _now("还剩%(days)s天") % {"days": left} if left else _now("今天到期")
