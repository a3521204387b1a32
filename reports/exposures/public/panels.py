"""Exposures on the pages of units, areas and clauses, and how they ended."""

from typing import Any
from urllib.parse import urlencode

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.models import Area, Unit
from portal.hubs import Panel
from publicity.clause_hub import clause_hub
from publicity.models import Clause
from reports.exposures.models import Exposure
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.public.looks import count_looks
from reports.notices.hubs import notice_hub
from reports.notices.models import RectificationNotice

SHOWN = 5
TEMPLATE = "reports/exposures/panel.html"


def register_panels() -> None:
    unit_hub.register(
        Panel(key="exposures", order=15, template=TEMPLATE, context=_of_unit)
    )
    area_hub.register(
        Panel(key="exposures", order=15, template=TEMPLATE, context=_of_area)
    )
    notice_hub.register(
        Panel(key="exposures", order=20, template=TEMPLATE, context=_of_notice)
    )
    clause_hub.register(
        Panel(key="exposures", order=35, template=TEMPLATE, context=_of_clause)
    )


def _of_unit(unit: Unit) -> dict[str, Any] | None:
    return _shown(Exposure.objects.public().of_unit(unit), unit=unit.code)


def _of_area(area: Area) -> dict[str, Any] | None:
    return _shown(Exposure.objects.public().of_area(area), area=area.code)


def _of_notice(notice: RectificationNotice) -> dict[str, Any] | None:
    return _shown(Exposure.objects.public().filter(notice=notice))


def _of_clause(article: Clause) -> dict[str, Any] | None:
    """Show what was exposed by this clause, in whichever wording."""
    places = Clause.objects.select_related(None).same_place_as(article)
    about_it = Exposure.clauses.through._default_manager.filter(
        clause__in=places.values("pk")
    )
    return _shown(Exposure.objects.public().filter(pk__in=about_it.values("exposure")))


def _shown(items: ExposureQuerySet, **chosen: str) -> dict[str, Any] | None:
    """Return the newest and how many there are: two queries."""
    rows = list(items.for_lists().newest_first()[:SHOWN])
    if not rows:
        return None
    return {"items": rows, "counts": count_looks(items), "query": urlencode(chosen)}
