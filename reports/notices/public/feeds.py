"""Follow what public bodies have to put right: all notices, or those of one unit."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.models import Unit
from portal.feeds.full_text import paragraphs
from portal.feeds.registry import (
    FeedFamily,
    FeedSource,
    Item,
    register_feed,
    register_feed_family,
)
from reports.notices.links import address_of
from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet
from reports.notices.public.looks import look_of
from reports.notices.public.views import for_lists
from reports.notices.public.words import problems_of


def register_feeds() -> None:
    register_feed(
        FeedSource(
            key="notices",
            title=gettext_lazy("整改督办"),
            address="/notices/",
            rows=_newest,
            item=_item,
            max_age=0,
        )
    )
    register_feed_family(FeedFamily(key="notices-unit", find=_feed_of))


def _newest(**where: Any) -> NoticeQuerySet:
    public = RectificationNotice.objects.public().filter(**where)
    rows = for_lists(public).prefetch_related("problems")
    return rows.order_by("-issued_at", "-pk")


def _feed_of(code: str) -> FeedSource | None:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        return None
    return FeedSource(
        key=f"notices-unit-{code}",
        title=_("%(unit)s的整改通知单") % {"unit": unit},
        address=f"{reverse('open_notices:list')}?unit={code}",
        rows=lambda: _newest(unit=unit),
        item=_item,
        max_age=0,
    )


def _item(notice: RectificationNotice) -> Item:
    at = notice.issued_at or timezone.now()
    state = str(look_of(notice).label)
    lines = [*problems_of(notice), notice.requirement]
    return Item(
        title=f"{notice.number} {notice.title}",
        address=address_of(notice),
        summary=f"{state} {notice.unit.short_name}",
        author=notice.unit.short_name,
        published_at=at,
        updated_at=notice.closed_at or at,
        html=lambda: paragraphs("\n".join(lines)),
    )
