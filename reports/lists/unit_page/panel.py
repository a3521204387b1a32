"""On the page of a unit's secret link: lists that wait for its answer."""

from typing import Any

from portal.hubs import Panel
from reports.complaints.models import UnitLink
from reports.complaints.unit_page.hub import unit_page_hub
from reports.lists.models import ListRow
from reports.lists.workflow import ListState


def register_panel() -> None:
    unit_page_hub.register(
        Panel(
            key="lists",
            order=10,
            template="reports/lists/to_check.html",
            context=_to_check,
        )
    )


def _to_check(link: UnitLink) -> dict[str, Any] | None:
    rows = list(
        ListRow.objects.filter(
            unit_id=link.unit_id, unit_list__state=ListState.PREVIEW
        ).select_related("unit_list")
    )
    return {"rows": rows} if rows else None
