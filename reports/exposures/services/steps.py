"""How an exposure moves: locked, by the table, written down."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.case_pictures import tell_changed
from portal.timeline import moving
from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged
from portal.users.models import User
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed, check_transition
from reports.complaints.models import UnitLink, UnitLinkUse
from reports.complaints.refusals import NotAllowed
from reports.complaints.services.steps import By, said_by
from reports.exposures.models import Exposure
from reports.exposures.services.notifying import tell_unit_of
from reports.exposures.workflow import EXPOSURE_STEPS, ExposureState

WRITING = frozenset({"draft", "edit", "add_picture", "remove_picture"})


def lock(exposure: Exposure) -> None:
    hold_unchanged(exposure, _("别人刚刚处理过这一件。请看过最新情况再操作。"))


def check_step(exposure: Exposure, new: ExposureState) -> None:
    check_transition(EXPOSURE_STEPS, ExposureState(exposure.state), new)


def require_state(exposure: Exposure, *states: ExposureState) -> None:
    """Refuse what belongs to other states than these."""
    if exposure.state not in states:
        raise TransitionNotAllowed(f"not from {exposure.state}")


def require_permission(by: User, name: str) -> None:
    if not by.has_perm(f"reports.{name}"):
        raise NotAllowed(_("您没有做这件事的权限。"))


def step(
    exposure: Exposure, verb: str, new: ExposureState, *, by: By, **changes: Any
) -> Event:
    """Move a locked exposure to `new`; the rest is as in `moving.change`."""
    check_step(exposure, new)
    return change(
        exposure, verb, by=by, from_state=exposure.state, state=new, **changes
    )


def change(
    exposure: Exposure, verb: str, *, by: By, because: str = "", **changes: Any
) -> Event:
    """Write down what happened to a locked exposure, whether it moved or stayed."""
    actor, because = said_by(by, because)
    if isinstance(by, UnitLink):
        UnitLinkUse.objects.create(link=by, verb=f"exposure_{verb}")
    event = moving.change(exposure, verb, by=actor, because=because, **changes)
    tell_unit_of(event, exposure)
    if exposure.number:
        # Whoever teaches by it learns at once that it is taken back or open again.
        tell_changed(f"{exposure.batch.number}-{exposure.number}")
    return event


def authors_of(exposure: Exposure) -> set[int]:
    """Return whoever wrote or chose something of it: none of them lets it through."""
    writers = Event.objects.of(exposure).filter(verb__in=WRITING, actor__isnull=False)
    return {exposure.drafted_by_id, *writers.values_list("actor", flat=True)}


def is_head(user: User) -> bool:
    """Tell whether `user` answers for the headquarters (EX-07). Superusers do not."""
    return has_role(user, Role.HEAD)


def has_role(user: User, *roles: Role) -> bool:
    return bool(user.is_active) and user.groups.filter(name__in=roles).exists()


def in_words(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日{local:%H:%M}"
