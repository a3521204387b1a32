"""Make complaints that everybody may see, with secrets that nobody may."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from portal.directory.models import Area, Street, StreetKind, Unit
from portal.timeline.services import record
from reports.complaints.models import (
    Category,
    Complaint,
    Family,
    PrivacyNotice,
    Reply,
    ReplyKind,
    Reporter,
)
from reports.complaints.services.submitting import number_for
from reports.complaints.workflow import (
    NEVER_PUBLIC,
    OPEN_STATES,
    ComplaintState,
    Finding,
    IdentityMode,
    Outcome,
)
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user

_number = count(1)
SAID = "路口的垃圾桶满了，没有人收。"
SENT_AT = datetime.fromisoformat("2026-11-03 13:47:31+08:00")
SECRETS = {
    "name": "欧阳麦穗",
    "phone": "19912345678",
    "e-mail": "maisui@example.test",
    "words as sent": "我家在三单元，原话不公开",
    "exact place": "红砖楼后墙第二根水管旁",
    "latitude": "31.889137",
    "longitude": "109.531642",
    "query code": "codehash-7Q2",
    "form key": "keyhash-91B",
    "time of day": "13:47",
    "seconds": ":31",
    "private reply": "回复原文含邻居家电话",
    "inner reason": "内部理由不外传",
    "file name": "IMG_20261103_134731.jpg",
}


def make_category(*, unit: Unit | None = None, **fields: Any) -> Category:
    number = next(_number)
    family, _is_new = Family.objects.get_or_create(
        code="dumping", defaults={"name": "乱倒乱弃"}
    )
    return Category.objects.create(
        **{
            "family": family,
            "code": f"T{number}",
            "name": f"垃圾第{number}类",
            "unit": unit or make_unit(),
            "limit": 5,
            **fields,
        }
    )


def make_notice() -> PrivacyNotice:
    notice, _is_new = PrivacyNotice.objects.get_or_create(
        version="1",
        defaults={
            "text": "告知",
            "effective_from": timezone.now() - timedelta(days=999),
        },
    )
    return notice


def make_street(*, name: str = "槐树巷") -> Street:
    number = next(_number)
    return Street.objects.create(
        code=f"S{number}",
        name=name,
        kind=StreetKind.LANE,
        line=[[109.51, 31.88], [109.52, 31.89]],
    )


def make_public(
    *,
    state: ComplaintState = ComplaintState.HANDLING,
    category: Category | None = None,
    unit: Unit | None = None,
    area: Area | None = None,
    is_published: bool = True,
    **fields: Any,
) -> Complaint:
    """Put one into `state` as the services would have left it."""
    number = next(_number)
    now = timezone.now()
    shown = is_published and state not in NEVER_PUBLIC
    is_open = state in OPEN_STATES
    is_closed = state == ComplaintState.CLOSED
    complaint = Complaint.objects.create(
        **{
            "key_hash": f"{SECRETS['form key']} {number}",
            "code_hash": SECRETS["query code"],
            "category": category or make_category(),
            "unit": unit,
            "area": area,
            "place_text": SECRETS["exact place"],
            "lat": float(SECRETS["latitude"]),
            "lon": float(SECRETS["longitude"]),
            "public_lat": 31.889,
            "public_lon": 109.532,
            "privacy_notice": make_notice(),
            "text": SECRETS["words as sent"],
            "text_public": SAID if shown else "",
            "submitted_at": SENT_AT,
            "submitted_on": date(2026, 11, 3),
            "identity_mode": IdentityMode.NAMED,
            "state": state,
            "is_open": is_open,
            "accepted_at": now,
            "due_at": now + timedelta(days=5),
            "finding": Finding.TRUE if is_closed else "",
            "outcome": Outcome.RESOLVED if is_closed else "",
            "handled_at": now if is_closed else None,
            "closed_at": now if is_closed else None,
            "ended_at": None if is_open else now,
            "is_published": shown,
            "published_on": timezone.localdate() if shown else None,
            "masks_reviewed_by": make_user() if shown else None,
            **fields,
        }
    )
    complaint.number = number_for(complaint)
    complaint.save(update_fields=["number"])
    return complaint


def make_secretive(**fields: Any) -> Complaint:
    """Make one that is full of what nobody may read, with a history."""
    unit = fields.pop("unit", None) or make_unit(name="城市管理局")
    complaint = make_public(
        unit=unit,
        area=fields.pop("area", None) or make_area(name="西关片区"),
        street=make_street(),
        state=ComplaintState.CLOSED,
        **fields,
    )
    Reporter.objects.create(
        complaint=complaint,
        name=SECRETS["name"],
        phone=SECRETS["phone"],
        email=SECRETS["e-mail"],
    )
    for verb, text in (("submit", "市民提交"), ("accept", "双创办受理"), ("close", "")):
        event = record(
            complaint,
            verb,
            by=None,
            because=f"{SECRETS['inner reason']} {SECRETS['file name']}",
            public_text=text,
        )
        assert event.pk
    Reply.objects.create(
        complaint=complaint,
        kind=ReplyKind.RESULT,
        text=SECRETS["private reply"],
        text_public="已经清运，加了一趟车。",
        unit=unit,
        at=SENT_AT,
    )
    return complaint
