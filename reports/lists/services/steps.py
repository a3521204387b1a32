"""How a list moves: locked, by the table, written down."""

from typing import Any

from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from reports.complaints.refusals import Stale
from reports.lists.models import UnitList
from reports.lists.workflow import LIST_STEPS, ListState


def lock(unit_list: UnitList) -> None:
    """Hold the row, and refuse to act on what is no longer so."""
    seen = unit_list.version
    unit_list.refresh_from_db(from_queryset=UnitList.objects.select_for_update())
    if unit_list.version != seen:
        raise Stale(_("别人刚刚动过这份榜单。请看过最新情况再操作。"))


def check_step(unit_list: UnitList, new: ListState) -> None:
    check_transition(LIST_STEPS, ListState(unit_list.state), new)


def step(
    unit_list: UnitList,
    verb: str,
    new: ListState,
    *,
    by: User | None,
    because: str = "",
    public_text: str = "",
    **changes: Any,
) -> Event:
    """Move a locked list to `new`, with `changes` of its other fields."""
    check_step(unit_list, new)
    old = unit_list.state
    changes["state"] = new
    for name, value in changes.items():
        setattr(unit_list, name, value)
    unit_list.version += 1
    unit_list.save(update_fields=["version", *changes])
    return record(
        unit_list,
        verb,
        by=by,
        from_state=old,
        to_state=new,
        because=because,
        public_text=public_text,
    )
