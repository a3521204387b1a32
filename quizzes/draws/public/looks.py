"""A draw as a reader sees it, and as a program reads it to recompute it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.contests.models import Participant
from quizzes.draws.models import Draw, Prize, Winner
from quizzes.draws.workflow import DrawState, TicketRule, WinState


@dataclass(frozen=True)
class Offer:
    """A prize with its odds: a formula until the tickets are counted."""

    prize: Prize
    odds: str


@dataclass(frozen=True)
class Won:
    winner: Winner
    name: str

    @property
    def tag(self) -> str:
        return {WinState.CLAIMED: "ok", WinState.FORFEITED: "no"}.get(
            WinState(self.winner.state), "open"
        )


@dataclass(frozen=True)
class Step:
    """One stage of the way, with the class that says how far it has come."""

    title: str
    at: datetime | None
    look: str  # empty: done


def offers_of(draw: Draw) -> list[Offer]:
    return [Offer(prize, odds_of(prize, draw)) for prize in draw.prize_list]


def odds_of(prize: Prize, draw: Draw) -> str:
    if not draw.n_tickets:
        return _("%s÷有效票数") % prize.count
    percent = prize.percent_of(draw.n_tickets)
    return _("%(count)s÷%(tickets)s，%(about)s%(percent).2f%%") % {
        "count": prize.count,
        "tickets": draw.n_tickets,
        # Who holds several tickets wins once: what is left falls to the others.
        "about": _("约") if draw.ticket_rule == TicketRule.ONE_A_DAY else "",
        "percent": percent,
    }


def winners_of(draw: Draw) -> list[Won]:
    found = draw.winners.select_related(
        "prize", "ticket__participant__unit_entry", "substitutes"
    ).order_by("rank")
    return [Won(each, public_name(each.ticket.participant)) for each in found]


def public_name(holder: Participant | None) -> str:
    """Return what everybody reads of a winner now; no name stays of one who has left.

    Nothing of a phone: it was given for nobody else to see. Winners know their ticket.
    """
    if holder is None or holder.withdrawn_at is not None:
        return _("已退出")
    entry = holder.unit_entry
    if holder.is_minor or (entry and entry.is_of_minors):
        return _("未成年人，由监护人领取")
    return holder.shown_name


def steps_of(draw: Draw) -> list[Step]:
    is_off = draw.state == DrawState.CANCELLED
    if is_off:
        shown = [
            Step(_("公布规则和种子的哈希值"), draw.committed_at, ""),
            Step(_("封存票单"), draw.sealed_at, ""),
            Step(_("取消"), draw.ended_at, "no"),
        ]
        return [step for step in shown if step.at]
    stages = [
        (_("公布规则和种子的哈希值"), draw.committed_at, draw.committed_at),
        (_("封存票单"), draw.sealed_at, draw.tickets_until),
        (_("开奖"), draw.drawn_at, draw.draws_at),
        (_("兑奖结束"), draw.ended_at, None),
    ]
    steps, is_next = [], True
    for title, done_at, planned_at in stages:
        look = "" if done_at else "open" if is_next else "new"
        is_next = bool(done_at)
        steps.append(Step(title, done_at or planned_at, look))
    return steps


def content_of(draw: Draw) -> dict[str, Any]:
    """Return all that is needed to recompute the draw, and nothing of anybody's."""
    winners = winners_of(draw) if draw.has_winners else []
    return {
        "algorithm": draw.algorithm,
        "contest": draw.contest.slug,
        "number": draw.number,
        "title": draw.title,
        "state": draw.state,
        "least_percent": draw.least_percent,
        "ticket_rule": draw.ticket_rule,
        "tickets_until": _written(draw.tickets_until),
        "draws_at": _written(draw.draws_at),
        "public_source": draw.public_source,
        "n_substitutes": draw.n_substitutes,
        "prizes": [
            {
                "name": prize.name,
                "kind": prize.get_kind_display(),
                "count": prize.count,
                "yuan": str(prize.value),
            }
            for prize in draw.prize_list
        ],
        "seed_hash": draw.seed_hash,
        "committed_at": _written(draw.committed_at),
        "n_tickets": draw.n_tickets,
        "tickets_hash": draw.tickets_hash,
        "sealed_at": _written(draw.sealed_at),
        "tickets": codes_of(draw),
        "seed": draw.seed,
        "chance": draw.chance,
        "drawn_at": _written(draw.drawn_at),
        # As drawn; whoever came in for one of them stands below.
        "winners": [_won(each) for each in winners if not each.winner.substitutes_id],
        "substitutes": [
            {**_won(each), "instead_of": each.winner.substitutes.rank}
            for each in winners
            if each.winner.substitutes
        ],
    }


def codes_of(draw: Draw) -> list[str]:
    if not draw.has_tickets:
        return []
    return list(draw.tickets.order_by("position").values_list("code", flat=True))


def _won(won: Won) -> dict[str, Any]:
    return {
        "rank": won.winner.rank,
        "ticket": won.winner.ticket.code,
        "prize": won.winner.prize.name,
        "name": won.name,
        "state": won.winner.state,
    }


def _written(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat() if at else None
