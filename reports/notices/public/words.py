"""What everybody may read of a notice: no names of inspectors, no doors of residents."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.timeline.models import Event
from reports.complaints.masking import mask
from reports.notices.models import RectificationNotice


@dataclass(frozen=True)
class Step:
    on: date
    text: str
    key: int


def place_of(notice: RectificationNotice, *, is_from_residents: bool) -> str:
    """Return the place as it may be told.

    Where residents complained, the exact place is theirs (C8): the street is enough.
    """
    named = notice.place or notice.street or notice.area
    exact = "" if is_from_residents else mask(notice.place_text).text
    return " ".join(filter(None, [str(named or ""), exact]))


def problems_of(notice: RectificationNotice) -> list[str]:
    return [mask(problem.text).text for problem in notice.problems.all()]


def steps_of(notice: RectificationNotice) -> list[Step]:
    """Return what happened, the oldest first, by days: one query."""
    events = Event.objects.of(notice).exclude(public_text="")
    return [
        Step(timezone.localdate(event.at), event.public_text, event.pk)
        for event in events.only("at", "public_text")
    ]
