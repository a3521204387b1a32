"""The state of a round as every phone asks for it: made twice a second, for all of them.

Three hundred phones that ask once a second cost three hundred copies of the same bytes,
and two questions to the database. Each process keeps its own; the host's is renewed at
once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from time import monotonic

KEPT = 0.5  # seconds
MOST = 200  # rounds, and wrong numbers


@dataclass(frozen=True)
class Kept:
    body: bytes | None  # None: there is no such round
    etag: str
    until: float


_kept: dict[str, Kept] = {}
_lock = Lock()


def kept(pin: str, make: Callable[[str], bytes | None]) -> Kept:
    """Return the state of the round, made anew by one of those who ask."""
    found = _kept.get(pin)
    if found is not None and found.until > monotonic():
        return found
    with _lock:
        found = _kept.get(pin)
        if found is not None and found.until > monotonic():
            return found
        body = make(pin)
        etag = f'"{sha256(body).hexdigest()[:20]}"' if body is not None else ""
        made = Kept(body, etag, monotonic() + KEPT)
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[pin] = made
        return made


def forget(pin: str) -> None:
    _kept.pop(pin, None)
