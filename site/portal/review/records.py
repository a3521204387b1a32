"""Writes into the timeline what Wagtail does with a page under review."""

from typing import Any

from wagtail.models import WorkflowState
from wagtail.signals import page_published, page_unpublished, workflow_submitted

from portal.review import services
from portal.timeline.services import record


def connect() -> None:
    page_published.connect(_on_published, dispatch_uid="review")
    page_unpublished.connect(_on_unpublished, dispatch_uid="review")
    workflow_submitted.connect(_on_submitted, dispatch_uid="review")


def _is_ours(page: Any) -> bool:
    return bool(getattr(page, "needs_review", False))


def _on_published(instance: Any, revision: Any, **kwargs: Any) -> None:
    if not _is_ours(instance):
        return
    if instance.live:
        services.released(instance, revision)
    else:  # Wagtail sends the same signal when a time is set
        record(instance, "scheduled", by=None, to_state="scheduled")


def _on_unpublished(instance: Any, **kwargs: Any) -> None:
    if _is_ours(instance):
        services.taken_down(instance)


def _on_submitted(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    page = getattr(instance.content_object, "specific", None)
    if page is not None and _is_ours(page):
        record(page, "submitted", by=user, to_state="first")
