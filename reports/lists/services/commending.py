"""Praise is written by one and approved by another (EX-07)."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from portal.workflow import check_transition
from publicity.models import Clause
from reports.complaints.masking import find_personal
from reports.complaints.refusals import Refused, SameHand
from reports.lists.models import Commendation
from reports.lists.workflow import COMMENDATION_STEPS, CommendationState


@transaction.atomic
def draft_commendation(
    *, by: User, clauses: Iterable[Clause] = (), **fields: Any
) -> Commendation:
    commendation = Commendation(**fields, drafted_by=by)
    commendation.number = _next_number(commendation)
    _check(commendation)
    commendation.save()
    commendation.clauses.set(clauses)
    record(commendation, "draft", by=by, to_state=commendation.state)
    return commendation


@transaction.atomic
def change_commendation(
    commendation: Commendation,
    *,
    by: User,
    clauses: Iterable[Clause] = (),
    **fields: Any,
) -> Event:
    """Change a draft; what is published stays as it was approved."""
    _lock(commendation)
    if commendation.state != CommendationState.DRAFT:
        raise Refused(_("发布以后不能再改。有错可以撤下，重新起草。"))
    for name, value in fields.items():
        setattr(commendation, name, value)
    commendation.drafted_by = by  # whoever wrote last cannot approve it
    _check(commendation)
    commendation.save(update_fields=[*fields, "drafted_by"])
    commendation.clauses.set(clauses)
    return record(commendation, "change", by=by, to_state=commendation.state)


@transaction.atomic
def publish_commendation(commendation: Commendation, *, by: User) -> Event:
    _lock(commendation)
    _check_step(commendation, CommendationState.PUBLISHED)
    if not by.has_perm("reports.approve_unitlist"):
        raise Refused(_("表彰要由负责人批准。"))
    if commendation.drafted_by_id == by.pk:
        raise SameHand(_("起草的人不能自己批准。"))
    _check(commendation)
    commendation.published_at = timezone.now()
    commendation.published_by = by
    return _step(
        commendation,
        "publish",
        CommendationState.PUBLISHED,
        by=by,
        changed=["published_at", "published_by"],
    )


@transaction.atomic
def withdraw_commendation(
    commendation: Commendation, *, by: User, because: str
) -> Event:
    """Take it back: its page is gone."""
    _lock(commendation)
    _check_step(commendation, CommendationState.WITHDRAWN)
    because = required(because, _("撤下理由"), 300)
    if not by.has_perm("reports.approve_unitlist") and commendation.published_at:
        raise Refused(_("撤下已经发布的表彰要由负责人批准。"))
    return _step(
        commendation, "withdraw", CommendationState.WITHDRAWN, by=by, because=because
    )


def _lock(commendation: Commendation) -> None:
    commendation.refresh_from_db(from_queryset=Commendation.objects.select_for_update())


def _check_step(commendation: Commendation, new: CommendationState) -> None:
    old = CommendationState(commendation.state)
    check_transition(COMMENDATION_STEPS, old, new)


def _check(commendation: Commendation) -> None:
    """Refuse what names a person, or has a number by which one is found."""
    commendation.citation = required(commendation.citation, _("事迹"), 500)
    try:
        commendation.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    found = find_personal(f"{commendation.name}\n{commendation.citation}")
    if found:
        raise Refused(_("名称和事迹里不能有姓名、电话、证件号这些个人信息。"))


def _step(
    commendation: Commendation,
    verb: str,
    new: CommendationState,
    *,
    by: User,
    because: str = "",
    changed: list[str] | None = None,
) -> Event:
    old = commendation.state
    commendation.state = new
    commendation.save(update_fields=["state", *(changed or [])])
    return record(
        commendation, verb, by=by, from_state=old, to_state=new, because=because
    )


def _next_number(commendation: Commendation) -> str:
    """Return `2026-11-26-2`: the day, and which of that day it is."""
    day = f"{commendation.awarded_on:%Y-%m-%d}"
    taken = Commendation.objects.select_for_update().filter(number__startswith=day)
    return f"{day}-{len(taken) + 1}"
