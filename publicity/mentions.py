"""What publicity shows on the pages of clauses, units and areas."""

from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Exists, F, QuerySet, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.models import Area, Unit
from portal.hubs import Panel, restrictions_on
from publicity.clause_hub import clause_hub
from publicity.models import Clause, NewsPage, Regulation
from publicity.workflow import VersionState

SHOWN = 8


def register_panels() -> None:
    clause_hub.register(
        Panel(
            key="pages",
            order=10,
            template="publicity/panels/clause_pages.html",
            context=_pages_on_clause,
        )
    )
    unit_hub.register(
        Panel(
            key="clauses",
            order=10,
            template="publicity/panels/unit_clauses.html",
            context=_clauses_of_unit,
            is_aside=True,
        )
    )
    area_hub.register(
        Panel(
            key="news",
            order=10,
            template="publicity/panels/area_news.html",
            context=_news_of_area,
        )
    )


def _pages_on_clause(article: Clause) -> dict[str, Any] | None:
    """Find the pages whose text quotes the article, in whichever wording: one query."""
    places = Clause.objects.select_related(None).same_place_as(article)
    pages: QuerySet[Page] = Page.objects.live().filter(
        ~Exists(restrictions_on("path")), pk__in=keys_of_pages_naming(places)
    )
    found = list(
        pages.annotate(model=F("content_type__model")).order_by("-first_published_at")[
            : SHOWN * 2
        ]
    )
    if not found:
        return None
    return {
        "news": [page for page in found if page.model == "newspage"][:SHOWN],
        "others": [page for page in found if page.model != "newspage"][:SHOWN],
    }


def keys_of_pages_naming(clauses: QuerySet[Clause]) -> QuerySet[Any, Any]:
    """Return the keys of all pages, live or not, that name one of `clauses`."""
    references = ReferenceIndex.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        to_content_type__app_label="publicity",
        to_content_type__model="clause",
        to_object_id__in=clauses.annotate(key=Cast("pk", CharField())).values("key"),
    )
    # Other things are known by a UUID: only a page's key may be cast to a number.
    keys: QuerySet[Any, Any] = references.annotate(
        page_key=Case(
            When(
                base_content_type__model="page",
                then=Cast("object_id", BigIntegerField()),
            )
        )
    ).values("page_key")
    return keys


def _clauses_of_unit(unit: Unit) -> dict[str, Any] | None:
    clauses = (
        Clause.objects.in_force(timezone.localdate())
        .filter(responsible_units=unit)
        .order_by("version__regulation", "position")
    )
    enforced = [
        (regulation, list(found))
        for regulation, found in groupby(
            clauses, lambda clause: clause.version.regulation
        )
    ]
    drafted = list(
        Regulation.objects.filter(
            drafted_by=unit, versions__state=VersionState.PUBLISHED
        ).distinct()
    )
    if not enforced and not drafted:
        return None
    return {"enforced": enforced, "drafted": drafted}


def _news_of_area(area: Area) -> dict[str, Any]:
    news = NewsPage.objects.live().filter(~Exists(restrictions_on("path")), area=area)
    latest = news.defer("body").order_by("-first_published_at")[:SHOWN]
    return {"area": area, "news": latest}
