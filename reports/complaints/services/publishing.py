"""What of a complaint everybody may read: given out by a moderator, taken back at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from portal.typed import required
from portal.users.models import User
from reports.complaints.models import Complaint, Reply
from reports.complaints.models.handling import FROM_THE_RESIDENT
from reports.complaints.refusals import Refused
from reports.complaints.services.steps import change, lock
from reports.complaints.workflow import NEVER_PUBLIC


@transaction.atomic
def publish(
    complaint: Complaint, *, by: User, text_public: str, masks_reviewed: bool
) -> Event:
    """Show it to everybody, in words that a moderator has gone through (PR-12)."""
    lock(complaint)
    if complaint.state in NEVER_PUBLIC:
        raise Refused(_("受理以后才能公开；不予受理、并单和撤回的不公开。"))
    if not complaint.category.is_public:
        raise Refused(_("这一类投诉不公开。"))
    if not masks_reviewed:
        raise Refused(_("请逐处看过脱敏结果，再公开。"))
    return change(
        complaint,
        "publish",
        by=by,
        text_public=required(text_public, _("公开文本")),
        is_published=True,
        published_on=complaint.published_on or timezone.localdate(),
        masks_reviewed_by=by,
        hidden_because="",
    )


@transaction.atomic
def hide(complaint: Complaint, *, by: User, because: str) -> Event:
    """Take it off every page at once; the reason stays inside (C9)."""
    lock(complaint)
    if not complaint.is_published:
        raise Refused(_("这一件没有公开。"))
    because = required(because, _("隐藏原因"), 200)
    return change(
        complaint,
        "hide",
        by=by,
        because=because,
        is_published=False,
        hidden_because=because,
    )


@transaction.atomic
def publish_reply(reply: Reply, *, by: User, text_public: str) -> Event:
    """Show a unit's or the desk's answer to everybody, in words gone through."""
    complaint = reply.complaint
    lock(complaint)
    if reply.kind in FROM_THE_RESIDENT:
        raise Refused(_("反映人写的内容不公开。"))
    reply.text_public = required(text_public, _("公开内容"))
    reply.save(update_fields=["text_public"])
    return change(complaint, "publish_reply", by=by)


@transaction.atomic
def withdraw_reply(reply: Reply, *, by: User, because: str) -> Event:
    complaint = reply.complaint
    lock(complaint)
    reply.text_public = ""
    reply.save(update_fields=["text_public"])
    return change(
        complaint, "withdraw_reply", by=by, because=required(because, _("理由"), 200)
    )
