"""Wagtail's reports in a third of its queries: 15 at most, at any size.

Who may be chosen in a filter is remembered for a minute; what a row shows is fetched
for all rows at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import IntegerField, Value
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowView,
)
from wagtail.log_actions import registry
from wagtail.models import (
    ModelLogEntry,
    Page,
    PageLogEntry,
    TaskState,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from portal.cms.explorable import explorable
from portal.cms.listing import PEOPLE_KEPT, LeanListing, people_to_choose
from portal.review.waiting import waiting_for


def _workflows() -> list[tuple[int, str]]:
    return list(Workflow.objects.values_list("pk", "name"))


class ReviewFilters(WorkflowReportFilterSet):
    requested_by = django_filters.ChoiceFilter(
        label=gettext_lazy("提交人"), choices=people_to_choose
    )
    workflow = django_filters.ChoiceFilter(
        label=gettext_lazy("审核流程"),
        choices=lambda: cache.get_or_set("cms:workflows", _workflows, PEOPLE_KEPT),
    )

    def filter_reviewable(self, queryset: Any, name: str, value: str) -> Any:
        if not (value and self.request):
            return queryset
        return queryset.filter(current_task_state__in=waiting_for(self.request.user))

    class Meta:
        model = WorkflowState
        fields = ["reviewable", "workflow", "status", "requested_by", "created_at"]


class Reviews(WorkflowView):
    """What was handed in for review, and how far it has come."""

    filterset_class = ReviewFilters
    header_buttons: list[Any] = []

    def decorate_paginated_queryset(self, object_list: Any) -> list[WorkflowState]:
        shown: list[WorkflowState] = super().decorate_paginated_queryset(object_list)
        _add_statuses(shown)
        return shown


def _add_statuses(reviews: Sequence[WorkflowState]) -> None:
    """Give each its tasks with their status, in place of Wagtail's two queries a row."""
    tasks = defaultdict(list)
    for row in (
        WorkflowTask.objects.filter(workflow__in={each.workflow_id for each in reviews})
        .select_related("task")
        .order_by("sort_order")
    ):
        tasks[row.workflow_id].append(row.task)
    # What was done to an earlier draft says nothing of this one.
    done: dict[tuple[int, int], str] = {}
    states = TaskState.objects.filter(workflow_state__in=reviews)
    for state in states.order_by("started_at", "pk"):
        done[state.workflow_state_id, state.task_id] = state.status
    names = dict(TaskState.STATUS_CHOICES)
    for review in reviews:
        review.all_tasks_with_status = [
            {
                "name": task.name,
                "status": done.get((review.pk, task.pk)),
                "status_display": names.get(
                    done.get((review.pk, task.pk)), _("还没开始")
                ),
            }
            for task in tasks[review.workflow_id]
        ]


class Locked(LeanListing, LockedPagesView):
    """What nobody else may edit just now, and by whose hand."""

    def get_queryset(self) -> Any:
        self.without_asking_for_the_site()
        pages = self.annotate_queryset(super().get_queryset())
        return pages.prefetch_related("locked_by")


def _kinds_written_of() -> list[tuple[int, str]]:
    found: set[int] = set()
    for log in registry.get_log_entry_models():
        found |= log.objects.all().get_content_type_ids()
    kinds = (ContentType.objects.get_for_id(pk) for pk in sorted(found))
    return [(kind.pk, str(kind.name)) for kind in kinds if kind.model_class()]


class HistoryFilters(WagtailFilterSet):
    label = django_filters.CharFilter(
        label=gettext_lazy("名称"), lookup_expr="icontains"
    )
    action = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("操作"),
        widget=CheckboxSelectMultiple,
        choices=registry.get_choices,
    )
    user = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("操作人"),
        widget=CheckboxSelectMultiple,
        choices=people_to_choose,
    )
    content_type = django_filters.ChoiceFilter(
        label=gettext_lazy("种类"),
        choices=lambda: cache.get_or_set("cms:kinds", _kinds_written_of, PEOPLE_KEPT),
    )
    timestamp = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("日期"), widget=DateRangePickerWidget
    )

    class Meta:
        model = PageLogEntry
        fields: list[str] = []


class History(LogEntriesView):
    """Who did what in the CMS, the newest first."""

    filterset_class = HistoryFilters

    def get_filtered_queryset(self) -> Any:
        """Return the keys of all kinds of entries, and of which kind each one is."""
        self.log_models = list(registry.get_log_entry_models())
        first, *others = (
            self.filter_queryset(
                _seen_by(self.request.user, model)
                .values("pk", "timestamp")
                .annotate(log_model_index=Value(number, IntegerField()))
            ).order_by()
            for number, model in enumerate(self.log_models)
        )
        return first.union(*others, all=True).order_by("-timestamp")

    def decorate_paginated_queryset(self, queryset: Any) -> list[Any]:
        rows = list(queryset)
        entries: dict[tuple[int, int], Any] = {}
        for number, model in enumerate(self.log_models):
            pks = [row["pk"] for row in rows if row["log_model_index"] == number]
            if pks:
                found = model.objects.select_related("user__wagtail_userprofile")
                entries |= {
                    (number, each.pk): each for each in found.filter(pk__in=pks)
                }
        _add_addresses(entries.values(), AdminURLFinder(self.request.user))
        return [entries[row["log_model_index"], row["pk"]] for row in rows]


def _seen_by(user: Any, model: Any) -> Any:
    if model is not PageLogEntry or user.is_superuser:
        return model.objects.viewable_by_user(user)
    return PageLogEntry.objects.filter(page__in=Page.objects.filter(explorable(user)))


def _add_addresses(entries: Iterable[Any], finder: AdminURLFinder) -> None:
    entries = list(entries)
    pages = Page.objects.prefetch_workflow_states().in_bulk(
        [each.page_id for each in entries if isinstance(each, PageLogEntry)]
    )
    others = [each for each in entries if isinstance(each, ModelLogEntry)]
    gone = set()
    if others:
        gone = set(
            ModelLogEntry.objects.filter(
                deleted=True, object_id__in={each.object_id for each in others}
            ).values_list("content_type_id", "object_id")
        )
    for each in entries:
        each.content_type = ContentType.objects.get_for_id(each.content_type_id)
        if isinstance(each, PageLogEntry):
            page = pages.get(each.page_id)
            each.edit_url = finder.get_edit_url(page) if page else None
            continue
        model = each.content_type.model_class()
        is_there = model and (each.content_type_id, each.object_id) not in gone
        # Where it stands is told by its key: no row need be fetched for that.
        each.edit_url = (
            finder.get_edit_url(model(pk=each.object_id)) if is_there else None
        )
