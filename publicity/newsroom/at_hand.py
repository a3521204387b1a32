"""What the panels of one page share: each is asked for once a request."""

from datetime import timedelta
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from portal.review.waiting import refused_at_its_hour, waiting_for
from portal.users.models import User
from publicity.models import (
    EpisodeIndexPage,
    EpisodePage,
    KnowledgeColumnPage,
    KnowledgePage,
    NewsIndexPage,
    NewsPage,
    PsaIndexPage,
    PsaPage,
)
from publicity.staleness import Ledger

WRITTEN_BELOW = (
    (NewsIndexPage, NewsPage),
    (EpisodeIndexPage, EpisodePage),
    (PsaIndexPage, PsaPage),
    (KnowledgeColumnPage, KnowledgePage),
)
SHOWN = 8
LOOK_BACK = timedelta(days=30)


def ledger_of(request: HttpRequest) -> Ledger:
    """Return the last month's ledger, which three panels read."""
    known: Ledger | None = getattr(request, "_ledger", None)
    if known is None:
        today = timezone.localdate()
        known = Ledger(today - LOOK_BACK, today)
        request._ledger = known  # type: ignore[attr-defined]
    return known


def pages_at_hand(request: HttpRequest) -> list[Page]:
    """Return the columns, and what this editor has to do with: one query.

    What he changed last has the time as `edited_at`, what was refused at its hour
    says so as `refused_at` and `refused_because`. What he keeps locked is there too.
    """
    known: list[Page] | None = getattr(request, "_pages_at_hand", None)
    if known is None:
        user = cast(User, request.user)
        types = ContentType.objects.get_for_models(*dict(WRITTEN_BELOW))
        edits = PageLogEntry.objects.filter(user=user, action="wagtail.edit").order_by()
        latest = edits.values("page_id").annotate(at=Max("timestamp")).order_by("-at")
        refused = refused_at_its_hour(user)
        why = refused.filter(pk=OuterRef("pk")).order_by()
        known = list(
            Page.objects.filter(
                Q(content_type__in=types.values())
                | Q(pk__in=latest.values("page_id")[:SHOWN])
                | Q(locked_by=user)
                | Q(pk__in=refused.order_by().values("pk"))
            )
            .annotate(
                edited_at=Subquery(
                    latest.filter(page_id=OuterRef("pk")).values("at")[:1]
                ),
                refused_at=Subquery(why.values("refused_at")[:1]),
                refused_because=Subquery(why.values("refused_because")[:1]),
            )
            .order_by("path")
        )
        request._pages_at_hand = known  # type: ignore[attr-defined]
    return known


def writable_columns(request: HttpRequest) -> list[tuple[Page, Any]]:
    """Return (column, kind of page) for everything that this editor may write."""
    models = dict(WRITTEN_BELOW)
    columns = [page for page in pages_at_hand(request) if page.specific_class in models]
    order = [*models]
    return [
        (column, models[column.specific_class])
        for column in sorted(columns, key=lambda page: order.index(page.specific_class))
        if column.permissions_for_user(request.user).can_add_subpage()
    ]


def reviews_concerning(request: HttpRequest) -> list[WorkflowState]:
    """Return what waits for this user's review, and what came back to him."""
    known: list[WorkflowState] | None = getattr(request, "_reviews_concerning", None)
    if known is None:
        user: Any = request.user
        sent_back = Q(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
        waiting = Q(
            status=WorkflowState.STATUS_IN_PROGRESS,
            current_task_state__in=waiting_for(user).values("pk"),
        )
        known = list(
            WorkflowState.objects.filter(
                sent_back | waiting, current_task_state__revision__isnull=False
            )
            .select_related(
                "current_task_state__revision__user", "current_task_state__task"
            )
            .defer("current_task_state__revision__content")
            .order_by("created_at")
        )
        request._reviews_concerning = known  # type: ignore[attr-defined]
    return known
