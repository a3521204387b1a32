"""The one way to write down what happened (全程留痕)."""

from django.db import models

from portal.timeline.models import Event
from portal.users.models import User


def record(
    subject: models.Model,
    verb: str,
    *,
    by: User | None,
    from_state: str = "",
    to_state: str = "",
    because: str = "",
    public_text: str = "",
) -> Event:
    """Write down one step of `subject`, in the transaction of the step itself.

    `by` is None where the clock or the public did it. `public_text` is what everybody
    may read; `because` stays inside.
    """
    if subject.pk is None:
        raise ValueError("What is not saved has no history yet.")
    if not verb:
        raise ValueError("A step has a name.")
    return Event.objects.create(
        subject=subject,
        verb=verb,
        actor=by,
        from_state=from_state,
        to_state=to_state,
        because=because,
        public_text=public_text,
    )
