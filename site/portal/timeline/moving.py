"""How a row that several people act on moves: held, by the table, written down."""

from collections.abc import Mapping, Set
from typing import Any, TypeVar

from django.db import models

from portal.refusals import Stale
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition

State = TypeVar("State", bound=models.TextChoices)


class Moving(models.Model):
    """Has a state, and a number that grows with each step or change."""

    state = models.CharField(max_length=20)  # with its choices, where they are known
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def hold(row: Moving, *, no_key: bool = False) -> None:
    """Lock the row and read it anew; with `no_key`, others may begin to point at it."""
    held = type(row)._base_manager.select_for_update(of=("self",), no_key=no_key)
    row.refresh_from_db(from_queryset=held)


def hold_unchanged(row: Moving, said: str, *, no_key: bool = False) -> None:
    """Do the same; raise `Stale`, saying `said`, where somebody else was quicker."""
    seen = row.version
    hold(row, no_key=no_key)
    require_unchanged(row, seen, said)


def require_unchanged(row: Moving, seen: int, said: str) -> None:
    if row.version != seen:
        raise Stale(said)


def move(
    row: Moving,
    table: Mapping[State, Set[State]],
    verb: str,
    new: State,
    *,
    by: User | None,
    because: str = "",
    public_text: str = "",
    **changes: Any,
) -> Event:
    """Bring a held row to `new`, with `changes` of its other fields.

    Raises `TransitionNotAllowed` where `table` has no such step.
    """
    old = type(new)(row.state)
    check_transition(table, old, new)
    return change(
        row,
        verb,
        by=by,
        from_state=old,
        because=because,
        public_text=public_text,
        state=new,
        **changes,
    )


def change(
    row: Moving,
    verb: str,
    *,
    by: User | None,
    from_state: str = "",
    because: str = "",
    public_text: str = "",
    **changes: Any,
) -> Event:
    """Change a held row and write down what happened, whether it moved or stayed."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["version", *changes])
    return record(
        row,
        verb,
        by=by,
        from_state=from_state or row.state,
        to_state=row.state,
        because=because,
        public_text=public_text,
    )
