"""How a draw and a win move."""

from typing import Any

from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged, move
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.contests.models import Contest
from quizzes.contests.workflow import WITH_RESULTS, ContestState
from quizzes.draws.models import Draw, Winner
from quizzes.draws.workflow import DRAW_STEPS, WIN_STEPS, DrawState, WinState


def lock(draw: Draw) -> None:
    hold_unchanged(draw, _("别人刚刚动过这场抽奖。请看过最新情况再操作。"))


def check_step(draw: Draw, new: DrawState) -> None:
    check_transition(DRAW_STEPS, DrawState(draw.state), new)


def require_results(draw: Draw) -> None:
    """Refuse what needs judged papers: who was voided, or called off, wins nothing."""
    state = Contest.objects.values_list("state", flat=True).get(pk=draw.contest_id)
    if state == ContestState.CANCELLED:
        raise Refused(_("竞赛已经取消。请把这场抽奖也取消，写明原因。"))
    if state not in WITH_RESULTS:
        raise Refused(_("竞赛的答卷还没有复核完。请先公示成绩，再封存票单、开奖。"))


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
