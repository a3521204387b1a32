"""What inspections rest on, in the CMS: mandates, and the ladder of what follows."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reports.notices.models import InspectionMandate, LadderStep


class InspectionMandateViewSet(SnippetViewSet):
    model = InspectionMandate
    icon = "doc-full"
    list_display = ["doc_no", "title", "issued_by", "valid_from", "valid_to"]
    search_fields = ["doc_no", "title"]
    panels = [
        FieldRowPanel([FieldPanel("doc_no"), FieldPanel("issued_by")]),
        FieldPanel("title"),
        FieldPanel("scope"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


class LadderStepViewSet(SnippetViewSet):
    model = LadderStep
    icon = "order"
    list_display = ["order", "name", "trigger", "threshold", "decided_by_role"]
    panels = [
        FieldRowPanel([FieldPanel("order"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("trigger"), FieldPanel("threshold")]),
        FieldRowPanel([FieldPanel("card"), FieldPanel("decided_by_role")]),
        FieldRowPanel([FieldPanel("is_publishable"), FieldPanel("is_active")]),
    ]


class NoticeRulesGroup(SnippetViewSetGroup):
    items = (InspectionMandateViewSet, LadderStepViewSet)
    menu_label = _("督查规则")
    menu_icon = "cog"
    menu_order = 121
