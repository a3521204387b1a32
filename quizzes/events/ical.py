"""Activities as calendar files (RFC 5545), for the calendar in every phone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.utils import timezone

from quizzes.events.models import Activity

TYPE = "text/calendar; charset=utf-8"
LINE = 75  # octets of a line at most, without its end
# China has had one time, without summer time, since 1991.
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_ESCAPED = str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None}
)


def calendar_of(activities: Iterable[Activity], *, name: str, root: str) -> bytes:
    """Return a calendar; `root` is the address of the site, `https://…`."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(name)}//activities//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *ZONE,
    ]
    for activity in activities:
        lines += _event(activity, root)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(activity: Activity, root: str) -> Iterator[str]:
    host = root.partition("://")[2] or root
    yield "BEGIN:VEVENT"
    yield f"UID:activity-{activity.pk}@{host}"
    yield f"DTSTAMP:{_utc(activity.changed_at)}"
    yield f"LAST-MODIFIED:{_utc(activity.changed_at)}"
    yield f"SEQUENCE:{activity.version}"
    yield f"DTSTART;TZID=Asia/Shanghai:{_local(activity.starts_at)}"
    yield f"DTEND;TZID=Asia/Shanghai:{_local(activity.ends_at)}"
    yield f"SUMMARY:{_text(activity.title)}"
    yield f"DESCRIPTION:{_text(activity.summary)}"
    yield f"LOCATION:{_text(activity.place_text)}"
    if activity.place is not None:
        yield f"GEO:{activity.place.lat:.6f};{activity.place.lon:.6f}"
    yield f"URL:{root}{activity.get_absolute_url()}"
    yield f"STATUS:{'CANCELLED' if activity.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _text(written: str) -> str:
    return written.replace("\r\n", "\n").translate(_ESCAPED)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _local(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y%m%dT%H%M%S}"


def _folded(line: str) -> bytes:
    """Break a long line between two signs, never inside one of several octets."""
    parts: list[bytes] = []
    part = b""
    for sign in line:
        octets = sign.encode()
        # What goes on begins with a blank, which counts.
        if len(part) + len(octets) > LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
