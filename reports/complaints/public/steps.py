"""What happened to a complaint, in plain words and days (全程留痕)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from portal.timeline.models import Event, EventQuerySet
from reports.complaints.models import Complaint, Reply


@dataclass(frozen=True)
class Step:
    on: date
    text: str
    key: int = 0
    answer: Reply | None = None


# Whoever knows when somebody sent something may know who it was: days alone (C4, C5).


def newest_events(complaint: Complaint) -> EventQuerySet:
    events: EventQuerySet = Event.objects.of(complaint).exclude(public_text="")
    return events.only("at", "public_text").order_by("-at", "-pk")


def steps_of(complaint: Complaint) -> list[Step]:
    """Return what everybody may know, the oldest first: two queries."""
    answers = (
        Reply.objects.filter(complaint=complaint)
        .public()
        .select_related("unit")
        .defer("text")
    )
    # Sorted by the moments that are not told.
    rows = [
        *(
            (each.at, Step(_day(each.at), each.public_text, each.pk))
            for each in newest_events(complaint)
        ),
        *(
            (each.at, Step(_day(each.at), each.text_public, answer=each))
            for each in answers
        ),
    ]
    return [step for _at, step in sorted(rows, key=lambda row: (row[0], row[1].key))]


def _day(at: datetime) -> date:
    return timezone.localdate(at)
