"""Secrets that open one thing, kept as keyed hashes: a leaked database opens nothing.

A secret key that was replaced goes into `SECRET_KEY_FALLBACKS`; what it hashed
is still found.
"""

import secrets
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac

from django.conf import settings

TOKEN_BYTES = 24


def new_token() -> str:
    """Return 192 random bits that may stand in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(purpose: str, token: str) -> str:
    return _keyed(settings.SECRET_KEY, purpose, token).hex()


def hashes_of(purpose: str, token: str) -> list[str]:
    """Return what `token` may have been stored as, under each key still known."""
    return [_keyed(key, purpose, token).hex() for key in _keys()]


def is_token(purpose: str, token: str, stored: str) -> bool:
    """Compare in a time that tells nothing of where the two differ."""
    found = [compare_digest(each, stored) for each in hashes_of(purpose, token)]
    return any(found)


def derived_bytes(purpose: str, seed: str) -> list[bytes]:
    """Return bytes that only a holder of our key can make of `seed`, the newest first."""
    return [_keyed(key, purpose, seed) for key in _keys()]


def _keys() -> Sequence[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _keyed(key: str, purpose: str, token: str) -> bytes:
    return hmac(key.encode(), f"{purpose}\0{token}".encode(), sha256).digest()
