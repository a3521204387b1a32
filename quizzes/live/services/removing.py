"""What the host does about phones that nobody holds."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.timeline.moving import change
from portal.users.models import User
from quizzes.live.models import LiveRound
from quizzes.live.services.steps import lock
from quizzes.live.workflow import RoundState


@transaction.atomic
def remove_silent(live_round: LiveRound, *, by: User) -> Event:
    """Put out the phones that answered nothing. Who came since the question stays."""
    lock(live_round)
    if live_round.state != RoundState.SHOWING:
        raise Refused(_("公布答案以后才能移出没有答题的手机。"))
    silent = live_round.players.filter(
        answers__isnull=True, joined_at__lt=live_round.asked_at
    )
    count = silent.count()
    if not count:
        raise Refused(_("没有要移出的：进场的手机都答过题。"))
    silent.delete()
    return change(
        live_round,
        "remove_silent",
        by=by,
        because=_("移出%(count)s部没有答过题的手机") % {"count": count},
    )
