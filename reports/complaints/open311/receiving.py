"""A service request becomes a complaint, by the same rules as the form's."""

import hmac
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from portal.directory.geometry import Point
from portal.directory.models import Place
from portal.evidence.models import Evidence
from portal.evidence.services import receive_photos
from portal.evidence.services.housekeeping import forget
from portal.timeline.services import record
from portal.tokens import new_token
from portal.typed import clean, optional
from reports.complaints.models import ApiKey, Category, PrivacyNotice
from reports.complaints.open311 import photos
from reports.complaints.open311.catalogue import QUESTIONS, YES
from reports.complaints.open311.writing import Problem
from reports.complaints.refusals import Refused
from reports.complaints.services.api_keys import find_key
from reports.complaints.services.submitting import (
    Contact,
    Submission,
    Ticket,
    submit_complaint,
)
from reports.complaints.throttling import may_send_by_key
from reports.complaints.workflow import AgeBand, Channel, IdentityMode, Kind

REFERENCE = "client_reference"


def receive(request: HttpRequest) -> tuple[Ticket, ApiKey]:
    """Keep what a program sends; sent again with its reference, it is one (C2)."""
    sent = request.POST
    token = sent.get("api_key", "")
    key = find_key(token)
    if key is None:
        raise Problem(403, _("缺少 api_key，或者密钥不对、已停用。"))
    category = _category(sent.get("service_code", ""))
    submission = _submission(sent, category, _idempotency_key(token, sent))
    verdict = may_send_by_key(key.pk)
    if not verdict.is_allowed:
        raise Problem(
            429,
            _("发送太频繁，什么也没有保存，请过%s分钟再发。") % verdict.wait_minutes,
            retry_after=60 * verdict.wait_minutes,
        )
    try:
        # Looking into a photo takes its time: before anything is locked.
        received = receive_photos(_files(request))
        return _keep(submission, received, key), key
    except ValidationError as refusal:
        raise Problem(400, "".join(refusal.messages)) from refusal
    except Refused as refusal:
        raise Problem(400, str(refusal)) from refusal


@transaction.atomic
def _keep(submission: Submission, received: list[Evidence], key: ApiKey) -> Ticket:
    ticket = submit_complaint(submission)
    if ticket.is_new:
        photos.attach(ticket.complaint, received)
        record(ticket.complaint, "receive_by_api", by=None, because=key.name)
    else:
        # The first time they were kept already.
        for photo in received:
            forget(photo)
    return ticket


def _idempotency_key(token: str, sent: QueryDict) -> str:
    """Derive the key from what only this program knows: its secret and its reference.

    Without a reference nothing tells a repetition from a second complaint.
    """
    reference = clean(sent.get(REFERENCE, ""))
    if not reference:
        return new_token()
    if len(reference) > 200:
        raise Problem(400, _("client_reference 最多200个字。"))
    return hmac.new(token.encode(), reference.encode(), sha256).hexdigest()


def _category(code: str) -> Category:
    code = clean(code)
    if not code:
        raise Problem(400, _("缺少 service_code。"))
    category = Category.objects.offered().filter(code=code[:20]).first()
    if category is None:
        raise Problem(404, _("没有这个 service_code。"))
    return category


def _submission(sent: QueryDict, category: Category, key: str) -> Submission:
    notice = PrivacyNotice.objects.current()
    if notice is None:
        raise Problem(503, _("还没有个人信息处理告知，暂时不能受理。"))
    answers = _answers(sent)
    try:
        contact = _contact(sent)
        text = _with_link(sent.get("description", ""), sent.get("media_url", ""))
    except Refused as refusal:
        raise Problem(400, str(refusal)) from refusal
    default = IdentityMode.CONFIDENTIAL if contact else IdentityMode.ANONYMOUS
    return Submission(
        category=category,
        text=text,
        idempotency_key=key,
        notice=notice,
        channel=Channel.API,
        kind=Kind(answers.get("kind", Kind.COMPLAINT)),
        place=_place(sent.get("address_id", "")),
        place_text=sent.get("address_string", ""),
        point=_point(sent.get("lat", ""), sent.get("long", "")),
        is_place_hidden=answers.get("place_hidden") == YES,
        identity_mode=IdentityMode(answers.get("identity", default)),
        contact=contact,
        age_band=AgeBand(answers.get("age_band", AgeBand.ADULT)),
        has_guardian_consent=answers.get("guardian_consent") == YES,
    )


def _answers(sent: QueryDict) -> dict[str, str]:
    found = {}
    for question in QUESTIONS:
        name = f"attribute[{question.code}]"
        given = sent.get(name, sent.get(f"{name}[]", "")).strip()
        if not given:
            continue
        if given not in {key for key, _name in question.choices}:
            raise Problem(400, _("%s 的值不在可选范围内。") % name)
        found[question.code] = given
    return found


def _contact(sent: QueryDict) -> Contact:
    first = optional(sent.get("first_name", ""), _("名"), 40)
    last = optional(sent.get("last_name", ""), _("姓"), 40)
    email = optional(sent.get("email", ""), _("邮箱"), 254)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused(_("邮箱写得不对。")) from None
    # A Chinese name begins with the family's.
    name = f"{first} {last}".strip() if f"{first}{last}".isascii() else last + first
    return Contact(
        name=name,
        phone=sent.get("phone", ""),
        email=email,
        wants_notice=bool(email or sent.get("phone", "").strip()),
    )


def _with_link(text: str, link: str) -> str:
    """Keep the address of a picture as words: it is never fetched, so it harms nobody."""
    link = optional(link, "media_url", 500)
    return f"{text}\n{_('图片地址：')}{link}" if link and clean(text) else text


def _point(lat: str, lon: str) -> Point | None:
    if not lat.strip() and not lon.strip():
        return None
    try:
        return Point(float(lat), float(lon))
    except ValueError:
        raise Problem(400, _("lat 和 long 要成对写成度数（WGS-84）。")) from None


def _place(code: str) -> Place | None:
    code = clean(code)
    if not code:
        return None
    place = Place.objects.select_related("area", "street").filter(code=code).first()
    if place is None:
        raise Problem(400, _("没有这个 address_id。"))
    return place


def _files(request: HttpRequest) -> list[Any]:
    """Return all files, whatever their field is called: none is lost in silence."""
    return [file for _name, files in request.FILES.lists() for file in files]
