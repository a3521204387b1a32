"""How a round moves: locked, by the table, written down."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.refusals import Stale
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.live.kept import forget
from quizzes.live.models import LiveRound
from quizzes.live.workflow import ROUND_STEPS, RoundState


def lock(live_round: LiveRound) -> None:
    """Hold the row, and refuse to act on what is no longer so: a second press, say."""
    seen = live_round.version
    live_round.refresh_from_db(from_queryset=LiveRound.objects.select_for_update())
    if live_round.version != seen:
        raise Stale(_("已经是下一步了。请看屏幕上现在的情况再按。"))


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
    """Move a locked round to `new`, with `changes` of its other fields."""
    check_step(live_round, new)
    old = live_round.state
    changes["state"] = new
    for name, value in changes.items():
        setattr(live_round, name, value)
    live_round.version += 1
    live_round.save(update_fields=["version", *changes])
    pin = live_round.pin
    transaction.on_commit(lambda: forget(pin))
    return record(live_round, verb, by=by, from_state=old, to_state=new)
