"""The rules of the lists in the CMS: a formula is written once, never changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.directory.models import UnitKind
from reports.complaints.desk.viewsets import WithoutEditing
from reports.lists.models import Formula, ServedPopulation


class FormulaForm(WagtailAdminModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("参评单位类别"),
        choices=UnitKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class FormulaViewSet(SnippetViewSet):
    """Each change is a new version: copy the last one and raise its number."""

    model = Formula
    icon = "order"
    list_display = ["title", "version", "effective_on", "minimum_n", "workload"]
    copy_view_enabled = True
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldRowPanel(
                [FieldPanel("title"), FieldPanel("code"), FieldPanel("version")]
            ),
            FieldPanel("text"),
            FieldPanel("effective_on"),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("counts_notices"), FieldPanel("counts_complaints")]
                    ),
                    FieldPanel("kinds"),
                    FieldRowPanel([FieldPanel("minimum_n"), FieldPanel("level")]),
                    FieldPanel("workload"),
                ],
                heading=_("计入什么"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("red_percent"), FieldPanel("red_from")]),
                    FieldRowPanel(
                        [FieldPanel("black_percent"), FieldPanel("black_below")]
                    ),
                ],
                heading=_("红榜和黑榜"),
            ),
        ],
        base_form_class=FormulaForm,
    )

    @property
    def permission_policy(self) -> Any:
        return WithoutEditing(super().permission_policy)


class ServedPopulationViewSet(SnippetViewSet):
    model = ServedPopulation
    icon = "group"
    list_display = ["unit", "residents", "counted_on", "source"]
    panels = [
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("residents"), FieldPanel("counted_on")]),
        FieldPanel("source"),
    ]


class ListRulesGroup(SnippetViewSetGroup):
    items = (FormulaViewSet, ServedPopulationViewSet)
    menu_label = _("榜单规则")
    menu_icon = "order"
    menu_order = 121
