"""Activities, who comes to them and who holds them. All arguments optional."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from portal.tokens import new_token
from portal.users.models import User
from portal.users.roles import Role
from quizzes.events.models import Activity
from quizzes.events.services.organising import ActivityDraft
from quizzes.events.services.signing_up import Answers, Ticket, sign_up
from quizzes.events.workflow import ActivityKind, ActivityState
from tests.portal.make import make_unit
from tests.portal.users.make import make_user

_number = count(1)
IN_A_WEEK = timedelta(days=7)


def make_activity(
    *,
    state: ActivityState = ActivityState.PUBLISHED,
    starts_at: datetime | None = None,
    **fields: Any,
) -> Activity:
    """Make one that is public and takes sign-ups, a week from now, for two hours."""
    starts_at = starts_at or timezone.now() + IN_A_WEEK
    is_public = state in {ActivityState.PUBLISHED, ActivityState.CANCELLED}
    number = next(_number)
    defaults: dict[str, Any] = {
        "slug": f"activity-{number}",
        "title": f"第{number}次清滩",
        "kind": ActivityKind.VOLUNTEER,
        "summary": "半天，有人带。",
        "body": "水退了，走进石滩。",
        "ends_at": starts_at + timedelta(hours=2),
        "place_text": "老渡口石阶",
        "contact_phone": "0900-0000014",
        "published_at": timezone.now() if is_public else None,
        "published_by": make_user() if is_public else None,
        "cancelled_because": "大雨" if state == ActivityState.CANCELLED else "",
    }
    if "host" not in fields:
        defaults["host"] = make_unit()
    return Activity.objects.create(
        starts_at=starts_at, state=state, **{**defaults, **fields}
    )


def phone() -> str:
    return f"139{next(_number):08}"


def answers(**fields: Any) -> Answers:
    return Answers(**{"name": "李女士", "phone": phone(), "agrees": True, **fields})


def come(activity: Activity, **fields: Any) -> Ticket:
    return sign_up(activity, answers(**fields), form_key=new_token())


def make_draft(**fields: Any) -> ActivityDraft:
    starts_at = fields.pop("starts_at", timezone.now() + IN_A_WEEK)
    defaults: dict[str, Any] = {
        "slug": f"draft-{next(_number)}",
        "title": "冬季清滩志愿日",
        "kind": ActivityKind.VOLUNTEER,
        "summary": "半天，有人带。",
        "body": "水退了。",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place_text": "老渡口",
        "contact_phone": "0900-0000014",
    }
    if "host" not in fields:
        defaults["host"] = make_unit()
    return ActivityDraft(**{**defaults, **fields})


def make_editor() -> User:
    return make_user(role=Role.WEB_EDITOR)


def make_reviewer() -> User:
    return make_user(role=Role.REVIEWER)


def make_head() -> User:
    return make_user(role=Role.HEAD)
