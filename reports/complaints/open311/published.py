"""Published complaints as service requests: rounded places, days without hours (C4, C8)."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.complaints.models import Complaint, Reply
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.open311 import photos
from reports.complaints.open311.writing import Problem

SPAN = timedelta(days=90)
MOST = 1000
LAST_PAGE = 10_000
STATUSES = {"open": True, "closed": False}
# Every step that everybody may know of, to the day.
STEP_TIMES = (
    "accepted_at",
    "filed_at",
    "replied_at",
    "handled_at",
    "closed_at",
    "ended_at",
)
_word = re.compile(r"[A-Za-z0-9_-]{1,20}")


def readable() -> ComplaintQuerySet:
    """Return what is published, with all that a row shows: two queries at any size."""
    return (
        Complaint.objects.public()
        .select_related("category", "unit", "area", "street", "place")
        .prefetch_related(
            Prefetch("replies", Reply.objects.public(), to_attr="public_replies"),
            *photos.prefetched(),
        )
        .order_by("-submitted_on", "-pk")
    )


def chosen(asked: QueryDict) -> ComplaintQuerySet:
    """Narrow by the filters of the standard."""
    found = readable()
    if numbers := _listed(asked, "service_request_id"):
        # Stands above all other filters, says the standard.
        wanted = [each.upper() for each in numbers if _word.fullmatch(each)]
        return found.filter(number__in=wanted[:MOST])
    if codes := _listed(asked, "service_code"):
        wanted = [each for each in codes if _word.fullmatch(each)]
        found = found.filter(category__code__in=wanted[:MOST])
    if statuses := set(_listed(asked, "status")):
        if not statuses <= STATUSES.keys():
            raise Problem(400, _("status 只能是 open 或 closed。"))
        if len(statuses) == 1:
            found = found.filter(is_open=STATUSES[statuses.pop()])
    start, end = _span(asked.get("start_date", ""), asked.get("end_date", ""))
    return found.filter(submitted_on__range=(start, end))


def page_of(
    found: ComplaintQuerySet, asked: QueryDict
) -> tuple[list[Complaint], dict[str, int]]:
    """Return one page, and the numbers of those before and after it."""
    number = _count(asked, "page", 1, LAST_PAGE)
    size = _count(asked, "page_size", MOST, MOST)
    first = (number - 1) * size
    rows = list(found[first : first + size + 1])
    beside = {}
    if number > 1:
        beside["prev"] = number - 1
    if len(rows) > size and number < LAST_PAGE:
        beside["next"] = number + 1
    return rows[:size], beside


def as_request(complaint: Complaint) -> dict[str, Any]:
    replies: list[Reply] = getattr(complaint, "public_replies", [])
    category, unit = complaint.category, complaint.unit
    return {
        "service_request_id": complaint.number,
        "status": "open" if complaint.is_open else "closed",
        "status_notes": replies[-1].text_public
        if replies
        else complaint.get_state_display(),
        "service_name": category.name,
        "service_code": category.code,
        "description": complaint.text_public,
        "agency_responsible": unit.name if unit else "",
        "service_notice": "",
        "requested_datetime": _midnight(complaint.submitted_on),
        "updated_datetime": _midnight(_last_step(complaint)),
        "expected_datetime": _midnight(timezone.localdate(complaint.due_at))
        if complaint.due_at
        else None,
        "address": complaint.public_place,
        "address_id": None,
        "zipcode": None,
        "lat": complaint.public_lat,
        "long": complaint.public_lon,
        "media_url": photos.public_address(complaint),
    }


def _last_step(complaint: Complaint) -> date:
    times = [getattr(complaint, name) for name in STEP_TIMES]
    days = [timezone.localdate(each) for each in times if each]
    return max([complaint.submitted_on, *days])


def _midnight(day: date) -> str:
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- made aware below
    return timezone.make_aware(moment).isoformat()


def _listed(asked: QueryDict, name: str) -> list[str]:
    """Return what was given once, several times or with commas."""
    given = ",".join(asked.getlist(name)).split(",")
    return [each.strip() for each in given if each.strip()]


def _span(start: str, end: str) -> tuple[date, date]:
    try:
        if start:
            first = _day(start)
            last = _day(end) if end else first + SPAN
        else:
            last = _day(end) if end else timezone.localdate()
            first = last - SPAN
    except (ValueError, OverflowError):
        raise Problem(400, _("日期请写成 2026-01-31T00:00:00+08:00 这样。")) from None
    if last - first > SPAN:
        raise Problem(400, _("start_date 和 end_date 最多相隔90天。"))
    return first, last


def _day(written: str) -> date:
    # A plus sign that nobody escaped arrives as a space.
    moment = datetime.fromisoformat(written.strip().replace(" ", "+"))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return timezone.localdate(moment)


def _count(asked: QueryDict, name: str, default: int, most: int) -> int:
    written = asked.get(name, "").strip()
    if not written:
        return default
    if not (written.isascii() and written.isdecimal() and len(written) < 9):
        raise Problem(400, _("%s 要写成正整数。") % name)
    if not 1 <= int(written) <= most:
        raise Problem(
            400, _("%(name)s 在 1 到 %(most)s 之间。") % {"name": name, "most": most}
        )
    return int(written)
