from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.directory.models import Area, CalendarDay, Unit, UnitDuty


class UnitViewSet(SnippetViewSet):
    model = Unit
    icon = "group"
    list_display = ["name", "short_name", "code", "kind", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name", "former_name", "code"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("former_name")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("parent")]),
        MultiFieldPanel(
            [
                FieldPanel("primary_post"),
                FieldPanel("direct_post"),
                FieldPanel("phone"),
            ],
            heading=_("责任人（只写职务）和电话"),
        ),
        FieldPanel("responsibilities"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "map"
    list_display = ["code", "name", "lead_unit", "sponsor_post"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("lead_unit"), FieldPanel("sponsor_post")]),
        FieldPanel("member_units"),
        FieldPanel("shop_count"),
        FieldPanel("polygon"),
    ]


class UnitDutyViewSet(SnippetViewSet):
    model = UnitDuty
    icon = "tasks"
    list_display = ["title", "unit", "area", "valid_to"]
    list_filter = ["area"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("area")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


class CalendarDayViewSet(SnippetViewSet):
    model = CalendarDay
    icon = "calendar"
    list_display = ["date", "is_workday", "name"]
    list_filter = ["is_workday"]
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("is_workday")]),
        FieldPanel("name"),
    ]


class DirectoryGroup(SnippetViewSetGroup):
    items = (UnitViewSet, AreaViewSet, UnitDutyViewSet, CalendarDayViewSet)
    menu_label = _("责任名录")
    menu_icon = "group"
    menu_order = 260
