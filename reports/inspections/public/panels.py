"""An area's place and how it fared, on its own page."""

from typing import Any

from portal.directory.hubs import area_hub
from portal.directory.models import Area
from portal.hubs import Panel
from reports.inspections.public.drawing import last_halves, trends
from reports.inspections.ranking import rank, sums_by_half


def register_panels() -> None:
    area_hub.register(
        Panel(
            key="inspections",
            order=10,
            template="reports/inspections/panel.html",
            context=_of_area,
        )
    )


def _of_area(area: Area) -> dict[str, Any] | None:
    """Return the newest place and the trend: one query, for all areas at once."""
    halves = sums_by_half()
    ours = [half for half in halves if area.pk in halves[half]]
    if not ours:
        return None
    chosen = max(ours)
    # The others are only counted: their names are on the ranking.
    everyone = [Area(pk=pk, code=str(pk)) for pk in halves[chosen] if pk != area.pk]
    places = rank(halves[chosen], [area, *everyone], halves.get(chosen.previous))
    shown = last_halves(halves, chosen)
    return {
        "place": next(place for place in places if place.area == area),
        "count": len(places),
        "chosen": chosen,
        "trend": trends(halves, shown, [area])[area.pk],
        "averages": [
            (half, halves[half][area.pk].average)
            for half in shown
            if area.pk in halves[half]
        ],
    }
