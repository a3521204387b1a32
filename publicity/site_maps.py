"""Addresses of the regulations and their clauses for the map of the site."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.frame.site_maps import MapSource, register_map_source
from publicity.models import Clause, Regulation


def register_map_sources() -> None:
    register_map_source(
        MapSource(
            key="regulations",
            title=_("法规逐条"),
            address="/regulations/",
            rows=lambda: Regulation.objects.public().order_by("pk"),
        )
    )
    register_map_source(
        MapSource(
            key="clauses",
            title=_("法规条款"),
            address="/regulations/",
            rows=_articles_in_force,
            listed=0,  # hundreds: a regulation's own page lists them
        )
    )


def _articles_in_force() -> QuerySet[Clause]:
    articles: QuerySet[Clause] = (
        Clause.objects.articles()
        .in_force(timezone.localdate())
        .select_related("version__regulation")
        .order_by("pk")
    )
    return articles
