"""What a unit finds of its exposures on its page by the secret link."""

from typing import Any

from reports.complaints.models import UnitLink
from reports.exposures.models import Exposure
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.workflow import PUBLIC_STATES, ExposureState

MAY_ANSWER = PUBLIC_STATES | {ExposureState.NOTIFIED}


def told_to(link: UnitLink) -> ExposureQuerySet:
    """Return what the unit was told of, and may say something to."""
    found: ExposureQuerySet = Exposure.objects.filter(
        unit=link.unit_id, state__in=sorted(MAY_ANSWER)
    )
    return found


def waiting_for(link: UnitLink) -> dict[str, Any] | None:
    """Return the panel on the unit's page; None where it was never told of any."""
    states = list(told_to(link).values_list("state", "replied_at"))
    if not states:
        return None
    waiting = [
        state
        for state, replied_at in states
        if state == ExposureState.NOTIFIED and replied_at is None
    ]
    return {"n_waiting": len(waiting), "n_public": len(states) - len(waiting)}
