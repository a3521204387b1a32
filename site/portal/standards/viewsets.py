from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.standards.models import StandardItem, StandardSet


class StandardSetViewSet(SnippetViewSet):
    model = StandardSet
    icon = "folder-open-inverse"
    list_display = ["title", "edition", "status", "issued_by"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("edition")]),
        FieldRowPanel([FieldPanel("issued_by"), FieldPanel("document_number")]),
        FieldRowPanel([FieldPanel("effective_on"), FieldPanel("status")]),
        FieldPanel("source_note"),
    ]


class StandardItemViewSet(SnippetViewSet):
    model = StandardItem
    icon = "check"
    list_display = ["code", "title", "lead_unit", "full_score"]
    list_filter = ["set", "lead_unit", "source_tag"]
    search_fields = ["code", "title", "requirement"]
    list_per_page = 50
    panels = [
        FieldRowPanel([FieldPanel("set"), FieldPanel("parent")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("title")]),
        FieldPanel("requirement"),
        FieldRowPanel([FieldPanel("method"), FieldPanel("source_tag")]),
        FieldPanel("evidence_kinds"),
        FieldRowPanel(
            [
                FieldPanel("threshold_op"),
                FieldPanel("threshold_value"),
                FieldPanel("threshold_unit"),
            ]
        ),
        FieldRowPanel([FieldPanel("full_score"), FieldPanel("due_on")]),
        FieldPanel("lead_unit"),
        FieldPanel("co_units"),
    ]


class StandardsGroup(SnippetViewSetGroup):
    items = (StandardItemViewSet, StandardSetViewSet)
    menu_label = _("创建标准")
    menu_icon = "check"
    menu_order = 270
