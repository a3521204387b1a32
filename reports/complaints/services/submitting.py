"""A resident sends something in, and finds it again."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import codes
from portal.directory.calendar import WorkCalendar
from portal.directory.geometry import Point, area_at
from portal.directory.models import Area, Place, Street, Unit
from portal.timeline.services import record
from portal.tokens import derived_bytes, hash_token, hashes_of, is_token
from portal.typed import clean, optional, required
from portal.users.models import User
from reports.complaints.models import Category, Complaint, PrivacyNotice, Reporter
from reports.complaints.refusals import Refused
from reports.complaints.services.notifying import tell
from reports.complaints.services.steps import change, lock
from reports.complaints.workflow import (
    FIRST_STATE,
    AgeBand,
    Channel,
    IdentityMode,
    Kind,
)

CODE_PURPOSE = "complaint query code"
KEY_PURPOSE = "complaint form"
SHORTEST_KEY = 22  # 128 bits: who guesses a key is shown another's ticket
NO_CODE = "0" * 64  # compared with where there is no such number


@dataclass(frozen=True)
class Contact:
    """How to reach whoever sends; every line may be empty (PR-01)."""

    name: str = ""
    phone: str = ""
    email: str = ""
    wants_notice: bool = False
    may_be_called: bool = False
    may_be_told_unit: bool = False

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True)
class Submission:
    """What was filled in. Category, place and text are all that must be."""

    category: Category
    text: str
    idempotency_key: str = field(repr=False)
    notice: PrivacyNotice
    kind: Kind = Kind.COMPLAINT
    channel: Channel = Channel.WEB
    area: Area | None = None
    street: Street | None = None
    place: Place | None = None
    place_text: str = ""
    point: Point | None = None
    is_place_hidden: bool = False
    identity_mode: IdentityMode = IdentityMode.ANONYMOUS
    contact: Contact = field(default_factory=Contact, repr=False)
    age_band: AgeBand = AgeBand.ADULT
    has_guardian_consent: bool = False
    accused_unit: Unit | None = None


@dataclass(frozen=True)
class Ticket:
    """What the resident is shown, once. `code` is empty where it was renewed since."""

    complaint: Complaint
    code: str = field(repr=False)
    is_new: bool


def submit_complaint(
    submission: Submission, *, by: User | None = None, is_first: bool = False
) -> Ticket:
    """Keep what a resident sends. Sent twice with one key, it is one complaint (C2).

    `by` is the clerk who writes down what a caller says. `is_first` where somebody
    has just looked and it was not here: if it is now, the key is found to be taken.
    """
    if len(submission.idempotency_key) < SHORTEST_KEY:
        raise ValueError("The key of a form has at least 128 random bits.")
    fields, contact = _checked(submission)
    key = submission.idempotency_key
    if not is_first and (ticket := _sent_before(key)):
        return ticket
    try:
        with transaction.atomic():
            complaint = _keep(submission, fields, contact, by)
    except IntegrityError:
        # Both came at one and the same time, and the other was quicker.
        if ticket := _sent_before(key):
            return ticket
        raise
    return Ticket(complaint, _codes_of(key)[0], is_new=True)


def find_ticket(key: str) -> Ticket | None:
    """Return what the form with this key was answered, if it came in before."""
    return _sent_before(key) if len(key) >= SHORTEST_KEY else None


def was_sent(key: str) -> Exists:
    """Tell within another question whether the form with this key came in before."""
    hashes = hashes_of(KEY_PURPOSE, key) if len(key) >= SHORTEST_KEY else []
    return Exists(Complaint.objects.filter(key_hash__in=hashes))


def find_complaint(number: str, code: str) -> Complaint | None:
    """Return what `number` and `code` open together; takes as long either way (C3)."""
    read = codes.read_code(code) or ""
    number = clean(number).upper()[:20]
    complaint = Complaint.objects.filter(number=number).first()
    stored = complaint.code_hash if complaint else NO_CODE
    if is_token(CODE_PURPOSE, read, stored) and read:
        return complaint
    return None


@transaction.atomic
def renew_query_code(complaint: Complaint, *, by: User, because: str) -> str:
    """Give a new code to who lost the old one and was recognised in another way."""
    because = required(because, _("理由"), 300)
    lock(complaint)
    code = codes.new_code()
    change(
        complaint,
        "renew_query_code",
        by=by,
        because=because,
        code_hash=hash_token(CODE_PURPOSE, code),
    )
    return code


def _checked(submission: Submission) -> tuple[dict[str, Any], Contact]:
    """Refuse what may not be sent; return the cleaned text fields."""
    fields = {
        "text": required(submission.text, _("反映内容")),
        "place_text": optional(submission.place_text, _("位置说明"), 200),
    }
    given = submission.contact
    contact = Contact(
        name=optional(given.name, _("姓名"), 40),
        phone=optional(given.phone, _("电话"), 30),
        email=optional(given.email, _("邮箱"), 254),
        wants_notice=given.wants_notice,
        may_be_called=given.may_be_called,
        may_be_told_unit=given.may_be_told_unit,
    )
    located = submission.area or submission.street or submission.place
    if not (located or submission.point or fields["place_text"]):
        raise Refused(_("请告诉我们在哪里：点地图、选街道，或者写一句位置。"))
    mode = submission.identity_mode
    if mode == IdentityMode.ANONYMOUS:
        if not submission.category.allow_anonymous:
            raise Refused(_("这一类问题需要留下联系方式，可以选“保密”。"))
        if contact:
            raise Refused(
                _("匿名反映不保存姓名和电话。要留联系方式，请选“保密”或“实名”。")
            )
    elif not (contact.phone or contact.email):
        raise Refused(_("请留下电话或邮箱；不想留，请选“匿名”。"))
    if mode == IdentityMode.NAMED and not contact.name:
        raise Refused(_("实名反映请写姓名；不想写，请选“保密”或“匿名”。"))
    if submission.age_band == AgeBand.CHILD and not submission.has_guardian_consent:
        raise Refused(_("未满十四岁，请让爸爸妈妈或其他监护人同意后再提交。"))
    return fields, contact


def _keep(
    submission: Submission, fields: dict[str, Any], contact: Contact, by: User | None
) -> Complaint:
    now = timezone.now()
    place, point = submission.place, submission.point
    if point is None and place is not None:
        point = Point(place.lat, place.lon)
    area = submission.area or (place.area if place else None)
    if area is None and point is not None:
        area = area_at(point, Area.objects.all())
    shown = None if submission.is_place_hidden or point is None else point.rounded
    complaint = Complaint.objects.create(
        code_hash=hash_token(CODE_PURPOSE, _codes_of(submission.idempotency_key)[0]),
        key_hash=hash_token(KEY_PURPOSE, submission.idempotency_key),
        kind=submission.kind,
        channel=submission.channel,
        category=submission.category,
        area=area,
        street=submission.street or (place.street if place else None),
        place=place,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        public_lat=shown.lat if shown else None,
        public_lon=shown.lon if shown else None,
        is_place_hidden=submission.is_place_hidden,
        submitted_at=now,
        submitted_on=timezone.localdate(now),
        identity_mode=submission.identity_mode,
        age_band=submission.age_band,
        has_guardian_consent=submission.has_guardian_consent,
        privacy_notice=submission.notice,
        accused_unit=submission.accused_unit,
        intake_due_at=WorkCalendar.current().add_workdays(
            now, settings.COMPLAINTS["INTAKE_WORKDAYS"]
        ),
        **fields,
    )
    complaint.number = number_for(complaint)
    complaint.save(update_fields=["number"])
    if contact:
        Reporter.objects.create(
            complaint=complaint,
            name=contact.name,
            phone=contact.phone,
            email=contact.email,
            wants_notice=contact.wants_notice,
            may_be_called=contact.may_be_called,
            may_be_told_unit=contact.may_be_told_unit,
        )
    event = record(
        complaint, "submit", by=by, to_state=FIRST_STATE, public_text=_("市民提交")
    )
    if contact:
        tell(event, complaint)
    return complaint


def number_for(complaint: Complaint) -> str:
    """Return the public number of a saved complaint, e.g. LX2026-000123."""
    prefix = settings.COMPLAINTS["NUMBER_PREFIX"]
    return f"{prefix}{complaint.submitted_on.year}-{complaint.pk:06}"


def _codes_of(key: str) -> list[str]:
    """Return the codes that belong to a form, the one of the newest key first.

    Derived from the form's own key, which we keep as a hash alone: so the form sent
    again is shown the same code, and the database tells nobody.
    """
    return [codes.code_from(bytes_) for bytes_ in derived_bytes(CODE_PURPOSE, key)]


def _sent_before(key: str) -> Ticket | None:
    found = Complaint.objects.filter(key_hash__in=hashes_of(KEY_PURPOSE, key)).first()
    if found is None:
        return None
    code = next(
        (
            code
            for code in _codes_of(key)
            if is_token(CODE_PURPOSE, code, found.code_hash)
        ),
        "",
    )
    return Ticket(found, code, is_new=False)
