"""How a draw and a win move."""

from typing import Any

from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged, move
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.draws.models import Draw, Winner
from quizzes.draws.workflow import DRAW_STEPS, WIN_STEPS, DrawState, WinState


def lock(draw: Draw) -> None:
    hold_unchanged(draw, _("别人刚刚动过这场抽奖。请看过最新情况再操作。"))


def check_step(draw: Draw, new: DrawState) -> None:
    check_transition(DRAW_STEPS, DrawState(draw.state), new)


def step(
    draw: Draw, verb: str, new: DrawState, *, by: User | None, **changes: Any
) -> Event:
    """Move a locked draw to `new`; the rest is as in `moving.move`."""
    return move(draw, DRAW_STEPS, verb, new, by=by, **changes)


def step_win(
    winner: Winner, verb: str, new: WinState, *, by: User | None, **changes: Any
) -> Event:
    """Move the win of a locked draw to `new`."""
    old = WinState(winner.state)
    check_transition(WIN_STEPS, old, new)
    changes["state"] = new
    for name, value in changes.items():
        setattr(winner, name, value)
    winner.save(update_fields=list(changes))
    return record(winner, verb, by=by, from_state=old, to_state=new)
