"""What a draw and a win can be, and which state may follow which."""

from collections.abc import Mapping, Set

from django.db import models
from django.utils.translation import gettext_lazy as _


class DrawState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    COMMITTED = "committed", _("规则已公布")
    SEALED = "sealed", _("票单已封存")
    DRAWN = "drawn", _("已开奖")
    CLOSED = "closed", _("已兑完")
    CANCELLED = "cancelled", _("已取消")


_D = DrawState
DRAW_STEPS: Mapping[DrawState, Set[DrawState]] = {
    _D.DRAFT: {_D.COMMITTED, _D.CANCELLED},
    _D.COMMITTED: {_D.SEALED, _D.CANCELLED},
    _D.SEALED: {_D.DRAWN, _D.CANCELLED},
    # Who has won has won: a result that pleases nobody cannot be taken back.
    _D.DRAWN: {_D.CLOSED},
    _D.CLOSED: set(),
    _D.CANCELLED: set(),
}
WITH_TICKETS = frozenset({_D.SEALED, _D.DRAWN, _D.CLOSED})
WITH_WINNERS = frozenset({_D.DRAWN, _D.CLOSED})


class WinState(models.TextChoices):
    WAITING = "waiting", _("待领取")
    CLAIMED = "claimed", _("已领取")
    FORFEITED = "forfeited", _("逾期未领")


_W = WinState
WIN_STEPS: Mapping[WinState, Set[WinState]] = {
    _W.WAITING: {_W.CLAIMED, _W.FORFEITED},
    _W.CLAIMED: set(),
    _W.FORFEITED: set(),
}


class TicketRule(models.TextChoices):
    ONE_EACH = "each", _("每人一张")
    ONE_A_DAY = "day", _("每人每天一张")


class PrizeKind(models.TextChoices):
    GOODS = "goods", _("实物")
    VOUCHER = "voucher", _("购物券")
    SERVICE = "service", _("服务体验")
    KEEPSAKE = "keepsake", _("纪念品")
