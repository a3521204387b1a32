"""The report of knowledge articles: when each was looked through, and how it is found."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.permissions import page_permission_policy

from publicity.models import KnowledgePage


class KnowledgeFilter(WagtailFilterSet):
    due = django_filters.ChoiceFilter(
        label=_("核对"),
        choices=[("now", _("已到期或从没核对过"))],
        method="narrow",
    )

    class Meta:
        model = KnowledgePage
        fields: list[str] = []

    def narrow(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.due_for_review(timezone.localdate()) if value else queryset


class KnowledgeReport(PageReportView):
    results_template_name = "publicity/cms/knowledge_report_results.html"
    page_title = _("知识核对")
    header_icon = "calendar-check"
    filterset_class = KnowledgeFilter
    index_url_name = "knowledge_report"
    index_results_url_name = "knowledge_report_results"
    any_permission_required = ["add", "change", "publish"]
    list_export = [
        "title",
        "last_reviewed_on",
        "review_due_on",
        "useful_count",
        "useless_count",
    ]
    export_headings = {
        "title": _("标题"),
        "last_reviewed_on": _("最近核对"),
        "review_due_on": _("下次核对"),
        "useful_count": _("有用"),
        "useless_count": _("没用"),
    }

    def get_queryset(self) -> Any:
        mine = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        return (
            KnowledgePage.objects.filter(pk__in=mine.order_by().values("pk"))
            .live()
            .with_useful_counts()
            .defer("body")
            .order_by("review_due_on", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "today": timezone.localdate()}
