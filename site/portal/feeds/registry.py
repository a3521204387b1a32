"""What can be subscribed to. The domains enter their columns from `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

NEWEST = 20  # items in a feed
MAX_AGE = 300
ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that comes with an item."""

    address: str
    length: int
    type: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of a feed. What costs something is asked for when it is written."""

    title: str
    address: str
    summary: str
    author: str
    published_at: datetime
    updated_at: datetime
    html: Callable[[], str]
    enclosure: Callable[[], Enclosure | None] = lambda: None


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """A column as a feed. `rows` are public, the newest first.

    Where something may have to vanish at once, readers are to ask each time:
    `max_age` is 0 (C9).
    """

    key: str
    title: StrOrPromise
    address: str
    rows: Callable[[], QuerySet[Any]]
    item: Callable[[Any], Item]
    max_age: int = MAX_AGE

    def newest(self) -> list[Item]:
        return [self.item(row) for row in self.rows()[:NEWEST]]


class Everything:
    """All columns as one feed."""

    key = ALL
    title: StrOrPromise = _("全部更新")
    address = "/"

    @property
    def max_age(self) -> int:
        return min((source.max_age for source in _sources.values()), default=MAX_AGE)

    def newest(self) -> list[Item]:
        items = [item for source in _sources.values() for item in source.newest()]
        items.sort(key=lambda item: item.published_at, reverse=True)
        return items[:NEWEST]


@dataclass(frozen=True, kw_only=True)
class FeedFamily:
    """Many feeds of a kind, too many to register each: `<key>-<name>.xml`.

    `find` returns the one of a name, or None where there is none such.
    """

    key: str
    find: Callable[[str], FeedSource | None]


_sources: dict[str, FeedSource] = {}
_families: dict[str, FeedFamily] = {}


def register_feed(source: FeedSource) -> None:
    if source.key == ALL or _sources.setdefault(source.key, source) is not source:
        raise ImproperlyConfigured(f"There is a feed {source.key} already.")


def register_feed_family(family: FeedFamily) -> None:
    if _families.setdefault(family.key, family) is not family:
        raise ImproperlyConfigured(f"There are feeds {family.key} already.")


def get_feed_or_404(key: str) -> FeedSource | Everything:
    if key == ALL:
        return Everything()
    if key in _sources:
        return _sources[key]
    for family in _families.values():
        name = key.removeprefix(f"{family.key}-")
        if name != key and (source := family.find(name)):
            return source
    raise Http404


def feeds() -> list[FeedSource | Everything]:
    return [Everything(), *_sources.values()]
