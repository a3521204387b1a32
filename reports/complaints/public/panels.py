"""Public complaints on the pages of areas, units and clauses."""

from typing import Any
from urllib.parse import urlencode

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.models import Area, Unit
from portal.hubs import Panel
from publicity.clause_hub import clause_hub
from publicity.models import Clause
from reports.complaints.models import Category, Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.lists import count_looks, for_lists

SHOWN = 5
TEMPLATE = "reports/complaints/panel.html"


def register_panels() -> None:
    area_hub.register(
        Panel(key="complaints", order=20, template=TEMPLATE, context=_of_area)
    )
    unit_hub.register(
        Panel(key="complaints", order=20, template=TEMPLATE, context=_of_unit)
    )
    clause_hub.register(
        Panel(key="complaints", order=40, template=TEMPLATE, context=_of_clause)
    )


def _of_area(area: Area) -> dict[str, Any] | None:
    return _shown(Complaint.objects.public().filter(area=area), area=area.code)


def _of_unit(unit: Unit) -> dict[str, Any] | None:
    return _shown(Complaint.objects.public().filter(unit=unit), unit=unit.code)


def _of_clause(article: Clause) -> dict[str, Any] | None:
    """Show what was complained of that this clause forbids, in whichever wording."""
    places = Clause.objects.select_related(None).same_place_as(article)
    about_it = Category.objects.filter(clauses__in=places.values("pk"))
    return _shown(Complaint.objects.public().filter(category__in=about_it.values("pk")))


def _shown(items: ComplaintQuerySet, **chosen: str) -> dict[str, Any] | None:
    """Return the newest and how many there are: two queries."""
    rows = list(for_lists(items).order_by("-pk")[:SHOWN])
    if not rows:
        return None
    return {"items": rows, "counts": count_looks(items), "query": urlencode(chosen)}
