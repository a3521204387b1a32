"""A list is frozen, published by another, and corrected beside itself."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.timeline.services import record
from portal.typed import required
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.refusals import Refused, SameHand
from reports.lists.models import Erratum, ListRow, UnitList
from reports.lists.services.steps import check_step, lock, step
from reports.lists.tables import digest_of
from reports.lists.workflow import ErratumEffect, ListState, ObjectionState


@transaction.atomic
def freeze(unit_list: UnitList, *, by: User) -> Event:
    """End the preview. From here nothing in the list changes any more."""
    lock(unit_list)
    check_step(unit_list, ListState.FROZEN)
    now = timezone.now()
    if unit_list.preview_until is None or now <= unit_list.preview_until:
        raise Refused(_("公示征询要满三个工作日，还没有到期。"))
    objections = unit_list.objections
    if objections.filter(state=ObjectionState.OPEN).exists():
        raise Refused(_("还有没答复的异议，答复以后才能定稿。"))
    since = unit_list.computed_at
    if objections.filter(state=ObjectionState.UPHELD, decided_at__gt=since).exists():
        raise Refused(_("有采纳的异议。请先改正数据、重新计算，再征询一次。"))
    return step(
        unit_list,
        "freeze",
        ListState.FROZEN,
        by=by,
        frozen_at=now,
        frozen_by=by,
        digest=digest_of(unit_list),
    )


@transaction.atomic
def publish(unit_list: UnitList, *, by: User) -> Event:
    """Let everybody read it: by a head's role, who neither computed nor froze (EX-07)."""
    lock(unit_list)
    check_step(unit_list, ListState.PUBLISHED)
    if not by.has_perm("reports.approve_unitlist"):
        raise Refused(_("发布红黑榜要由负责人批准。"))
    if by.pk in {unit_list.computed_by_id, unit_list.frozen_by_id}:
        raise SameHand(_("计算和定稿的人不能自己批准发布。"))
    return step(
        unit_list,
        "publish",
        ListState.PUBLISHED,
        by=by,
        public_text=_("发布%(title)s") % {"title": unit_list.title},
        published_at=timezone.now(),
        published_by=by,
    )


@transaction.atomic
def add_erratum(
    unit_list: UnitList,
    *,
    by: User,
    text: str,
    post: str,
    row: ListRow | None = None,
    effect: ErratumEffect = ErratumEffect.NOTE,
) -> Erratum:
    """Say beside a published list what was wrong with it."""
    unit_list.refresh_from_db(from_queryset=UnitList.objects.select_for_update())
    if unit_list.state != ListState.PUBLISHED:
        raise TransitionNotAllowed(f"not in {unit_list.state}")
    if not by.has_perm("reports.approve_unitlist"):
        raise Refused(_("勘误要由负责人批准。"))
    text, post = (
        required(text, _("更正内容"), 1000),
        required(post, _("决定人职务"), 60),
    )
    if row is not None and row.unit_list_id != unit_list.pk:
        raise Refused(_("这一行不在这份榜单里。"))
    if effect == ErratumEffect.TAKEN_OFF and (row is None or not row.colour):
        raise Refused(_("撤销认定要选一个上了红榜或者黑榜的单位。"))
    last = unit_list.errata.aggregate(last=Max("number"))["last"] or 0
    erratum = Erratum.objects.create(
        unit_list=unit_list,
        row=row,
        number=last + 1,
        effect=effect,
        text=text,
        decided_by_post=post,
        by=by,
        at=timezone.now(),
    )
    record(
        unit_list,
        "erratum",
        by=by,
        from_state=unit_list.state,
        to_state=unit_list.state,
        because=text,
        public_text=_("勘误第%(number)s号：%(text)s")
        % {"number": erratum.number, "text": text},
    )
    return erratum
