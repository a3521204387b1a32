"""The rules and prizes of a draw, while nobody has read them yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.contests.models import Contest, Stage
from quizzes.draws.models import Draw, Prize
from quizzes.draws.models.draws import most_yuan
from quizzes.draws.services.steps import lock
from quizzes.draws.workflow import DrawState, PrizeKind, TicketRule


@dataclass(frozen=True)
class PrizeDraft:
    kind: PrizeKind
    name: str
    count: int
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What is announced, as somebody typed it. The prizes are drawn in their order."""

    title: str
    stage: Stage
    tickets_until: datetime
    draws_at: datetime
    public_source: str
    claim_note: str
    prizes: Sequence[PrizeDraft]
    least_percent: int = 0
    ticket_rule: TicketRule = TicketRule.ONE_EACH
    claim_days: int = 15
    n_substitutes: int = 0


@transaction.atomic
def draft_draw(contest: Contest, rules: Rules, *, by: User | None) -> Draw:
    """Begin a draw. Its number is the next of its contest."""
    Contest.objects.select_for_update().get(pk=contest.pk)
    last = contest.draws.aggregate(last=Max("number"))["last"] or 0
    draw = Draw(contest=contest, number=last + 1, **_checked(contest, rules))
    draw.save()
    _write_prizes(draw, rules.prizes)
    record(draw, "draft", by=by, to_state=draw.state)
    return draw


@transaction.atomic
def change_draw(draw: Draw, rules: Rules, *, by: User | None) -> None:
    lock(draw)
    if draw.state != DrawState.DRAFT:
        raise TransitionNotAllowed(f"not in {draw.state}")
    changes = _checked(draw.contest, rules)
    for name, value in changes.items():
        setattr(draw, name, value)
    draw.version += 1
    draw.save(update_fields=["version", *changes])
    draw.prizes.all().delete()
    _write_prizes(draw, rules.prizes)
    record(draw, "change", by=by, from_state=draw.state, to_state=draw.state)


def _checked(contest: Contest, rules: Rules) -> dict[str, object]:
    if rules.stage.contest_id != contest.pk or not rules.stage.is_official:
        raise Refused(_("请选这场竞赛的一个正式阶段。"))
    if rules.draws_at <= rules.tickets_until:
        raise Refused(_("开奖要晚于得票截止，中间要来得及封存票单。"))
    if not 0 <= rules.least_percent <= 100:
        raise Refused(_("得分按百分制，0到100。"))
    if not rules.public_source.strip():
        raise Refused(
            _(
                "请写明用哪个公共随机数，要在票单封存以后才产生，例如哪一期双色球。"
                "没有它，管服务器密钥的人封存票单时就能算出谁中奖。"
            )
        )
    if rules.claim_days < 1:
        raise Refused(_("至少留一天领奖。"))
    _check_prizes(rules.prizes)
    return {
        "title": required(rules.title, _("名称"), 60),
        "stage": rules.stage,
        "least_percent": rules.least_percent,
        "ticket_rule": rules.ticket_rule,
        "tickets_until": rules.tickets_until,
        "draws_at": rules.draws_at,
        "public_source": optional(rules.public_source, _("公共随机数"), 200),
        "claim_days": rules.claim_days,
        "claim_note": required(rules.claim_note, _("怎么领"), 500),
        "n_substitutes": rules.n_substitutes,
    }


def _check_prizes(prizes: Sequence[PrizeDraft]) -> None:
    if not prizes:
        raise Refused(_("至少要有一种奖品。"))
    if len({prize.name for prize in prizes}) < len(prizes):
        raise Refused(_("有两种奖品同名。"))
    most = most_yuan()
    for prize in prizes:
        if prize.count < 1 or prize.value < 0:
            raise Refused(_("每种奖品至少一份，价值不能是负数。"))
        if prize.value > most:
            raise Refused(
                _("%(name)s每份%(value)s元，超过了最高奖%(most)s元的限额。")
                % {"name": prize.name, "value": prize.value, "most": most}
            )


def _write_prizes(draw: Draw, prizes: Sequence[PrizeDraft]) -> None:
    Prize.objects.bulk_create(
        Prize(
            draw=draw,
            position=position,
            kind=prize.kind,
            name=required(prize.name, _("奖品"), 60),
            count=prize.count,
            value=prize.value,
        )
        for position, prize in enumerate(prizes, start=1)
    )
    vars(draw).pop("prize_list", None)
