"""Everything public that has an address: for readers a page, for machines a file.

The page tree is known here. Whoever has addresses outside it registers a `MapSource`
from `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, QuerySet, Window
from django.db.models.functions import Length, RowNumber, Substr
from django_stubs_ext import StrOrPromise
from wagtail.models import Page, Site

PER_FILE = 5000  # addresses in one file; the protocol allows ten times as many
PAGES = "pages"  # the key of the page tree among the sources
PER_COLUMN = 12  # newest items of a column on the page for readers


@dataclass(frozen=True, kw_only=True)
class MapSource:
    """One kind of public thing outside the page tree.

    `rows` gives what is public, in a steady order, with all that `address_of` and
    `name_of` ask for; `changed_at` says when a row last changed, if known;
    `listed` is how many the page for readers names,
    none where another source's pages lead to them.
    """

    key: str
    title: StrOrPromise
    address: str
    rows: Callable[[], QuerySet[Any]]
    address_of: Callable[[Any], str] = lambda row: str(row.get_absolute_url())
    name_of: Callable[[Any], str] = str
    changed_at: Callable[[Any], date | datetime | None] = lambda row: None
    listed: int = 30


@dataclass
class Branch:
    """A place of the map: a column, and what stands in it."""

    title: str
    address: str
    twigs: list["Branch"] = field(default_factory=list)
    is_cut: bool = False  # the map does not name all


_sources: dict[str, MapSource] = {}


def register_map_source(source: MapSource) -> None:
    if _sources.setdefault(source.key, source) is not source:
        raise ImproperlyConfigured(f"{source.key} is on the site map already.")


def branches(site: Site) -> list[Branch]:
    """Return the whole site for a reader: two queries, and one for each source."""
    return [
        *_columns(site),
        *(_branch(source) for source in _sources.values() if source.listed),
    ]


def latest(site: Site, count: int = 4) -> list[Branch]:
    """Return the newest items of the site: where somebody who is lost may go on."""
    pages = (
        _public_pages(site)
        .filter(numchild=0, first_published_at__isnull=False)
        .order_by("-first_published_at")
    )
    return [
        Branch(title=title, address=_address(site, url_path))
        for title, url_path in pages.values_list("title", "url_path")[:count]
    ]


def _public_pages(site: Site) -> QuerySet[Page]:
    pages: QuerySet[Page] = (
        Page.objects.live().public().descendant_of(site.root_page, inclusive=True)
    )
    return pages


def _address(site: Site, url_path: str) -> str:
    return "/" + url_path[len(site.root_page.url_path) :]


def _columns(site: Site) -> list[Branch]:
    root = site.root_page
    rank = Window(
        RowNumber(),
        partition_by=Substr("path", 1, Length("path") - Page.steplen),
        order_by=[F("first_published_at").desc(nulls_last=True), F("pk").asc()],
    )
    pages = (
        _public_pages(site)
        .filter(depth__gt=root.depth, depth__lte=root.depth + 3)
        .alias(rank=rank)
        .filter(rank__lte=PER_COLUMN)
        .order_by("depth", F("first_published_at").desc(nulls_last=True), "path")
    )
    found: dict[str, Branch] = {}
    for path, title, url_path in pages.values_list("path", "title", "url_path"):
        found[path] = Branch(title=title, address=_address(site, url_path))
        if parent := found.get(path[: -Page.steplen]):
            parent.twigs.append(found[path])
            parent.is_cut = len(parent.twigs) == PER_COLUMN
    top = len(root.path) + Page.steplen
    return [found[path] for path in sorted(found) if len(path) == top]


def _branch(source: MapSource) -> Branch:
    shown = list(source.rows()[: source.listed + 1])
    return Branch(
        title=str(source.title),
        address=source.address,
        twigs=[
            Branch(title=source.name_of(row), address=source.address_of(row))
            for row in shown[: source.listed]
        ],
        is_cut=len(shown) > source.listed,
    )


@dataclass(frozen=True)
class MapFile:
    """One file of the map for machines."""

    key: str
    number: int
    size: int = field(default=0, compare=False)


def files(site: Site) -> list[MapFile]:
    """Return the files that hold all addresses: one query for each source."""
    counts = {PAGES: _public_pages(site).count()} | {
        source.key: source.rows().count() for source in _sources.values()
    }
    return [
        MapFile(key, number, min(PER_FILE, count - (number - 1) * PER_FILE))
        for key, count in counts.items()
        for number in range(1, -(-count // PER_FILE) + 1)
    ]


def addresses(site: Site, file: MapFile) -> Iterator[tuple[str, str]]:
    """Yield each address of a file with the day or time of its last change, or ""."""
    part = slice((file.number - 1) * PER_FILE, file.number * PER_FILE)
    if file.key == PAGES:
        pages = _public_pages(site).order_by("path")
        for url_path, at in pages.values_list("url_path", "last_published_at")[part]:
            yield (
                _address(site, url_path),
                at.isoformat(timespec="seconds") if at else "",
            )
        return
    source = _sources[file.key]
    for row in source.rows()[part]:
        changed = source.changed_at(row)
        if isinstance(changed, datetime):
            yield source.address_of(row), changed.isoformat(timespec="seconds")
        else:
            yield source.address_of(row), changed.isoformat() if changed else ""
