"""The same matter twice becomes one; readers follow what concerns them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from portal.directory.models import Area, Unit
from portal.timeline.models import Event
from portal.tokens import hash_token, hashes_of, new_token
from portal.users.models import User
from reports.complaints.models import Category, Complaint, Follow
from reports.complaints.refusals import Refused
from reports.complaints.services.steps import change, check_step, lock, step
from reports.complaints.workflow import NEVER_PUBLIC, ComplaintState

PURPOSE = "follow"
Target = Complaint | Area | Category | Unit


@transaction.atomic
def merge(complaint: Complaint, *, into: Complaint, by: User) -> Event:
    """Handle it together with `into` (并单), where its followers go too.

    No chains: what was merged into it goes over as well. Its reporter still gets the
    result.
    """
    # In one order, whoever merges what: two clerks never wait for each other.
    for each in sorted((complaint, into), key=lambda each: each.pk):
        lock(each)
    check_step(complaint, ComplaintState.MERGED)
    if complaint.pk == into.pk:
        raise Refused(_("不能并入自己。"))
    if into.state in NEVER_PUBLIC - {ComplaintState.SUBMITTED}:
        raise Refused(_("只能并入还有效、没有并走的一件。"))
    if into.category_id != complaint.category_id and into.area_id != complaint.area_id:
        raise Refused(_("类别和片区都不同，不像同一个问题。"))
    complaint.merged.update(merged_into=into)
    _move_followers(complaint, into)
    change(
        into,
        "take_in",
        by=by,
        public_text=_("又有市民反映同一问题，并案办理"),
        # Who sent it counts as one who follows it.
        n_followers=into.follows.count() + into.merged.count() + 1,
    )
    return step(
        complaint,
        "merge",
        ComplaintState.MERGED,
        by=by,
        public_text=_("与%(number)s为同一问题，合并办理") % {"number": into.number},
        merged_into=into,
        n_followers=0,
    )


def follow(target: Target, *, token: str = "") -> str:
    """Follow without an account; return the token that says whose wish it is.

    Following twice counts once.
    """
    token = token or new_token()
    where = {_name(target): target}
    if isinstance(target, Complaint) and not target.is_published:
        raise Refused(_("这一件没有公开，不能关注。"))
    if _of(token).filter(**where).exists():
        return token
    try:
        with transaction.atomic():
            Follow.objects.create(token_hash=hash_token(PURPOSE, token), **where)
            if isinstance(target, Complaint):
                _count(target, 1)
    except IntegrityError:
        pass  # pressed twice at one and the same time
    return token


@transaction.atomic
def unfollow(target: Target, *, token: str) -> None:
    gone, _each = _of(token).filter(**{_name(target): target}).delete()
    if gone and isinstance(target, Complaint):
        _count(target, -1)


def followed(token: str) -> QuerySet[Follow]:
    """Return what the holder of `token` follows."""
    return _of(token).select_related("complaint", "area", "category", "unit")


def _of(token: str) -> QuerySet[Follow]:
    return Follow.objects.filter(token_hash__in=hashes_of(PURPOSE, token))


def _name(target: Target) -> str:
    names: dict[type[Any], str] = {
        Complaint: "complaint",
        Area: "area",
        Category: "category",
        Unit: "unit",
    }
    return names[type(target)]


def _count(complaint: Complaint, by: int) -> None:
    # In the database: of two who press at once both count. No step, so no version.
    Complaint.objects.filter(pk=complaint.pk).update(n_followers=F("n_followers") + by)


def _move_followers(complaint: Complaint, into: Complaint) -> None:
    there = into.follows.values("token_hash")
    complaint.follows.filter(token_hash__in=there).delete()
    complaint.follows.update(complaint=into)
