"""What else there is to take part in, on the start page: contests enter themselves.

register_offer("contests", open_contests)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something that is open now, or soon. `note` is one sentence."""

    title: str
    address: str
    note: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


_offers: dict[str, Callable[[], Iterable[Offer]]] = {}


def register_offer(key: str, running: Callable[[], Iterable[Offer]]) -> None:
    """Enter a kind of offers, from `AppConfig.ready()`; each may ask one query."""
    if _offers.setdefault(key, running) is not running:
        raise ImproperlyConfigured(f"There are offers of {key} already.")


def offers() -> list[Offer]:
    return [offer for running in _offers.values() for offer in running()]
