"""What a form carries for us and gives back: signed, so that it comes back unchanged.

    time_token     when the form was handed out, and which notice stood in it
    photo_token    one photo that is here already, for this form and no other
    cookies        the ticket just given; the complaint that a code has opened

All names of fields say `token`: the page of a failure gives back what was written,
and none of these (`portal.health`).
"""

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from portal.evidence.models import Evidence
from portal.tokens import new_token
from reports.complaints.models import Complaint, PrivacyNotice

# Nobody reads the questions in less.
LEAST_AGE = 3
FORM_AGE = 24 * 3600
# Before the photos that nobody holds are deleted (`portal.evidence`: two days).
PHOTO_AGE = timedelta(hours=36)
MOST_TOKENS = 20

_key = re.compile(r"[A-Za-z0-9_-]{22,64}")


def new_key() -> str:
    return new_token()


def read_key(typed: str) -> str:
    """Return the key of a form, or none where it could be guessed."""
    return typed if _key.fullmatch(typed) else ""


@dataclass(frozen=True)
class Stamp:
    """When a form was handed out. `is_again` where one more press was asked for."""

    notice: int
    is_again: bool
    age: float

    @property
    def is_human(self) -> bool:
        return self.is_again or self.age >= LEAST_AGE


def stamp(notice: PrivacyNotice, *, is_again: bool = False) -> str:
    return signing.dumps([notice.pk, is_again, time.time()], salt="complaint form")


def read_stamp(token: str) -> Stamp | None:
    try:
        notice, is_again, at = signing.loads(
            token, salt="complaint form", max_age=FORM_AGE
        )
    except signing.BadSignature:
        return None
    return Stamp(notice, is_again, time.time() - at)


def seal_photo(evidence: Evidence, key: str) -> str:
    return signing.dumps([evidence.pk, _short(key)], salt="complaint photo")


def unseal_photos(tokens: list[str], key: str) -> list[Evidence]:
    """Return what was received for the form with `key`, in its order."""
    keys: list[int] = []
    for token in tokens[:MOST_TOKENS]:
        try:
            pk, owner = signing.loads(token, salt="complaint photo", max_age=PHOTO_AGE)
        except signing.BadSignature:
            continue
        if owner == _short(key) and pk not in keys:
            keys.append(pk)
    found = Evidence.objects.in_bulk(keys) if keys else {}
    return [found[pk] for pk in keys if pk in found]


def _short(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:20]


@dataclass(frozen=True)
class SealedCookie:
    """A signed cookie that scripts cannot read and only some addresses are sent."""

    name: str
    path: str
    age: int

    def put(self, request: HttpRequest, response: HttpResponse, value: str) -> None:
        response.set_signed_cookie(
            self.name,
            value,
            salt=self.name,
            max_age=self.age,
            path=self.path,
            secure=request.is_secure(),
            httponly=True,
            # Lax: a tracking address comes from a scanned picture, too.
            samesite="Lax",
        )

    def read(self, request: HttpRequest) -> str:
        return (
            request.get_signed_cookie(
                self.name, default=None, salt=self.name, max_age=self.age
            )
            or ""
        )

    def drop(self, response: HttpResponse) -> None:
        response.delete_cookie(self.name, path=self.path, samesite="Lax")


# The key of the form, from which we alone can make the code again.
TICKET = SealedCookie("complaint_ticket", "/complaints/done/", 15 * 60)
FOLLOWS = SealedCookie("complaint_follows", "/complaints/", 365 * 86400)
VISIT = SealedCookie("complaint_visit", "/complaints/track/", 30 * 60)


def open_visit(
    request: HttpRequest, response: HttpResponse, complaint: Complaint
) -> None:
    """Remember for half an hour that the right code was typed in this browser."""
    VISIT.put(request, response, f"{complaint.pk}.{_short(complaint.code_hash)}")


def visited(request: HttpRequest) -> Complaint | None:
    """Return the complaint that the visitor opened; a new code ends all visits."""
    pk, _dot, proof = VISIT.read(request).partition(".")
    if not pk.isdecimal():
        return None
    complaint = (
        Complaint.objects.select_related(
            "category__family", "area", "street", "place", "unit", "merged_into"
        )
        .filter(pk=pk)
        .first()
    )
    if complaint and constant_time_compare(proof, _short(complaint.code_hash)):
        return complaint
    return None
