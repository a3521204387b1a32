"""The ladder (问责阶梯, EX-44): the data propose, people take or decline."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from portal.users.roles import Role
from reports.notices.models import LadderProposal, LadderStep, RectificationNotice
from reports.notices.refusals import NotAllowed, Refused
from reports.notices.workflow import Card, LadderTrigger, ProposalState

Found: TypeAlias = Iterable[tuple[RectificationNotice, str]]


def propose_steps(now: datetime | None = None) -> int:
    """Propose every step that is called for and was not proposed: a periodic job."""
    now = now or timezone.now()
    count = 0
    for step in LadderStep.objects.filter(
        is_active=True, trigger__in=sorted(CALLED_FOR)
    ):
        known = set(step.proposals.values_list("notice", flat=True))
        for notice, because in CALLED_FOR[LadderTrigger(step.trigger)](step, now):
            if notice.pk not in known:
                count += _propose(step, notice, because)
    return count


@transaction.atomic
def propose_by_hand(
    step: LadderStep, notice: RectificationNotice, *, by: User, because: str
) -> LadderProposal:
    """Propose a step that the data did not call for."""
    because = required(because, _("提出理由"), 200)
    proposal, is_new = LadderProposal.objects.get_or_create(
        step=step,
        notice=notice,
        defaults={"unit": notice.unit, "because": because},
    )
    if not is_new:
        raise Refused(_("这份通知单已经提出过这项措施。"))
    record(notice, "propose_step", by=by, because=f"{step.name}：{because}")
    return proposal


@transaction.atomic
def take_step(
    proposal: LadderProposal, *, by: User, text: str, released_text: str = ""
) -> Event:
    """Take it. What is released is public only where the step may be published (EX-43)."""
    _lock(proposal)
    _require_role(proposal, by)
    released = optional(released_text, _("公开内容"))
    if released and not proposal.step.is_publishable:
        raise Refused(_("这项措施不公开。"))
    return _decide(
        proposal,
        ProposalState.TAKEN,
        by=by,
        text=required(text, _("决定说明")),
        released=released,
    )


@transaction.atomic
def decline_step(proposal: LadderProposal, *, by: User, because: str) -> Event:
    """Leave it, and say why. It is not proposed again for this notice."""
    _lock(proposal)
    _require_role(proposal, by)
    return _decide(
        proposal, ProposalState.DECLINED, by=by, text=required(because, _("理由"))
    )


def may_decide(step: LadderStep, user: User) -> bool:
    """Tell whether `user` has the role that decides on this step."""
    return user.is_superuser or user.groups.filter(name=step.decided_by_role).exists()


def _decide(
    proposal: LadderProposal,
    state: ProposalState,
    *,
    by: User,
    text: str,
    released: str = "",
) -> Event:
    proposal.state = state
    proposal.by = by
    proposal.decided_at = timezone.now()
    proposal.text = text
    proposal.released_text = released
    proposal.save(update_fields=["state", "by", "decided_at", "text", "released_text"])
    taken = state == ProposalState.TAKEN
    return record(
        proposal.notice or proposal,
        "take_step" if taken else "decline_step",
        by=by,
        because=f"{proposal.step.name}：{text}",
        public_text=released,
    )


@transaction.atomic
def _propose(step: LadderStep, notice: RectificationNotice, because: str) -> bool:
    _proposal, is_new = LadderProposal.objects.get_or_create(
        step=step, notice=notice, defaults={"unit": notice.unit, "because": because}
    )
    if is_new:
        record(notice, "propose_step", by=None, because=f"{step.name}：{because}")
    return is_new


def _lock(proposal: LadderProposal) -> None:
    proposal.refresh_from_db(
        from_queryset=LadderProposal.objects.select_for_update(of=("self",))
    )
    if proposal.state != ProposalState.PROPOSED:
        raise Refused(_("这项建议已经有决定。"))


def _require_role(proposal: LadderProposal, by: User) -> None:
    if not may_decide(proposal.step, by):
        role = Role(proposal.step.decided_by_role).label
        raise NotAllowed(_("这项措施由%(role)s决定。") % {"role": role})


def _overdue_for_days(step: LadderStep, now: datetime) -> Found:
    late = RectificationNotice.objects.overdue(now - timedelta(days=step.threshold))
    for notice in late.select_related("unit"):
        yield notice, _("逾期满%(n)s天") % {"n": step.threshold}


def _failed_rounds(step: LadderStep, now: datetime) -> Found:
    failed = (
        RectificationNotice.objects.open()
        .annotate(
            n_failed=Count("reinspections", filter=Q(reinspections__is_passed=False))
        )
        .filter(n_failed__gte=step.threshold)
    )
    for notice in failed.select_related("unit"):
        yield notice, _("复查不合格%(n)s次") % {"n": step.threshold}


def _recurrences(step: LadderStep, now: datetime) -> Found:
    again = RectificationNotice.objects.open().filter(occurrence__gt=step.threshold)
    for notice in again.select_related("unit"):
        yield notice, _("同一地点同一问题反弹%(n)s次") % {"n": step.threshold}


def _cards(step: LadderStep, now: datetime) -> Found:
    """Yield the notice that brought a unit its last red card, where there are enough."""
    red = LadderProposal.objects.taken().filter(
        step__card=Card.RED,
        notice__isnull=False,
        decided_at__gte=now - timedelta(days=settings.NOTICES["CARD_DAYS"]),
    )
    units = red.values("unit").annotate(n=Count("pk")).filter(n__gte=step.threshold)
    for unit in units.order_by("unit"):
        last = red.filter(unit=unit["unit"]).order_by("decided_at", "pk").last()
        if last is not None and last.notice is not None:
            yield (
                last.notice,
                _("%(days)s天内满%(n)s张红牌")
                % {
                    "days": settings.NOTICES["CARD_DAYS"],
                    "n": step.threshold,
                },
            )


CALLED_FOR: Mapping[LadderTrigger, Callable[[LadderStep, datetime], Found]] = {
    LadderTrigger.OVERDUE_DAYS: _overdue_for_days,
    LadderTrigger.FAILED_ROUNDS: _failed_rounds,
    LadderTrigger.RECURRENCES: _recurrences,
    LadderTrigger.CARDS: _cards,
}
