"""On the pages of units, areas and clauses: the account, the lists, who did well."""

from typing import Any

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.models import Area, Unit
from portal.hubs import Panel
from publicity.clause_hub import clause_hub
from publicity.models import Clause
from reports.lists.models import ListRow
from reports.lists.models.commendations import CommendationQuerySet
from reports.lists.public.account import account_of
from reports.lists.public.commended import for_pages

SHOWN = 5
COMMENDED = "reports/lists/panels/commended.html"


def register_panels() -> None:
    unit_hub.register(
        Panel(
            key="account",
            order=10,
            template="reports/lists/panels/account.html",
            context=account_of,
        )
    )
    unit_hub.register(
        Panel(key="commended", order=30, template=COMMENDED, context=_of_unit)
    )
    unit_hub.register(
        Panel(
            key="lists",
            order=20,
            template="reports/lists/panels/lists.html",
            context=_lists_of,
            is_aside=True,
        )
    )
    area_hub.register(
        Panel(key="commended", order=30, template=COMMENDED, context=_of_area)
    )
    clause_hub.register(
        Panel(key="commended", order=60, template=COMMENDED, context=_of_clause)
    )


def _of_unit(unit: Unit) -> dict[str, Any] | None:
    return _shown(for_pages().filter(unit=unit))


def _of_area(area: Area) -> dict[str, Any] | None:
    return _shown(for_pages().filter(area=area), area=area.code)


def _of_clause(article: Clause) -> dict[str, Any] | None:
    places = Clause.objects.select_related(None).same_place_as(article)
    return _shown(for_pages().filter(clauses__in=places.values("pk")).distinct())


def _shown(items: CommendationQuerySet, area: str = "") -> dict[str, Any] | None:
    rows = list(items[:SHOWN])
    return {"items": rows, "area": area} if rows else None


def _lists_of(unit: Unit) -> dict[str, Any] | None:
    """Return in which lists it stood, the newest first, with what was corrected."""
    rows = list(
        ListRow.objects.published()
        .filter(unit=unit)
        .select_related("unit_list")
        .prefetch_related("errata")
        .order_by("-unit_list__ends_on")[:SHOWN]
    )
    return {"rows": rows} if rows else None
