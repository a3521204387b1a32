"""Contacts, shown to who may see them for a reason that stays written (PR-21)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from portal.refusals import NotAllowed, Refused
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from quizzes.contests.models import Contest, Participant, ParticipantContact
from quizzes.contests.permissions import REVEAL
from quizzes.contests.results import official_stages, winners_of
from quizzes.contests.workflow import ContestState


@transaction.atomic
def reveal_contacts(
    contest: Contest, participants: Iterable[Participant], *, by: User, because: str
) -> dict[int, ParticipantContact]:
    """Return the contacts of `participants` by their keys, of proved phones alone."""
    if not by.has_perm(REVEAL):
        raise NotAllowed(_("您没有查看联系方式的权限。"))
    because = required(because, _("查看理由"), 200)
    if contest.state != ContestState.FINAL:
        raise Refused(_("结果确定以后才能查看获奖人的联系方式。"))
    wanted = {each.pk for each in participants if each.contest_id == contest.pk}
    found = ParticipantContact.objects.filter(
        participant__in=wanted, verified_at__isnull=False
    )
    contacts = {each.participant_id: each for each in found}
    record(
        contest,
        "reveal_contacts",
        by=by,
        from_state=contest.state,
        to_state=contest.state,
        because=_("%(n)s人：%(why)s") % {"n": len(contacts), "why": because},
    )
    return contacts


def reveal_winners(
    contest: Contest, *, by: User, because: str
) -> list[tuple[str, int, str, Participant, ParticipantContact | None]]:
    """Return stage, rank, prize, winner and contact of whoever won by rank."""
    winners = [
        (stage.title, place.rank, place.prize.name, place.standing.participant)
        for stage in official_stages(contest)
        for place in winners_of(stage)
        if place.prize
    ]
    contacts = reveal_contacts(
        contest, [each[3] for each in winners], by=by, because=because
    )
    return [(*each, contacts.get(each[3].pk)) for each in winners]
