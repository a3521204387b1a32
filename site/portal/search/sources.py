"""The sources of the portal itself, and how a kind of page becomes one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from wagtail.models import Page

from portal.directory.models import Area, Unit, UnitKind
from portal.pages import is_open
from portal.search.registry import (
    Row,
    SearchColumn,
    SearchSource,
    register_source,
)

UNITS = SearchColumn("units", _("责任单位"), "/units/", 80)
AREAS = SearchColumn("areas", _("责任片区"), "/areas/", 81)


def public_pages(model: type[Page]) -> QuerySet[Any]:
    """Return the pages that everybody may read now.

    A page whose time has run out stays live until the next tick.
    """
    pages: QuerySet[Any] = model.objects.live().filter(
        is_open(), Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    )
    return pages


def page_source(
    model: type[Page],
    column: SearchColumn,
    *,
    texts: Sequence[str] = (),
    streams: Sequence[str] = (),
    date: str = "first_published_at",
    more: Sequence[str] = (),
    note: Callable[[Row], StrOrPromise] = lambda row: row["source"],
) -> SearchSource:
    return SearchSource(
        key=column.key,
        column=column,
        public=lambda: public_pages(model),
        names=["title"],
        texts=["summary", *texts],
        streams=streams,
        date=date,
        more=["url_path", "source", *more],
        title=lambda row: row["title"],
        address=page_address,
        note=note,
    )


def page_address(row: Row) -> str:
    # The first part of a page's path is the site's root, which has no name.
    return "/" + row["url_path"].split("/", 2)[2]


def register_directory() -> None:
    register_source(
        SearchSource(
            key="units",
            column=UNITS,
            public=lambda: Unit.objects.current(timezone.localdate()),
            names=["name", "short_name", "former_name"],
            texts=["responsibilities"],
            more=["code", "kind", "phone"],
            title=lambda row: row["name"],
            address=lambda row: reverse("directory:unit", args=[row["code"]]),
            note=lambda row: f"{UnitKind(row['kind']).label} {row['phone']}",
        )
    )
    register_source(
        SearchSource(
            key="areas",
            column=AREAS,
            public=lambda: Area.objects.all(),
            names=["name"],
            texts=["description"],
            more=["code", "lead_unit__name"],
            title=lambda row: row["name"],
            address=lambda row: reverse("directory:area", args=[row["code"]]),
            note=lambda row: row["lead_unit__name"],
        )
    )
