"""How an attempt moves: locked, by the table, written down."""

from typing import Any

from django.db import transaction

from portal.prepared import Given, PreparedQuery
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.contests.models import Attempt, Participant
from quizzes.contests.workflow import ATTEMPT_STEPS, AttemptState

_locked = PreparedQuery(
    lambda: (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contest", "unit_entry")
        .filter(pk=Given("participant"))
    )
)


def lock_participant(participant_pk: int) -> Participant:
    """Hold the row that guards everything of one participant; take it before any other.

    New attempts may point at it meanwhile: `no_key` lets their foreign keys through.
    """
    (participant,) = _locked.all(participant=participant_pk)
    return participant


@transaction.atomic
def move_attempt(
    attempt: Attempt,
    verb: str,
    new: AttemptState,
    *,
    by: User | None,
    because: str = "",
    **changes: Any,
) -> Event:
    """Move `attempt` to `new`, with `changes` of its other fields.

    Whoever voids or clears calls `standings.refresh_standing` in the same transaction.
    """
    lock_participant(attempt.participant_id)
    attempt.refresh_from_db(
        fields=["state"],
        from_queryset=Attempt.objects.select_for_update(of=("self",)),
    )
    return step(attempt, verb, new, by=by, because=because, **changes)


def step(
    attempt: Attempt,
    verb: str,
    new: AttemptState,
    *,
    by: User | None,
    because: str = "",
    **changes: Any,
) -> Event:
    """Move an attempt that is locked already, and read since."""
    old = AttemptState(attempt.state)
    check_transition(ATTEMPT_STEPS, old, new)
    changes["state"] = new
    for name, value in changes.items():
        setattr(attempt, name, value)
    attempt.save(update_fields=list(changes))
    return record(attempt, verb, by=by, from_state=old, to_state=new, because=because)
