"""Follow the activities, find them, see them on the map of the site and the calendar."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.feeds.full_text import paragraphs
from portal.feeds.registry import FeedSource, Item, register_feed
from portal.frame.site_maps import MapSource, register_map_source
from portal.search.registry import SearchColumn, SearchSource, register_source
from publicity.calendar_dates import DateSource, PublicDate, register_dates
from quizzes.events.models import Activity

TITLE = gettext_lazy("活动")


def register_feeds() -> None:
    register_feed(
        FeedSource(
            key="activities",
            title=TITLE,
            address="/activities/",
            rows=_newest,
            item=_item,
            max_age=0,
        )
    )
    register_map_source(
        MapSource(
            key="activities",
            title=TITLE,
            address="/activities/",
            rows=_newest,
            changed_at=lambda activity: activity.changed_at,
        )
    )
    register_source(
        SearchSource(
            key="activities",
            column=SearchColumn("activities", TITLE, "/activities/", 70),
            public=Activity.objects.public,
            names=["title"],
            texts=["summary", "body", "place_text"],
            date="starts_at",
            more=["slug", "host__short_name"],
            title=lambda row: row["title"],
            address=lambda row: reverse("activities:activity", args=[row["slug"]]),
            note=lambda row: row["host__short_name"],
        )
    )
    register_dates(DateSource(key="activities", kind=TITLE, between=_between))


def _between(begin: datetime, end: datetime) -> Iterator[PublicDate]:
    within = Activity.objects.public().filter(starts_at__gte=begin, starts_at__lt=end)
    for each in within.only("slug", "title", "starts_at", "state"):
        title = f"{each.title}（已取消）" if each.is_cancelled else each.title
        yield PublicDate(
            at=each.starts_at, title=title, address=each.get_absolute_url()
        )


def _newest() -> QuerySet[Activity]:
    return (
        Activity.objects.public()
        .select_related("host")
        .order_by("-published_at", "-pk")
    )


def _item(activity: Activity) -> Item:
    at = activity.published_at or timezone.now()
    return Item(
        title=activity.title,
        address=activity.get_absolute_url(),
        summary=activity.summary,
        author=activity.host.short_name,
        published_at=at,
        updated_at=activity.changed_at,
        html=lambda: paragraphs(activity.body),
    )
