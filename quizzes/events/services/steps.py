"""How an activity and a sign-up move."""

from typing import Any

from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.moving import hold_unchanged, move
from portal.users.models import User
from quizzes.events.models import Activity, SignUp
from quizzes.events.workflow import (
    ACTIVITY_STEPS,
    SIGN_UP_STEPS,
    ActivityState,
    SignUpState,
)


def lock(activity: Activity) -> None:
    """Hold it for an editor; who takes or gives back places does `hold` alone."""
    hold_unchanged(activity, _("别人刚刚改过这个活动。请看过最新内容再操作。"))


def step_activity(
    activity: Activity,
    verb: str,
    new: ActivityState,
    *,
    by: User | None,
    **changes: Any,
) -> Event:
    """Move a held activity to `new`; the rest is as in `moving.move`."""
    return move(activity, ACTIVITY_STEPS, verb, new, by=by, **changes)


def step_sign_up(
    sign_up: SignUp,
    verb: str,
    new: SignUpState,
    *,
    by: User | None = None,
    **changes: Any,
) -> Event:
    """Move a sign-up whose activity is held. Events of it name nobody."""
    return move(sign_up, SIGN_UP_STEPS, verb, new, by=by, **changes)
