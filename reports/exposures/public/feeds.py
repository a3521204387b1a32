"""Follow the exposures: all, or those of a unit or an area."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.directory.models import Area, Unit
from portal.feeds.full_text import paragraphs
from portal.feeds.registry import (
    FeedFamily,
    FeedSource,
    Item,
    register_feed,
    register_feed_family,
)
from reports.exposures.models import Exposure
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.public.looks import look_of


def register_feeds() -> None:
    register_feed(
        FeedSource(
            key="exposures",
            title=gettext_lazy("曝光台"),
            address="/exposures/",
            rows=_newest,
            item=_item,
            max_age=0,
        )
    )
    for key, model in (("unit", Unit), ("area", Area)):
        register_feed_family(
            FeedFamily(key=f"exposures-{key}", find=partial(_feed_of, key, model))
        )


def _newest(**where: Any) -> ExposureQuerySet:
    return Exposure.objects.public().filter(**where).for_lists().newest_first()


def _feed_of(name: str, model: Any, code: str) -> FeedSource | None:
    subject = model.objects.filter(code=code).first()
    if subject is None:
        return None
    return FeedSource(
        key=f"exposures-{name}-{code}",
        title=_("%(subject)s的曝光件") % {"subject": subject},
        address=f"{reverse('exposures:list')}?{name}={code}",
        rows=lambda: _newest(**{name: subject}),
        item=_item,
        max_age=0,
    )


def _item(exposure: Exposure) -> Item:
    assert exposure.published_at is not None  # noqa: S101 -- it is public
    state = str(look_of(exposure).label)
    return Item(
        title=f"{state}：{exposure.title}",
        address=exposure.get_absolute_url(),
        summary=f"{exposure.target} {exposure.headline}".strip(),
        author=exposure.unit.short_name if exposure.unit else "",
        published_at=exposure.published_at,
        updated_at=exposure.published_at,
        html=lambda: paragraphs(f"{exposure.facts}\n{exposure.target} {state}"),
    )
