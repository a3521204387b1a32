"""How an activity and a sign-up move: locked, by the table, written down."""

from typing import Any

from django.utils.translation import gettext as _

from portal.refusals import Stale
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.users.models import User
from portal.workflow import check_transition
from quizzes.events.models import Activity, SignUp
from quizzes.events.workflow import (
    ACTIVITY_STEPS,
    SIGN_UP_STEPS,
    ActivityState,
    SignUpState,
)


def hold(activity: Activity) -> None:
    """Lock the activity: whoever takes or gives back places waits in line here."""
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())


def hold_unchanged(activity: Activity) -> None:
    """Lock it for an editor, and refuse where somebody else has edited meanwhile."""
    seen = activity.version
    hold(activity)
    if activity.version != seen:
        raise Stale(_("别人刚刚改过这个活动。请看过最新内容再操作。"))


def step_activity(
    activity: Activity,
    verb: str,
    new: ActivityState,
    *,
    by: User | None,
    because: str = "",
    public_text: str = "",
    **changes: Any,
) -> Event:
    """Move a held activity to `new`, with `changes` of its other fields."""
    old = ActivityState(activity.state)
    check_transition(ACTIVITY_STEPS, old, new)
    return change_activity(
        activity,
        verb,
        by=by,
        because=because,
        public_text=public_text,
        from_state=old,
        state=new,
        **changes,
    )


def change_activity(
    activity: Activity,
    verb: str,
    *,
    by: User | None,
    because: str = "",
    public_text: str = "",
    from_state: str = "",
    **changes: Any,
) -> Event:
    for name, value in changes.items():
        setattr(activity, name, value)
    activity.version += 1
    activity.save(update_fields=["version", *changes])
    return record(
        activity,
        verb,
        by=by,
        from_state=from_state or activity.state,
        to_state=activity.state,
        because=because,
        public_text=public_text,
    )


def step_sign_up(
    sign_up: SignUp,
    verb: str,
    new: SignUpState,
    *,
    by: User | None = None,
    because: str = "",
    **changes: Any,
) -> Event:
    """Move a sign-up whose activity is held. Events of it name nobody."""
    old = SignUpState(sign_up.state)
    check_transition(SIGN_UP_STEPS, old, new)
    return change_sign_up_row(
        sign_up, verb, by=by, because=because, from_state=old, state=new, **changes
    )


def change_sign_up_row(
    sign_up: SignUp,
    verb: str,
    *,
    by: User | None = None,
    because: str = "",
    from_state: str = "",
    **changes: Any,
) -> Event:
    for name, value in changes.items():
        setattr(sign_up, name, value)
    sign_up.version += 1
    sign_up.save(update_fields=["version", *changes])
    return record(
        sign_up,
        verb,
        by=by,
        from_state=from_state or sign_up.state,
        to_state=sign_up.state,
        because=because,
    )
