"""Dates of other rooms on the calendar of the newsroom (发布日历): read there, kept here.

The calendar knows its pages. Whoever has dates that editors plan around registers a
`DateSource` from `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class PublicDate:
    """What anybody may know to be on `at`, and the page that tells of it."""

    at: datetime
    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class DateSource:
    """`between` gives what falls from its first moment until before its second."""

    key: str
    kind: StrOrPromise
    between: Callable[[datetime, datetime], Iterable[PublicDate]]


_sources: dict[str, DateSource] = {}


def register_dates(source: DateSource) -> None:
    if _sources.setdefault(source.key, source) is not source:
        raise ImproperlyConfigured(f"{source.key} is on the calendar already.")


def date_sources() -> list[DateSource]:
    return list(_sources.values())
