"""Regulations in the CMS, in the order they are built: text, version, clauses."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtailmedia.edit_handlers import MediaChooserPanel

from publicity.forms import LawForm
from publicity.models import (
    Clause,
    NewsTemplate,
    PenaltyLink,
    Regulation,
    RegulationVersion,
)
from publicity.permissions import CHANGE_CLAUSES, PUBLISH_WORDINGS

DRAFTS_TOO = "drafts"


class LawViewSet(SnippetViewSet):
    """Rows of a regulation: who may write what into them, the services say."""

    copy_view_enabled = False

    def get_edit_handler(self) -> Any:
        panels = ObjectList(self.panels, base_form_class=LawForm)
        return panels.bind_to_model(self.model)


class RegulationViewSet(LawViewSet):
    model = Regulation
    icon = "doc-full"
    list_display = ["title", "document_number", "level", "topic"]
    list_filter = ["level", "topic"]
    search_fields = ["title", "document_number"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("short_title"), FieldPanel("slug")]),
        MultiFieldPanel(
            [
                FieldPanel("document_number"),
                FieldPanel("level"),
                FieldPanel("issuer"),
                FieldPanel("drafted_by"),
                FieldPanel("topic"),
                FieldPanel("adopted_on"),
                FieldPanel("source_url"),
            ],
            heading=_("文件信息"),
        ),
        FieldPanel("note"),
        FieldPanel("is_demonstration"),
    ]


class RegulationVersionViewSet(LawViewSet):
    model = RegulationVersion
    icon = "history"
    list_display = ["regulation", "effective_on", "repealed_on", "state"]
    list_filter = ["regulation", "state"]
    panels = [
        FieldPanel("regulation"),
        FieldPanel("effective_on"),
        FieldPanel("title_note"),
        # Services write these: who publishes and repeals leaves a trace.
        FieldPanel("state", read_only=True),
        FieldPanel("repealed_on", read_only=True),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegulationVersion]:
        return RegulationVersion.objects.select_related("regulation")


class WithWordings:
    """Tells the wordings of an article apart, which all have the same name.

    Only within a regulation's own forms are clauses of drafts chosen.
    """

    def get_object_list(self) -> Any:
        clauses = super().get_object_list()  # type: ignore[misc]
        return clauses if DRAFTS_TOO in self.request.GET else clauses.public()  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns  # type: ignore[misc]
        versions = RegulationVersion.objects.in_force(timezone.localdate())
        in_force = set(versions.values_list("pk", flat=True))
        return [
            *columns,
            Column(
                "effective_on", label=_("施行日期"), accessor="version.effective_on"
            ),
            Column(
                "is_in_force",
                label=_("现在有效"),
                accessor=lambda clause: (
                    _("是") if clause.version_id in in_force else _("否")
                ),
            ),
        ]


class ChooseClause(WithWordings, ChooseView):
    pass


class ChooseClauseResults(WithWordings, ChooseResultsView):
    pass


class ClauseChooserViewSet(SnippetChooserViewSet):
    preserve_url_parameters = ["multiple", DRAFTS_TOO]
    choose_view_class = ChooseClause
    choose_results_view_class = ChooseClauseResults


class AnyClause(AdminSnippetChooser):
    def get_chooser_modal_url(self) -> str:
        return f"{super().get_chooser_modal_url()}?{DRAFTS_TOO}=1"


class ClauseFilters(WagtailFilterSet):
    # A version has no name without its regulation.
    version = django_filters.ModelChoiceFilter(
        label=_("版本"),
        queryset=RegulationVersion.objects.select_related("regulation"),
    )

    class Meta:
        model = Clause
        fields = ["version", "kind"]


class ClauseViewSet(LawViewSet):
    model = Clause
    chooser_viewset_class = ClauseChooserViewSet
    icon = "list-ol"
    list_display = ["label", "title", "version", "kind"]
    filterset_class = ClauseFilters
    list_per_page = 50
    ordering = ["version", "position"]
    panels = [
        FieldRowPanel(
            [FieldPanel("version"), FieldPanel("parent", widget=AnyClause(Clause))]
        ),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("inserted"), FieldPanel("label")]),
        FieldRowPanel([FieldPanel("anchor"), FieldPanel("position")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("plain_note"),
        FieldPanel("example"),
        FieldRowPanel([FieldPanel("reward"), FieldPanel("penalty")]),
        FieldRowPanel(
            [
                MediaChooserPanel("audio", media_type="audio"),
                MediaChooserPanel("film", media_type="video"),
            ]
        ),
        FieldPanel("responsible_units"),
    ]


class PenaltyLinkViewSet(LawViewSet):
    model = PenaltyLink
    icon = "warning"
    list_display = ["duty_clause", "penalty_clause", "sum"]
    list_filter = ["measure"]
    list_per_page = 50
    panels = [
        FieldPanel("duty_clause", widget=AnyClause(Clause)),
        FieldPanel("penalty_clause", widget=AnyClause(Clause)),
        FieldPanel("measure"),
        FieldRowPanel([FieldPanel("min"), FieldPanel("max"), FieldPanel("unit")]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PenaltyLink]:
        return PenaltyLink.objects.select_related(
            "duty_clause__version__regulation", "penalty_clause__version__regulation"
        )


class RegulationGroup(SnippetViewSetGroup):
    items = (
        RegulationViewSet,
        RegulationVersionViewSet,
        ClauseViewSet,
        PenaltyLinkViewSet,
    )
    menu_label = _("法规")
    menu_icon = "doc-full"
    menu_order = 250

    def get_submenu_items(self) -> list[Any]:
        first = BringInItem(
            _("导入文本"),
            reverse_lazy("publicity_wording_bring_in"),
            icon_name="upload",
            order=0,
        )
        last = ErrataItem(
            _("勘误"), reverse_lazy("publicity_errata"), icon_name="edit", order=900
        )
        return [first, *super().get_submenu_items(), last]


class BringInItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publicity.add_regulationversion")


class ErrataItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(map(request.user.has_perm, (CHANGE_CLAUSES, PUBLISH_WORDINGS)))


class NewsTemplateViewSet(SnippetViewSet):
    model = NewsTemplate
    icon = "copy"
    list_display = ["name", "kind", "title_pattern", "source", "is_offered"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("title_pattern"), FieldPanel("next_number")]),
        FieldPanel("summary"),
        FieldPanel("source"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("is_offered")]),
    ]
