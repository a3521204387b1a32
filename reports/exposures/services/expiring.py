"""Everything public has an end, or a day on which somebody looks again (invariant 20)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.refusals import Refused
from reports.complaints.services.steps import By
from reports.exposures.models import Exposure
from reports.exposures.services.indexing import find_again
from reports.exposures.services.steps import (
    change,
    check_step,
    lock,
    require_permission,
    require_state,
    step,
)
from reports.exposures.workflow import PUBLIC_STATES, ExposureState


def end_expired() -> None:
    """Take down what has been shown for its time (EX-12). The clock calls it."""
    for exposure in Exposure.objects.expired(timezone.localdate()):
        _archive(exposure, by=None, because="")


def archive(exposure: Exposure, *, by: User, because: str) -> Event:
    """End the publication by hand; the reason stays inside."""
    require_permission(by, "review_exposure")
    return _archive(exposure, by=by, because=required(because, _("下线理由"), 300))


@transaction.atomic
def _archive(exposure: Exposure, *, by: By, because: str) -> Event:
    lock(exposure)
    check_step(exposure, ExposureState.ARCHIVED)
    event = step(
        exposure,
        "archive",
        ExposureState.ARCHIVED,
        by=by,
        because=because,
        public_text=_("公开期满，下线"),
        ended_at=timezone.now(),
    )
    find_again(exposure)
    return event


@transaction.atomic
def keep(exposure: Exposure, *, by: User, until: date, because: str) -> Event:
    """Keep it on the page, and set the next day to look again."""
    lock(exposure)
    require_permission(by, "review_exposure")
    require_state(exposure, *sorted(PUBLIC_STATES))
    if until <= timezone.localdate():
        raise Refused(_("下次复核要在今天以后。"))
    return change(
        exposure,
        "keep",
        by=by,
        because=required(because, _("继续公开的理由"), 300),
        review_on=until,
    )
