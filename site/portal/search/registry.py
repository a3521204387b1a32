"""What can be found: each domain enters its sources from `AppConfig.ready()`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django_stubs_ext import StrOrPromise

Row = Mapping[str, str]  # the fields that a source asked for, as text; "" for none


@dataclass(frozen=True)
class SearchColumn:
    """A column of the site, as a filter of the results. Several sources may share it."""

    key: str
    label: StrOrPromise
    address: str
    order: int


def _nothing(row: Row) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """One kind of thing that is found.

    `public` returns what everybody may read at this moment, and nothing else. All
    other names are fields of its model, or lookups from it, read in one query for
    all sources; `title`, `address` and `note` make of them what the reader sees.
    """

    key: str
    column: SearchColumn
    public: Callable[[], QuerySet[Any]]
    names: Sequence[str]  # what it is called, also in short; indexed for autocompletion
    texts: Sequence[str] = ()  # what a snippet may be taken from
    streams: Sequence[str] = ()  # the same, of StreamFields
    date: str = ""
    more: Sequence[str] = ()
    address: Callable[[Row], str]
    title: Callable[[Row], str]
    note: Callable[[Row], StrOrPromise] = _nothing
    # Under which models the index knows it, where that is not `public`'s own.
    models: Sequence[type[Model]] = ()

    @property
    def fields(self) -> list[str]:
        return list(
            dict.fromkeys([*self.names, *self.texts, *self.streams, *self.more])
        )


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    if _sources.setdefault(source.key, source) is not source:
        raise ImproperlyConfigured(f"There is a search source {source.key} already.")


def sources() -> list[SearchSource]:
    return sorted(_sources.values(), key=lambda one: (one.column.order, one.key))


def columns() -> list[SearchColumn]:
    return list({source.column.key: source.column for source in sources()}.values())
