"""Points and criteria, as an administrator keeps them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reports.inspections.models import Criterion, InspectionPoint, PointType


class InspectionPointViewSet(SnippetViewSet):
    model = InspectionPoint
    icon = "crosshairs"
    list_display = ["name", "code", "area", "trade", "point_type", "is_frontage"]
    list_filter = ["area", "trade", "point_type", "is_frontage"]
    search_fields = ["name", "code", "address"]
    list_per_page = 50
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("area"), FieldPanel("street")]),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")]),
        FieldRowPanel(
            [FieldPanel("is_frontage"), FieldPanel("trade"), FieldPanel("point_type")]
        ),
        FieldPanel("frontage"),
        FieldRowPanel(
            [
                FieldPanel("pledged_on"),
                FieldPanel("notified_on"),
                FieldPanel("closed_on"),
            ]
        ),
    ]


class CriterionViewSet(SnippetViewSet):
    model = Criterion
    icon = "list-ul"
    list_display = ["name", "kind", "point_type", "position", "is_active"]
    list_filter = ["kind", "point_type", "is_active"]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("point_type")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldPanel("hint"),
        FieldPanel("category"),
        FieldPanel("standard_item"),
        FieldRowPanel([FieldPanel("position"), FieldPanel("is_active")]),
    ]


class PointTypeViewSet(SnippetViewSet):
    model = PointType
    icon = "tag"
    list_display = ["name", "code", "position"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code"), FieldPanel("position")])
    ]


class InspectionsGroup(SnippetViewSetGroup):
    items = (InspectionPointViewSet, CriterionViewSet, PointTypeViewSet)
    menu_label = _("检查点位")
    menu_icon = "crosshairs"
    menu_order = 272
