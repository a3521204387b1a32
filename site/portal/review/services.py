"""The steps of a review, of going live and of being taken down."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState

from portal.review.checks import findings_of
from portal.review.gate import (
    NotReleased,
    digest_of,
    refuse_unless_released,
    why_not_review,
)
from portal.review.ledger import (
    Approval,
    Release,
    TakeDown,
    TakeDownReason,
)
from portal.review.levels import Level
from portal.timeline.services import record
from portal.users.models import User

logger = logging.getLogger("portal.review")


@transaction.atomic
def approve(
    task_state: TaskState, *, by: User, because: str = "", overriding: bool = False
) -> None:
    """Approve one level. The last one publishes, or schedules, through the gate."""
    page, level = _locked(task_state)
    _refuse_unless_reviewer(page, level, by)
    if level == Level.FINAL:
        _refuse_findings(task_state.revision, overriding=overriding, because=because)
    Approval.objects.create(
        page_id=page.pk,
        revision=task_state.revision,
        workflow_state=task_state.workflow_state,
        level=level,
        by=by,
        comment=because,
        override_reason=because if overriding else "",
        digest=digest_of(task_state.revision),
    )
    record(
        page,
        "overridden" if overriding else "approved",
        by=by,
        to_state=Level(level).name.lower(),
        because=because,
    )
    task_state.approve(user=by, comment=because)


@transaction.atomic
def send_back(task_state: TaskState, *, by: User, because: str) -> None:
    """Send an item back to its author with a reason."""
    page, level = _locked(task_state)
    _refuse_unless_reviewer(page, level, by)
    if not because.strip():
        raise NotReleased(_("退回时请写明要改什么。"))
    record(
        page,
        "sent_back",
        by=by,
        from_state=Level(level).name.lower(),
        because=because,
    )
    task_state.reject(user=by, comment=because)


def begin_again(page: Any, revision: Revision) -> None:
    """Lead a review back to its first level when the text under it has changed."""
    task_state = page.current_workflow_task_state
    if task_state and task_state.revision_id != revision.pk:
        task_state.cancel(user=revision.user)


def _locked(task_state: TaskState) -> tuple[Any, int]:
    """Lock the page of a review, so that two reviewers take their turns."""
    key = task_state.workflow_state.object_id
    page = Page.objects.select_for_update().get(pk=key).specific
    return page, task_state.task.specific.level


def _refuse_unless_reviewer(page: Page, level: int, user: User) -> None:
    if refusal := why_not_review(page, level, user):
        raise NotReleased(refusal)


def _refuse_findings(revision: Revision, *, overriding: bool, because: str) -> None:
    blocking = [one for one in findings_of(revision.as_object()) if one.blocks]
    if overriding and not because.strip():
        raise NotReleased(_("放行要写明理由。"))
    stay = [one for one in blocking if not (overriding and one.can_be_overridden)]
    if stay:
        raise NotReleased(
            _("还不能批准：%(findings)s") % {"findings": " ".join(map(str, stay))}
        )


def released(page: Any, revision: Revision) -> None:
    """Write down that `revision` went live, with its reviewers and its correction."""
    if Release.objects.filter(revision=revision).exists():
        return
    approvals = Approval.objects.filter(revision=revision).select_related("by")
    names = {one.level: name_of(one.by) for one in approvals.order_by("pk")}
    correction = getattr(page, "correction_note", "")
    Release.objects.create(
        page_id=page.pk,
        revision=revision,
        first_reviewer=names.get(Level.FIRST, ""),
        second_reviewer=names.get(Level.SECOND, ""),
        final_reviewer=names.get(Level.FINAL, ""),
        correction=correction,
    )
    record(
        page,
        "published",
        by=None,
        to_state="live",
        public_text=correction,
    )
    if correction:
        # The next round starts with an empty field.
        page.correction_note = ""
        type(page)._base_manager.filter(pk=page.pk).update(correction_note="")
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, "correction_note": ""}
        )


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


@transaction.atomic
def take_down(
    page: Any, *, by: User | None, because: TakeDownReason | str, note: str = ""
) -> TakeDown:
    """Take an item off the site at once. A stub with date and reason stays (E3)."""
    page.take_down_as = (TakeDownReason(because), note, by)
    page.unpublish(user=None, set_expired=because == TakeDownReason.EXPIRED)
    return page.take_downs.latest("pk")  # type: ignore[no-any-return]


def taken_down(page: Any) -> None:
    """Write down that `page` is no longer live. Without a reason it is "other"."""
    default = TakeDownReason.EXPIRED if page.expired else TakeDownReason.OTHER
    reason, note, by = getattr(page, "take_down_as", (default, "", None))
    TakeDown.objects.create(page_id=page.pk, reason=reason, note=note, by=by)
    record(
        page,
        "unpublished",
        by=by,
        from_state="live",
        because=str(reason.label),
        public_text=note,
    )


def publish_due() -> None:
    """Let go live, and expire, what is due. What is refused stops nobody else."""
    now = timezone.now()
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        page.specific.unpublish(
            set_expired=True, log_action="wagtail.unpublish.scheduled"
        )
    due = Revision.objects.filter(approved_go_live_at__lt=now)
    for revision in due.order_by("approved_go_live_at"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except NotReleased as refusal:
            _unschedule(revision, str(refusal))


@transaction.atomic
def _unschedule(revision: Revision, because: str) -> None:
    """Take a refused version off the schedule: it would be refused every minute."""
    logger.warning("Revision %s was not published: %s", revision.pk, because)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    record(revision.content_object, "release_refused", by=None, because=because)


def check_release(page: Any, revision: Revision) -> None:
    """Let go live, or set a time for it, only what passes the gate now."""
    refuse_unless_released(page, revision)
    is_later = page.go_live_at and page.go_live_at > timezone.now()
    if is_later and page.live:  # of others Wagtail's signal tells
        record(page, "scheduled", by=None, to_state="scheduled")
