"""What a phone does: come in, and answer once."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.tokens import TOKEN_BYTES, derived_bytes, hash_token, hashes_of
from quizzes.bank.marking import mark, read_answer
from quizzes.live.models import LiveAnswer, LivePlayer, LiveQuestion, LiveRound
from quizzes.live.names import checked_nickname
from quizzes.live.workflow import RoundState

PURPOSE = "live player"
SHORTEST_KEY = 22  # 128 bits: who guesses a form's key is given its link
GRACE = timedelta(seconds=1)  # for the way from the phone to us
RIGHT = 100


@transaction.atomic
def join(
    live_round: LiveRound, *, name: str = "", form_key: str
) -> tuple[LivePlayer, str]:
    """Let a phone in; return it with the secret of its address.

    The same form sent twice is one phone: its secret is made of the form's key, and
    only we can make it.
    """
    if len(form_key) < SHORTEST_KEY:
        raise ValueError("The key of a form has at least 128 random bits.")
    live_round.refresh_from_db(from_queryset=LiveRound.objects.select_for_update())
    tokens = _tokens_of(live_round, form_key)
    for token in tokens:
        if known := find_player(live_round.pin, token):
            return known, token
    name = checked_nickname(name) if live_round.has_names else ""
    if not live_round.is_open:
        raise Refused(_("这一场已经结束。"))
    if live_round.players.count() >= settings.LIVE["MOST_PLAYERS"]:
        raise Refused(_("这一场人满了，请看大屏幕。"))
    last = live_round.players.aggregate(last=Max("number"))["last"] or 0
    player = LivePlayer.objects.create(
        live_round=live_round,
        number=last + 1,
        name=name,
        token_hash=hash_token(PURPOSE, tokens[0]),
        joined_at=timezone.now(),
    )
    return player, tokens[0]


def _tokens_of(live_round: LiveRound, form_key: str) -> list[str]:
    seed = f"{live_round.pk} {form_key}"
    return [
        urlsafe_b64encode(each[:TOKEN_BYTES]).decode()
        for each in derived_bytes("live player link", seed)
    ]


def find_player(pin: str, token: str) -> LivePlayer | None:
    return (
        LivePlayer.objects.select_related("live_round")
        .filter(token_hash__in=hashes_of(PURPOSE, token), live_round__pin=pin)
        .first()
    )


def save_answer(
    player: LivePlayer, position: int, posted: Mapping[str, Sequence[str]]
) -> LiveAnswer:
    """Keep the first answer to the question that is asked now. What it earns is not told."""
    live_round, now = player.live_round, timezone.now()
    is_asked = live_round.state == RoundState.ASKING and live_round.position == position
    ends_at, asked_at = live_round.ends_at, live_round.asked_at
    if not is_asked or ends_at is None or asked_at is None or now > ends_at + GRACE:
        raise Refused(_("这道题的时间到了，没有赶上。等下一题。"))
    question = LiveQuestion.objects.select_related("version").get(
        live_round=live_round, position=position
    )
    content = question.version.parts
    answer = read_answer(content, posted)
    if answer is None:
        raise Refused(_("还没有选。请选一个再交。"))
    is_right = mark(content, answer) == 1
    points = 0
    if is_right:
        left = min(1.0, live_round.seconds_left(now) / live_round.seconds)
        points = RIGHT + round(live_round.speed_bonus * left)
    try:
        with transaction.atomic():
            return LiveAnswer.objects.create(
                player=player,
                question=question,
                chosen=answer["chosen"],
                is_right=is_right,
                points=points,
                answered_at=now,
            )
    except IntegrityError:
        raise Refused(_("这道题您已经答过，以第一次为准。")) from None
