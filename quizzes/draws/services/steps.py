"""How a draw moves: locked, by the table, written down."""

from typing import Any

from django.utils.translation import gettext as _

from portal.refusals import Stale
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.draws.models import Draw, Winner
from quizzes.draws.workflow import DRAW_STEPS, WIN_STEPS, DrawState, WinState


def lock(draw: Draw) -> None:
    """Hold the row, and refuse to act on what is no longer so."""
    seen = draw.version
    draw.refresh_from_db(from_queryset=Draw.objects.select_for_update())
    if draw.version != seen:
        raise Stale(_("别人刚刚动过这场抽奖。请看过最新情况再操作。"))


def check_step(draw: Draw, new: DrawState) -> None:
    check_transition(DRAW_STEPS, DrawState(draw.state), new)


def step(
    draw: Draw,
    verb: str,
    new: DrawState,
    *,
    by: User | None,
    because: str = "",
    public_text: str = "",
    **changes: Any,
) -> Event:
    """Move a locked draw to `new`, with `changes` of its other fields."""
    check_step(draw, new)
    old = draw.state
    changes["state"] = new
    for name, value in changes.items():
        setattr(draw, name, value)
    draw.version += 1
    draw.save(update_fields=["version", *changes])
    return record(
        draw,
        verb,
        by=by,
        from_state=old,
        to_state=new,
        because=because,
        public_text=public_text,
    )


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
