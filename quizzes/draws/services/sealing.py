"""Who has a ticket, and the list that nobody can lengthen any more."""

import secrets
from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.users.models import User
from quizzes.contests.models import Attempt, Participant
from quizzes.contests.workflow import COUNTED, AttemptState
from quizzes.draws.algorithm import hash_of_tickets
from quizzes.draws.models import Draw, Ticket
from quizzes.draws.services.steps import check_step, lock, require_results, step
from quizzes.draws.workflow import DrawState, TicketRule

# What is only suspected has no ticket until somebody has cleared it.
WITH_A_TICKET = COUNTED - {AttemptState.FLAGGED}
# No 0 O 1 I L U: codes are read out aloud and written down.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
BATCH = 2000


@transaction.atomic
def seal_draw(draw: Draw, *, by: User, now: datetime | None = None) -> Event:
    """Write the list of tickets and its hash, after the last ticket, before the draw."""
    lock(draw)
    check_step(draw, DrawState.SEALED)
    now = now or timezone.now()
    if now < draw.tickets_until:
        raise Refused(_("得票还没有截止，现在封存会漏掉后来的人。"))
    if now >= draw.draws_at:
        raise Refused(_("开奖时间已经到了，票单没有在这以前封存。这场只能取消。"))
    require_results(draw)
    tickets = _new_tickets(draw)
    if not tickets:
        raise Refused(_("没有一张有效的票，不能开奖。请取消。"))
    Ticket.objects.bulk_create(tickets, batch_size=BATCH)
    return step(
        draw,
        "seal",
        DrawState.SEALED,
        by=by,
        public_text=_("封存票单，共%s张。") % len(tickets),
        tickets_hash=hash_of_tickets([ticket.code for ticket in tickets]),
        n_tickets=len(tickets),
        sealed_at=now,
    )


def _new_tickets(draw: Draw) -> list[Ticket]:
    """Return the canonical list: sorted by code, which tells nothing of its holder."""
    holders: dict[str, tuple[int, int]] = {}
    for participant, days in entitled(draw).items():
        while (holder := _new_holder()) in holders:
            pass
        many = draw.ticket_rule == TicketRule.ONE_A_DAY
        holders[holder] = (participant, len(days) if many else 1)
    found = sorted(
        (f"{holder}-{n:02}", participant)
        for holder, (participant, count) in holders.items()
        for n in range(1, count + 1)
    )
    return [
        Ticket(draw=draw, position=position, code=code, participant_id=participant)
        for position, (code, participant) in enumerate(found, start=1)
    ]


def _new_holder() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def entitled(draw: Draw, **of: Participant) -> dict[int, set[date]]:
    """Return who has earned a ticket, and on which days; `participant` asks for one."""
    # Nobody of a class has a ticket: no name was given that a prize could go to (QZ-06).
    papers = Attempt.objects.filter(
        ~Q(participant__unit_entry__is_of_minors=True),
        stage=draw.stage_id,
        state__in=WITH_A_TICKET,
        finished_at__lte=draw.tickets_until,
        participant__withdrawn_at__isnull=True,
        **of,
    ).values_list("participant_id", "day", "score", "most")
    entitled: dict[int, set[date]] = defaultdict(set)
    for participant, day, score, most in papers.iterator():
        if score * 100 >= most * draw.least_percent:
            entitled[participant].add(day)
    return entitled
