"""How a list moves."""

from typing import Any

from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged, move
from portal.users.models import User
from portal.workflow import check_transition
from reports.lists.models import UnitList
from reports.lists.workflow import LIST_STEPS, ListState


def lock(unit_list: UnitList) -> None:
    hold_unchanged(unit_list, _("别人刚刚动过这份榜单。请看过最新情况再操作。"))


def check_step(unit_list: UnitList, new: ListState) -> None:
    check_transition(LIST_STEPS, ListState(unit_list.state), new)


def step(
    unit_list: UnitList, verb: str, new: ListState, *, by: User | None, **changes: Any
) -> Event:
    """Move a locked list to `new`; the rest is as in `moving.move`."""
    return move(unit_list, LIST_STEPS, verb, new, by=by, **changes)
