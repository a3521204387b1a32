"""Finds personal numbers in text: identity cards, mobiles, bank cards (GW-39)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
# Digits as people group them: single blanks or hyphens between.
GAP = r"[ \t\u00a0\u2010-\u2015\-]?"
IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z])[1-9](?:{GAP}[0-9]){{16}}{GAP}[0-9Xx](?![0-9A-Za-z])"
)
MOBILE = re.compile(
    rf"(?<![0-9])(?:\+?86{GAP})?(1{GAP}[3-9](?:{GAP}[0-9]){{9}})(?![0-9])"
)
CARD = re.compile(rf"(?<![0-9])[1-9](?:{GAP}[0-9]){{15,18}}(?![0-9])")


class Kind(TextChoices):
    IDENTITY = "identity", _("身份证号")
    MOBILE = "mobile", _("手机号")
    CARD = "card", _("银行卡号")


@dataclass(frozen=True)
class Found:
    """A personal number: where it stands in the text, and how it may be shown."""

    kind: Kind
    start: int
    end: int
    masked: str


def find(text: str) -> list[Found]:
    """Return the personal numbers in `text`, in their order, none inside another."""
    flat, places = _flatten(text)
    taken = [False] * len(flat)
    found = []
    # An identity number may also pass for a card: the narrower kind goes first.
    for kind, start, end in (*_identities(flat), *_cards(flat), *_mobiles(flat)):
        if any(taken[start:end]):
            continue
        taken[start:end] = [True] * (end - start)
        digits = _bare(flat[start:end])
        found.append(Found(kind, places[start], places[end - 1] + 1, _mask(digits)))
    return sorted(found, key=lambda one: one.start)


def covered(text: str) -> str:
    """Return `text` as everybody may read it."""
    for one in reversed(find(text)):
        text = text[: one.start] + one.masked + text[one.end :]
    return text


def _flatten(text: str) -> tuple[str, list[int]]:
    """Return `text` with full-width signs made narrow, and where each came from."""
    if text.isascii():
        return text, list(range(len(text)))
    flat, places = [], []
    for place, sign in enumerate(text):
        for narrow in normalize("NFKC", sign):
            flat.append(narrow)
            places.append(place)
    return "".join(flat), places


def _identities(text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in IDENTITY.finditer(text):
        if is_identity(_bare(match[0])):
            yield Kind.IDENTITY, *match.span()


def _cards(text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in CARD.finditer(text):
        if passes_luhn(_bare(match[0])):
            yield Kind.CARD, *match.span()


def _mobiles(text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in MOBILE.finditer(text):
        yield Kind.MOBILE, *match.span(1)


def _bare(number: str) -> str:
    return re.sub(r"[^0-9X]", "", number.upper())


def is_identity(number: str) -> bool:
    """Tell whether 18 signs are an identity number by their check sign (GB 11643)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)
    )
    month, day = int(number[10:12]), int(number[12:14])
    return 1 <= month <= 12 and 1 <= day <= 31 and CHECK_SIGNS[total % 11] == number[17]


def passes_luhn(number: str) -> bool:
    doubled = (
        sum(divmod(2 * int(digit), 10)) if place % 2 else int(digit)
        for place, digit in enumerate(reversed(number))
    )
    return len(set(number)) > 1 and sum(doubled) % 10 == 0


def _mask(number: str) -> str:
    """Leave the first three and the last two signs: enough to find it again."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"
