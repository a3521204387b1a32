"""On the pages of units and areas: what is coming there, then what was."""

from typing import Any

from django.utils import timezone

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.models import Area, Unit
from portal.hubs import Panel
from quizzes.events.models import Activity
from quizzes.events.models.activities import ActivityQuerySet

SHOWN = 4
TEMPLATE = "quizzes/events/panels/activities.html"


def register_panels() -> None:
    unit_hub.register(
        Panel(key="activities", order=60, template=TEMPLATE, context=_of_unit)
    )
    area_hub.register(
        Panel(key="activities", order=60, template=TEMPLATE, context=_of_area)
    )


def _of_unit(unit: Unit) -> dict[str, Any] | None:
    return _shown(Activity.objects.public().of_unit(unit))


def _of_area(area: Area) -> dict[str, Any] | None:
    return _shown(Activity.objects.public().filter(area=area), area=area.code)


def _shown(activities: ActivityQuerySet, area: str = "") -> dict[str, Any] | None:
    items = list(activities.nearest_first(timezone.now())[:SHOWN])
    return {"items": items, "area": area} if items else None
