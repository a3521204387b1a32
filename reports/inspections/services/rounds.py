from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Area
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from portal.workflow import check_transition
from reports.complaints.refusals import Refused
from reports.inspections.criteria import ensure_criteria
from reports.inspections.models import Round
from reports.inspections.workflow import (
    FIRST_STATE,
    ROUND_STEPS,
    RoundKind,
    RoundState,
)


@transaction.atomic
def open_round(
    *,
    by: User,
    kind: RoundKind,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    areas: Iterable[Area] = (),
    inspectors: Iterable[User] = (),
) -> Round:
    """Begin a round. An undercover one names who goes, so that nobody else knows."""
    title = required(title, _("名称"), 60)
    inspectors = list(inspectors)
    if kind == RoundKind.COVERT and not inspectors:
        raise Refused(_("暗访要指定检查人员，别人看不到这一轮。"))
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("结束日期不能早于开始日期。"))
    ensure_criteria(kind)
    found = Round.objects.create(
        kind=kind, title=title, starts_on=starts_on, ends_on=ends_on, opened_by=by
    )
    found.areas.set(areas)
    found.inspectors.set(inspectors)
    record(found, "open", by=by, to_state=FIRST_STATE)
    return found


@transaction.atomic
def close_round(round_: Round, *, by: User) -> None:
    """End a round. What was checked before and is still on a device may come in late."""
    round_.refresh_from_db(from_queryset=Round.objects.select_for_update())
    old = RoundState(round_.state)
    check_transition(ROUND_STEPS, old, RoundState.CLOSED)
    round_.state = RoundState.CLOSED
    round_.closed_at = timezone.now()
    round_.save(update_fields=["state", "closed_at"])
    record(round_, "close", by=by, from_state=old, to_state=round_.state)
