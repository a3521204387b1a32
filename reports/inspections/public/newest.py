"""The newest half-month of the areas, its best and its last, for other pages."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.directory.models import Area
from reports.inspections.ranking import rank, sums_by_half
from reports.inspections.workflow import HalfMonth

SHOWN = 3
LOOKED_BACK = 4  # half-months without a score, and the place is empty


def latest_ranking(request: HttpRequest) -> dict[str, Any] | None:
    since = HalfMonth.of(timezone.localdate())
    for _number in range(LOOKED_BACK):
        since = since.previous
    halves = sums_by_half(since=since)
    if not halves:
        return None
    chosen = max(halves)
    places = rank(
        halves[chosen],
        Area.objects.only("code", "name"),
        halves.get(chosen.previous),
    )
    last = places[SHOWN:][-SHOWN:]
    return {"chosen": chosen, "first": places[:SHOWN], "last": last}
