"""A prize is claimed by a code, or goes to the next in the order."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.services import record
from portal.tokens import hash_token, hashes_of
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.contests.models import Participant
from quizzes.draws.models import Draw, Winner
from quizzes.draws.services.drawing import write_substitute
from quizzes.draws.services.sealing import LENGTH, SIGNS, entitled
from quizzes.draws.services.steps import step_win
from quizzes.draws.workflow import DrawState, WinState

PURPOSE = "draw claim"


@transaction.atomic
def issue_code(draw: Draw, participant: Participant) -> str:
    """Return a new code for the winner to show; whatever was issued before is void.

    It is shown once. We keep a keyed hash, and so cannot tell it to anybody again.
    """
    _hold(draw)
    win = draw.winners.filter(ticket__participant=participant).first()
    if win is None:
        raise Refused(_("这场抽奖您没有中奖。"))
    if win.state != WinState.WAITING or timezone.now() >= win.claim_until:
        raise Refused(_("这份奖品已经领走，或者过了领取时间。"))
    _refuse_undeserved(win)
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    win.claim_code_hash = hash_token(PURPOSE, f"{draw.pk} {code}")
    win.save(update_fields=["claim_code_hash"])
    record(win, "issue_code", by=None, from_state=win.state, to_state=win.state)
    return code


@transaction.atomic
def claim_prize(draw: Draw, code: str, *, by: User) -> Winner:
    """Hand over a prize to whoever brings its code. A code works once, in time."""
    _hold(draw)
    if draw.state != DrawState.DRAWN:
        raise TransitionNotAllowed(f"not in {draw.state}")
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    hashes = hashes_of(PURPOSE, f"{draw.pk} {typed}")
    win = draw.winners.filter(claim_code_hash__in=hashes).first()
    if win is None:
        raise Refused(_("没有这个领奖码。请中奖人从自己的参赛页再取一次。"))
    now = timezone.now()
    if win.state != WinState.WAITING:
        raise Refused(_("这份奖品已经领走，或者已经作废。"))
    if now >= win.claim_until:
        raise Refused(_("过了领取时间。"))
    _refuse_undeserved(win)
    step_win(win, "claim", WinState.CLAIMED, by=by, claimed_at=now, claimed_before=by)
    return win


def _refuse_undeserved(win: Winner) -> None:
    """Hand nothing over for a paper that was voided since; the next in order comes in.

    Not at once: an appeal may still restore it.
    """
    holder = win.ticket.participant
    if holder is None or not entitled(win.draw, participant=holder):
        raise Refused(
            _("得票的答卷已经作废，或者正在复核，现在不能领。有疑问请在成绩页申诉。")
        )


def forfeit_late(now: datetime | None = None) -> int:
    """Take back what nobody claimed in time, and give it to the next. Bears repeating."""
    now = now or timezone.now()
    late = Winner.objects.late(now).filter(draw__state=DrawState.DRAWN)
    done = 0
    for pk in late.order_by("rank").values_list("pk", flat=True):
        done += _forfeit(pk, now)
    return done


@transaction.atomic
def _forfeit(pk: int, now: datetime) -> bool:
    win = Winner.objects.select_related("draw", "prize").get(pk=pk)
    _hold(win.draw)
    win.refresh_from_db(fields=["state"])
    if win.state != WinState.WAITING:
        return False  # claimed a moment ago
    step_win(win, "forfeit", WinState.FORFEITED, by=None, forfeited_at=now)
    substitute = write_substitute(win, since=now)
    if substitute:
        record(substitute, "substitute", by=None, to_state=substitute.state)
    return True


def _hold(draw: Draw) -> None:
    """Lock the draw: of two clerks with one code only one hands over a prize."""
    draw.refresh_from_db(from_queryset=Draw.objects.select_for_update())
