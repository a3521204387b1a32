"""Follow the lists, or who did well."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.feeds.full_text import paragraphs
from portal.feeds.registry import FeedSource, Item, register_feed
from portal.frame.site_maps import MapSource, register_map_source
from reports.lists.models import Commendation, UnitList
from reports.lists.public.commended import for_pages

LISTS, PRAISE = gettext_lazy("红黑榜"), gettext_lazy("表彰")


def register_feeds() -> None:
    register_feed(
        FeedSource(
            key="lists",
            title=LISTS,
            address="/lists/",
            rows=_newest,
            item=_of_list,
            max_age=0,
        )
    )
    register_feed(
        FeedSource(
            key="commendations",
            title=PRAISE,
            address="/lists/commendations/",
            rows=for_pages,
            item=_of_commendation,
            max_age=0,
        )
    )
    register_map_source(
        MapSource(
            key="lists",
            title=LISTS,
            address="/lists/",
            rows=_newest,
            changed_at=lambda unit_list: unit_list.published_at,
        )
    )
    register_map_source(
        MapSource(
            key="commendations",
            title=PRAISE,
            address="/lists/commendations/",
            rows=for_pages,
            changed_at=lambda commendation: commendation.published_at,
        )
    )


def _newest() -> QuerySet[UnitList]:
    return UnitList.objects.public().order_by("-published_at", "-pk")


def _of_list(unit_list: UnitList) -> Item:
    at = unit_list.published_at or timezone.now()
    summary = _("统计%(start)s至%(end)s到期的件，附算法、区间和数据。") % {
        "start": unit_list.starts_on,
        "end": unit_list.ends_on,
    }
    return Item(
        title=unit_list.title,
        address=unit_list.get_absolute_url(),
        summary=summary,
        author="",
        published_at=at,
        updated_at=at,
        html=lambda: paragraphs(summary),
    )


def _of_commendation(commendation: Commendation) -> Item:
    at = commendation.published_at or timezone.now()
    return Item(
        title=commendation.name,
        address=reverse("unit_lists:commendation", args=[commendation.number]),
        summary=commendation.citation,
        author=commendation.area.name if commendation.area else "",
        published_at=at,
        updated_at=at,
        html=lambda: paragraphs(commendation.citation),
    )
