"""An activity is written, published by another, changed in the open, or cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Area, Place, Unit
from portal.images.models import Picture
from portal.refusals import NotAllowed, Refused, SameHand
from portal.timeline.models import Event
from portal.timeline.moving import change
from portal.timeline.services import record
from portal.typed import optional, required
from portal.users.models import User
from quizzes.events.models import Activity
from quizzes.events.permissions import PUBLISH
from quizzes.events.services.consent import ends_on_of, keep_promises
from quizzes.events.services.signing_up import move_up
from quizzes.events.services.steps import lock, step_activity
from quizzes.events.services.telling import tell
from quizzes.events.workflow import ActivityKind, ActivityState, Phase

# Addresses below /activities/ that are something else.
TAKEN_SLUGS = frozenset({"code", "s", "feed"})
# What who has signed up must hear of.
MOVING = ("starts_at", "ends_at", "place_text", "place")


@dataclass(frozen=True, kw_only=True)
class ActivityDraft:
    """All that an organiser writes about an activity before it takes place."""

    slug: str
    title: str
    kind: ActivityKind
    summary: str
    body: str
    starts_at: datetime
    ends_at: datetime
    place_text: str
    host: Unit
    contact_phone: str
    notes: str = ""
    place: Place | None = None
    area: Area | None = None
    co_hosts: Sequence[Unit] = ()
    poster: Picture | None = None
    poster_alt: str = ""
    takes_sign_ups: bool = True
    sign_up_opens_at: datetime | None = None
    sign_up_closes_at: datetime | None = None
    capacity: int | None = None
    has_waiting_list: bool = True
    largest_party: int = 1
    asks_phone: bool = True
    asks_group: bool = False
    asks_remark: bool = False
    keep_days: int = 30


@transaction.atomic
def save_activity(
    activity: Activity | None, draft: ActivityDraft, *, by: User
) -> Activity:
    """Write a new one, or change one. What is public is changed by who may publish."""
    is_new = activity is None
    activity = activity or Activity()
    if not is_new:
        lock(activity)
        _check_editable(activity, by)
    written = _checked(activity, draft)
    ended_on = None if is_new else ends_on_of(activity)
    moved = not is_new and any(
        getattr(activity, name) != written[name] for name in MOVING
    )
    changed = [
        name
        for name, value in written.items()
        if is_new or getattr(activity, name) != value
    ]
    for name, value in written.items():
        setattr(activity, name, value)
    is_draft = activity.state == ActivityState.DRAFT
    if is_draft:
        activity.edited_by = by
    activity.changed_at = timezone.now()
    if is_new:
        try:
            with transaction.atomic():
                activity.save()
        except IntegrityError:
            raise Refused(_("已经有活动用了这个网址名，请换一个。")) from None
        event = record(activity, "draft", by=by, to_state=activity.state)
    else:
        verb = "move_activity" if moved and not is_draft else "edit"
        event = change(
            activity,
            verb,
            by=by,
            public_text="" if is_draft else _public_text(changed),
            **written,
            edited_by=activity.edited_by,
            changed_at=activity.changed_at,
        )
    activity.co_hosts.set(draft.co_hosts)
    if ended_on:
        keep_promises(activity, ended_on=ended_on)
    tell(event)
    move_up(activity)
    return activity


@transaction.atomic
def publish_activity(activity: Activity, *, by: User) -> Event:
    """Let everybody read it: by who may, and did not write it."""
    lock(activity)
    if not by.has_perm(PUBLISH):
        raise NotAllowed(_("发布活动要由审核员或者负责人来做。"))
    if by.pk == activity.edited_by_id:
        raise SameHand(_("起草的人不能自己发布，请换一个人看过再发。"))
    return step_activity(
        activity,
        "publish_activity",
        ActivityState.PUBLISHED,
        by=by,
        public_text=_("发布“%(title)s”") % {"title": activity.title},
        published_at=timezone.now(),
        published_by=by,
    )


@transaction.atomic
def cancel_activity(activity: Activity, *, by: User, because: str) -> Event:
    """Call it off, with the reason on its page, and tell all who would have come."""
    lock(activity)
    if not by.has_perm("quizzes.change_activity") and not by.has_perm(PUBLISH):
        raise NotAllowed(_("您没有取消活动的权限。"))
    because = required(because, _("取消原因"), 300)
    if activity.phase == Phase.OVER:
        raise Refused(_("活动已经结束，不能再取消。"))
    event = step_activity(
        activity,
        "cancel_activity",
        ActivityState.CANCELLED,
        by=by,
        because=because,
        public_text=_("活动取消：%(because)s") % {"because": because},
        cancelled_because=because,
        changed_at=timezone.now(),
    )
    tell(event)
    return event


@transaction.atomic
def discard_activity(activity: Activity, *, by: User, because: str = "") -> Event:
    """Put away a draft that will not come to anything."""
    lock(activity)
    return step_activity(
        activity,
        "discard",
        ActivityState.DISCARDED,
        by=by,
        because=optional(because, _("理由"), 300),
    )


def _check_editable(activity: Activity, by: User) -> None:
    if activity.state == ActivityState.PUBLISHED:
        if not by.has_perm(PUBLISH):
            raise NotAllowed(_("已经发布的活动由审核员或者负责人来改。"))
    elif activity.state != ActivityState.DRAFT:
        raise Refused(_("取消或者作废的活动不能再改。"))


def _checked(activity: Activity, draft: ActivityDraft) -> dict[str, Any]:
    """Return the fields as they are kept, or refuse with what is wrong."""
    if draft.slug in TAKEN_SLUGS:
        raise Refused(_("这个网址名另有用处，请换一个。"))
    if activity.published_at and draft.slug != activity.slug:
        raise Refused(_("已经发布的活动，网址名不能再改。"))
    if draft.ends_at <= draft.starts_at:
        raise Refused(_("结束要晚于开始。"))
    if (
        draft.sign_up_opens_at
        and draft.sign_up_closes_at
        and draft.sign_up_closes_at <= draft.sign_up_opens_at
    ):
        raise Refused(_("报名截止要晚于报名开始。"))
    if draft.capacity is not None and draft.capacity < max(1, activity.n_taken):
        raise Refused(
            _("名额不能少于已经报上的%(n)s人。") % {"n": max(1, activity.n_taken)}
        )
    if draft.poster and not draft.poster_alt.strip():
        raise Refused(_("有海报就要写海报上有什么，读给看不见图的人听。"))
    written = {each.name: getattr(draft, each.name) for each in fields(draft)}
    del written["co_hosts"]
    return {
        **written,
        "title": required(draft.title, _("标题"), 60),
        "summary": required(draft.summary, _("一句话"), 120),
        "body": required(draft.body, _("内容"), 5000),
        "notes": optional(draft.notes, _("参加须知")),
        "place_text": required(draft.place_text, _("地点"), 80),
        "contact_phone": required(draft.contact_phone, _("咨询电话"), 40),
        "poster_alt": optional(draft.poster_alt, _("海报上有什么"), 120),
        "area": draft.area or (draft.place.area if draft.place else None),
    }


def _public_text(changed: Sequence[str]) -> str:
    """Say to everybody which parts of a published page are not what they were."""
    labels = {each.name: each.verbose_name for each in Activity._meta.fields}
    names = [str(labels[name]) for name in changed]
    return _("更改：%(what)s") % {"what": _("、").join(names)} if names else ""
