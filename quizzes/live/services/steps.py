"""How a round moves."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged, move
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.live.kept import forget
from quizzes.live.models import LiveRound
from quizzes.live.workflow import ROUND_STEPS, RoundState


def lock(live_round: LiveRound) -> None:
    """Hold the row; a second press is refused."""
    hold_unchanged(live_round, _("已经是下一步了。请看屏幕上现在的情况再按。"))


def check_step(live_round: LiveRound, new: RoundState) -> None:
    check_transition(ROUND_STEPS, RoundState(live_round.state), new)


def step(
    live_round: LiveRound,
    verb: str,
    new: RoundState,
    *,
    by: User | None,
    **changes: Any,
) -> Event:
    """Move a locked round to `new`, and let its pages be made anew."""
    event = move(live_round, ROUND_STEPS, verb, new, by=by, **changes)
    pin = live_round.pin
    transaction.on_commit(lambda: forget(pin))
    return event
