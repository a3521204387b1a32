"""The rules go out together with the hash of the seed; or the draw is called off."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.tokens import derived_bytes
from portal.typed import required
from portal.users.models import User
from quizzes.contests.workflow import PUBLIC_CONTESTS, ContestState
from quizzes.draws.algorithm import hash_of_seed
from quizzes.draws.models import Draw
from quizzes.draws.services.steps import check_step, lock, step
from quizzes.draws.workflow import DrawState

PURPOSE = "draw seed"


@transaction.atomic
def commit_draw(draw: Draw, *, by: User, now: datetime | None = None) -> Event:
    """Announce rules and prizes, and bind us to a seed, before the last ticket is given."""
    lock(draw)
    check_step(draw, DrawState.COMMITTED)
    now = now or timezone.now()
    if draw.contest.state not in PUBLIC_CONTESTS - {ContestState.CANCELLED}:
        raise Refused(_("竞赛还没有发布，或者已经取消。"))
    if not draw.contest.is_for_prizes:
        raise Refused(
            _(
                "竞赛没有标明有奖，参加的人不验证手机号，一个人能报很多次名。"
                "请在标明有奖的竞赛里抽奖。"
            )
        )
    if now >= draw.tickets_until:
        raise Refused(_("得票已经截止。承诺要在截止以前公布，请改时间。"))
    if draw.draws_at <= draw.contest.closes_at:
        raise Refused(
            _("开奖要晚于竞赛结束：复核、公示成绩以后才能封存票单。请改开奖时间。")
        )
    if not draw.prizes.exists():
        raise Refused(_("至少要有一种奖品。"))
    salt = secrets.token_hex(32)
    seed = derived_bytes(PURPOSE, f"{draw.pk} {salt}")[0].hex()
    return step(
        draw,
        "commit",
        DrawState.COMMITTED,
        by=by,
        public_text=_("公布规则、奖品和种子的哈希值。"),
        seed_salt=salt,
        seed_hash=hash_of_seed(seed),
        committed_at=now,
    )


def seed_of(draw: Draw) -> str:
    """Make the seed again that we are bound to. Nothing but the draw asks for it."""
    for made in derived_bytes(PURPOSE, f"{draw.pk} {draw.seed_salt}"):
        if hash_of_seed(made.hex()) == draw.seed_hash:
            return made.hex()
    raise Refused(_("服务器的密钥换过了，种子再也算不出来。请把旧密钥放回备用密钥里。"))


@transaction.atomic
def cancel_draw(draw: Draw, *, by: User, because: str) -> Event:
    """Call it off for a reason that everybody can read. After the draw nobody can."""
    lock(draw)
    check_step(draw, DrawState.CANCELLED)
    because = required(because, _("公开的理由"), 300)
    return step(
        draw,
        "cancel",
        DrawState.CANCELLED,
        by=by,
        because=because,
        public_text=_("取消抽奖：%s") % because,
        cancelled_because=because,
        ended_at=timezone.now(),
    )
