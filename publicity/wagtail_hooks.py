from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from portal.users.models import User
from publicity import errata_views, wording_views
from publicity.models import Clause, RegulationVersion
from publicity.newsroom.desk import panels_for, writes
from publicity.newsroom.doors import has_body, writes_news
from publicity.permissions import CHANGE_CLAUSES, PUBLISH_WORDINGS
from publicity.posters import cms as posters
from publicity.reviews_due import KnowledgeReport
from publicity.services.wording_changes import (
    Row,
    note_removal,
    refuse_removal,
)
from publicity.services.wordings import RefusedByLaw
from publicity.viewsets import NewsTemplateViewSet, RegulationGroup
from publicity.workflow import VersionState

register_snippet(RegulationGroup)
register_snippet(NewsTemplateViewSet)

# Our panels say the same in fewer queries, and only to those whom it concerns.
REPLACED_PANELS = {
    "workflow_objects_to_moderate",
    "user_objects_in_workflow_moderation",
    "recent_edits",
    "locked_pages",
}


hooks.register("register_bulk_action", posters.PagePosters)
hooks.register("register_bulk_action", posters.ClausePosters)


@hooks.register("register_admin_urls")
def add_addresses() -> list[URLPattern]:
    return [
        *posters.urlpatterns,
        path("reports/knowledge/", KnowledgeReport.as_view(), name="knowledge_report"),
        path(
            "reports/knowledge/results/",
            KnowledgeReport.as_view(results_only=True),
            name="knowledge_report_results",
        ),
    ]


@hooks.register("register_admin_urls")
def wording_pages() -> list[URLPattern]:
    return [
        path(
            "regulations/import/",
            wording_views.bring_in,
            name="publicity_wording_bring_in",
        ),
        path(
            "regulations/versions/<int:key>/publish/",
            wording_views.publish,
            name="publicity_wording_publish",
        ),
        path(
            "regulations/versions/<int:key>/repeal/",
            wording_views.repeal,
            name="publicity_wording_repeal",
        ),
        *errata_views.urlpatterns,
    ]


@hooks.register("insert_editor_js")
def say_what_a_paste_loses() -> str:
    return format_html(
        '<script src="{}" data-says="{}" data-leads="{}" data-import-new="{}"'
        ' data-import-into="{}" defer></script>',
        static("js/pasting.js"),
        _("表格和图片贴不进这里。要连表格、图片一起带进来，"),
        _("请用导入"),
        reverse("newsroom:import_new"),
        reverse("newsroom:import", args=[0]),
    )


class _PostersItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(posters.MAY_ORDER))


class _KnowledgeItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(
            page_permission_policy.user_has_any_permission(
                request.user, KnowledgeReport.any_permission_required
            )
        )


@hooks.register("register_admin_menu_item")
def show_posters() -> MenuItem:
    return _PostersItem(
        _("成册黑板报"),
        reverse("poster_batches"),
        name="poster-batches",
        icon_name="doc-full",
        order=260,
    )


@hooks.register("register_reports_menu_item")
def show_knowledge_report() -> MenuItem:
    return _KnowledgeItem(
        _("知识核对"),
        reverse("knowledge_report"),
        name="knowledge-report",
        icon_name="calendar-check",
        order=500,
    )


@hooks.register("register_permissions")
def permission_to_publish_wordings() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="publicity", codename="publish_regulationversion"
    )


@hooks.register("register_snippet_listing_buttons")
def steps_of_a_wording(
    snippet: Model, user: User, next_url: str | None = None
) -> Iterator[Button]:
    if not isinstance(snippet, RegulationVersion):
        return
    yield Button(
        _("核对和公布") if snippet.state == VersionState.DRAFT else _("看变化"),
        reverse("publicity_wording_publish", args=[snippet.pk]),
        icon_name="check",
        priority=5,
    )
    if snippet.state == VersionState.PUBLISHED and user.has_perm(PUBLISH_WORDINGS):
        yield Button(
            _("废止"),
            reverse("publicity_wording_repeal", args=[snippet.pk]),
            icon_name="cross",
            priority=15,
        )


@hooks.register("register_snippet_listing_buttons")
def correct_a_clause(
    snippet: Model, user: User, next_url: str | None = None
) -> Iterator[Button]:
    if (
        isinstance(snippet, Clause)
        and snippet.version.state == VersionState.PUBLISHED
        and user.has_perm(CHANGE_CLAUSES)
    ):
        yield Button(
            _("勘误"),
            reverse("publicity_erratum_propose", args=[snippet.pk]),
            icon_name="edit",
            priority=15,
        )


@hooks.register("before_delete_snippet")
def keep_what_is_public(request: Any, snippets: list[Any]) -> HttpResponse | None:
    rows = [snippet for snippet in snippets if isinstance(snippet, Row)]
    try:
        refuse_removal(rows, by=request.user)
    except RefusedByLaw as refusal:
        messages.error(request, str(refusal))
        viewset = type(rows[0]).snippet_viewset  # type: ignore[union-attr]
        return redirect(viewset.get_url_name("list"))
    return None


@hooks.register("after_delete_snippet")
def note_what_is_gone(request: Any, snippets: list[Any]) -> None:
    rows = [snippet for snippet in snippets if isinstance(snippet, Row)]
    note_removal(rows, by=request.user)


@hooks.register("construct_homepage_panels")
def lay_out_the_desk(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [
        panel for panel in panels if getattr(panel, "name", "") not in REPLACED_PANELS
    ]
    panels += panels_for(request)


@hooks.register("register_admin_urls")
def mount_the_newsroom() -> list[Any]:
    return [path("newsroom/", include("publicity.newsroom.urls"))]


class WritersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return writes(request)


@hooks.register("register_admin_menu_item")
def show_the_calendar() -> MenuItem:
    return WritersMenuItem(
        _("发布日历"), reverse("newsroom:calendar"), icon_name="calendar", order=110
    )


class TemplatesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return writes_news(request.user)


@hooks.register("register_admin_menu_item")
def show_the_templates() -> MenuItem:
    return TemplatesMenuItem(
        _("用模板写"), reverse("newsroom:templates"), icon_name="edit", order=120
    )


class DraftButton(PageMenuItem):
    """Something to do with a draft that its editor may change now."""

    def is_shown(self, user: Any) -> bool:
        may = self.page.permissions_for_user(user)
        return bool(may.can_edit() and not may.page_locked())


class BodyButton(DraftButton):
    def is_shown(self, user: Any) -> bool:
        model = self.page.specific_class
        return bool(model and has_body(model) and super().is_shown(user))


class ImportButton(BodyButton):
    label = _("从 Word/WPS 导入")
    icon_name = "doc-full"
    url_name = "newsroom:import"


class PicturesButton(BodyButton):
    label = _("一次加多张图")
    icon_name = "image"
    url_name = "newsroom:pictures"


class PreviewLinkButton(DraftButton):
    label = _("送审二维码")
    icon_name = "mobile-alt"
    url_name = "newsroom:preview_links"

    def is_shown(self, user: Any) -> bool:
        return bool(self.page.permissions_for_user(user).can_edit())


@hooks.register("register_page_header_buttons")
def offer_shortcuts(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    yield ImportButton(page=page, priority=11)
    yield PicturesButton(page=page, priority=12)
    yield PreviewLinkButton(page=page, priority=13)


@hooks.register("insert_global_admin_css")
def dress_the_newsroom() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/newsroom.css"))
