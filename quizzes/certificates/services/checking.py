"""Whether a certificate that somebody shows is real: asked by number and code together."""

import re
from hmac import compare_digest
from unicodedata import normalize

from quizzes.certificates.models import Certificate

_parting = re.compile(r"[\s\-‐-―－_/\\]+")
_between = re.compile(r"[\s\-‐-―－_.]+")
LONGEST = 60


def typed_number(written: str) -> str:
    """Return a number as it stands in the database, however somebody typed it."""
    written = normalize("NFKC", written[:LONGEST]).strip().upper()
    return _parting.sub("-", written)


def find_certificate(number: str, code: str) -> Certificate | None:
    """Return the certificate that has both; a wrong number and a wrong code are alike."""
    code = _between.sub("", normalize("NFKC", code[:LONGEST])).upper()
    found = Certificate.objects.for_pages().filter(number=number).first()
    if found is None or not compare_digest(found.code.encode(), code.encode()):
        return None
    return found
