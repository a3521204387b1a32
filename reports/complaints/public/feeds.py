"""Follow without an account: all complaints, or those of an area, category or unit, or one."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
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
from portal.timeline.models import Event
from reports.complaints.models import Category, Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.links import address_of, midnight, midnight_of, title_of
from reports.complaints.public.lists import for_lists
from reports.complaints.public.looks import look_of
from reports.complaints.public.steps import newest_events


def register_feeds() -> None:
    register_feed(
        FeedSource(
            key="complaints",
            title=gettext_lazy("随手拍"),
            address="/complaints/",
            rows=_newest,
            item=_item,
            max_age=0,
        )
    )
    for key, model in (("area", Area), ("category", Category), ("unit", Unit)):
        register_feed_family(
            FeedFamily(key=f"complaints-{key}", find=partial(_feed_of, key, model))
        )
    register_feed_family(FeedFamily(key="complaint", find=_feed_of_one))


def _newest(**where: Any) -> ComplaintQuerySet:
    return for_lists(Complaint.objects.public().filter(**where)).order_by("-pk")


def _feed_of(name: str, model: Any, code: str) -> FeedSource | None:
    subject = model.objects.filter(code=code).first()
    if subject is None:
        return None
    return FeedSource(
        key=f"complaints-{name}-{code}",
        title=_("%(subject)s的随手拍") % {"subject": subject},
        address=f"{reverse('open_complaints:list')}?{name}={code}",
        rows=lambda: _newest(**{name: subject}),
        item=_item,
        max_age=0,
    )


def _feed_of_one(number: str) -> FeedSource | None:
    """Return the steps of one complaint; none once it is hidden (C9)."""
    complaint = _newest(number=number).first()
    if complaint is None:
        return None
    return FeedSource(
        key=f"complaint-{number}",
        title=f"{number} {title_of(complaint)}",
        address=address_of(complaint),
        rows=lambda: newest_events(complaint),
        item=partial(_step, complaint),
        max_age=0,
    )


def _item(complaint: Complaint) -> Item:
    at = midnight_of(complaint)
    unit = complaint.unit.short_name if complaint.unit else ""
    state = str(look_of(complaint).label)
    return Item(
        title=title_of(complaint),
        address=address_of(complaint),
        summary=f"{state} {unit}".strip(),
        author=unit,
        published_at=at,
        updated_at=at,
        html=lambda: paragraphs(f"{complaint.text_public}\n{state} {unit}"),
    )


def _step(complaint: Complaint, event: Event) -> Item:
    at = midnight(timezone.localdate(event.at))
    return Item(
        title=event.public_text,
        address=f"{address_of(complaint)}#s{event.pk}",
        summary=event.public_text,
        author=complaint.unit.short_name if complaint.unit else "",
        published_at=at,
        updated_at=at,
        html=lambda: paragraphs(event.public_text),
    )
