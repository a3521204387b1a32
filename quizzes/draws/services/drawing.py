"""The seed is revealed, and who has won follows from it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused, SameHand
from portal.timeline.models import Event
from portal.typed import optional
from portal.users.models import User
from quizzes.contests.services.telling import tell_winners
from quizzes.draws.algorithm import hash_of_tickets, ranking
from quizzes.draws.models import Draw, Prize, Ticket, Winner
from quizzes.draws.services.announcing import seed_of
from quizzes.draws.services.steps import check_step, lock, require_results, step
from quizzes.draws.workflow import DrawState, WinState


@transaction.atomic
def hold_draw(
    draw: Draw, *, by: User, chance: str, now: datetime | None = None
) -> Event:
    """Reveal the seed, by somebody who did not announce the draw, when its time has come.

    `chance` is what came out of `public_source`, as its rule says to write it.
    """
    lock(draw)
    check_step(draw, DrawState.DRAWN)
    now = now or timezone.now()
    if now < draw.draws_at:
        raise Refused(_("还没有到开奖时间。"))
    require_results(draw)
    committed = Event.objects.of(draw).filter(verb="commit").values_list("actor")
    if (by.pk,) in committed:
        raise SameHand(_("公布规则的人不能自己开奖，请另一位同事来开。"))
    chance = " ".join(optional(chance, _("公共随机数"), 200).split())
    if bool(chance) != bool(draw.public_source):
        raise Refused(
            _("请填写规则里说好的公共随机数。")
            if draw.public_source
            else _("规则里没有公共随机数，不能现在才加。")
        )
    codes = list(draw.tickets.values_list("code", flat=True))
    if hash_of_tickets(codes) != draw.tickets_hash:
        raise Refused(_("票单和封存时的哈希值对不上，不能开奖。请取消并查明原因。"))
    seed = seed_of(draw)
    event = step(
        draw,
        "hold",
        DrawState.DRAWN,
        by=by,
        public_text=_("公布种子和中奖名单。"),
        seed=seed,
        chance=chance,
        drawn_at=now,
    )
    prizes = list(_one_by_one(draw.prize_list))
    winning = ranking(seed, chance, codes)[: len(prizes)]
    _write_winners(draw, list(zip(winning, prizes, strict=False)), since=now)
    _tell(draw.winners.select_related("ticket", "prize"), draw)
    return event


def _one_by_one(prizes: Sequence[Prize]) -> Iterator[Prize]:
    for prize in prizes:
        yield from [prize] * prize.count


def _write_winners(
    draw: Draw, won: list[tuple[str, Prize]], *, since: datetime
) -> None:
    tickets = _tickets_by_code(draw, [code for code, _prize in won])
    Winner.objects.bulk_create(
        Winner(
            draw=draw,
            rank=rank,
            ticket=tickets[code],
            prize=prize,
            claim_until=draw.claim_until(since),
        )
        for rank, (code, prize) in enumerate(won, start=1)
    )


def _tickets_by_code(draw: Draw, codes: list[str]) -> dict[str, Ticket]:
    return {ticket.code: ticket for ticket in draw.tickets.filter(code__in=codes)}


def _tell(won: Iterable[Winner], draw: Draw) -> None:
    tell_winners(
        (
            each.ticket.participant_id,
            _(
                "您在“%(title)s”中了%(prize)s。请打开报名时的参赛页取领奖码，"
                "%(until)s以前来领，不收任何费用。咨询%(phone)s。"
            )
            % {
                "title": draw.title,
                "prize": each.prize.name,
                "until": f"{timezone.localtime(each.claim_until):%Y-%m-%d %H:%M}",
                "phone": draw.contest.contact,
            },
        )
        for each in won
    )


def write_substitute(lost: Winner, *, since: datetime) -> Winner | None:
    """Give a forfeited prize to the next of the ranking, as the rules announced it."""
    draw = lost.draw
    n_given = draw.winners.filter(substitutes__isnull=False).count()
    if n_given >= draw.n_substitutes:
        return None
    codes = list(draw.tickets.values_list("code", flat=True))
    last = max(draw.winners.values_list("rank", flat=True))
    order = ranking(draw.seed, draw.chance, codes)
    if last >= len(order):
        return None
    ticket = _tickets_by_code(draw, [order[last]])[order[last]]
    substitute = Winner.objects.create(
        draw=draw,
        rank=last + 1,
        ticket=ticket,
        prize=lost.prize,
        substitutes=lost,
        claim_until=draw.claim_until(since),
    )
    _tell([substitute], draw)
    return substitute


@transaction.atomic
def close_draw(draw: Draw, *, by: User) -> Event:
    """End it when nobody is awaited any more."""
    lock(draw)
    check_step(draw, DrawState.CLOSED)
    if draw.winners.filter(state=WinState.WAITING).exists():
        raise Refused(_("还有没领、也没有过期的奖。"))
    return step(
        draw,
        "close",
        DrawState.CLOSED,
        by=by,
        public_text=_("兑奖结束。"),
        ended_at=timezone.now(),
    )
