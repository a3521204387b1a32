"""The rules that the desk works by, in the CMS."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reports.complaints.models import (
    Category,
    Family,
    PrivacyNotice,
    ResponseTemplate,
    RoutingRule,
)
from reports.complaints.models.scopes import DeskScope


class FamilyViewSet(SnippetViewSet):
    model = Family
    icon = "folder-open-1"
    list_display = ["name", "code", "hint", "position"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code"), FieldPanel("position")]),
        FieldPanel("hint"),
    ]


class RuleViewSet(SnippetViewSet):
    """Fetches with its rows what they name, such as a unit."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        field = self.model._meta.get_field
        named = [name for name in self.list_display if field(name).is_relation]
        rows: QuerySet[Any] = self.model.objects.select_related(*named)
        return rows


class CategoryViewSet(RuleViewSet):
    model = Category
    icon = "tag"
    list_display = ["name", "code", "family", "unit", "limit", "clock", "is_active"]
    list_filter = ["family", "is_active", "clock"]
    search_fields = ["name", "code", "national_name", "legacy_code"]
    list_per_page = 50
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("family")]),
        FieldPanel("description"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("scheme")]),
                FieldRowPanel([FieldPanel("national_name"), FieldPanel("legacy_code")]),
            ],
            heading=_("编码"),
        ),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("limit"), FieldPanel("clock")]),
        FieldRowPanel([FieldPanel("dup_radius_m"), FieldPanel("dup_days")]),
        FieldRowPanel(
            [
                FieldPanel("allow_anonymous"),
                FieldPanel("is_public"),
                FieldPanel("is_active"),
            ]
        ),
        FieldPanel("filing_standard"),
        FieldPanel("closing_standard"),
        FieldPanel("emergency_note"),
        FieldPanel("clauses"),
        FieldPanel("position"),
    ]


class ResponseTemplateViewSet(RuleViewSet):
    model = ResponseTemplate
    icon = "openquote"
    list_display = ["title", "state", "category"]
    list_filter = ["state", "category"]
    search_fields = ["title", "text"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("category")]),
        FieldPanel("text"),
    ]


class PrivacyNoticeViewSet(SnippetViewSet):
    """A notice that was shown is never changed: each correction is a new version."""

    model = PrivacyNotice
    icon = "doc-full"
    list_display = ["version", "effective_from"]
    copy_view_enabled = True
    inspect_view_enabled = True
    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("effective_from")]),
        FieldPanel("text"),
    ]

    @property
    def permission_policy(self) -> Any:
        return WithoutEditing(super().permission_policy)


class WithoutEditing:
    """A policy that lets nobody change or delete, not even a superuser (PR-03)."""

    def __init__(self, policy: Any) -> None:
        self._policy = policy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._policy, name)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"add", "view"} and bool(
            self._policy.user_has_permission(user, action)
        )

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        return action in {"add", "view"} and bool(
            self._policy.user_has_permission_for_instance(user, action, instance)
        )

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Any, instance: Any
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance)
            for action in actions
        )


class RoutingRuleViewSet(RuleViewSet):
    model = RoutingRule
    icon = "order"
    list_display = [
        "position",
        "family",
        "category",
        "area",
        "weekdays",
        "unit",
        "is_active",
    ]
    list_filter = ["family", "area", "unit", "is_active"]
    list_per_page = 100
    ordering = ["position", "pk"]
    panels = [
        FieldPanel("position"),
        FieldRowPanel(
            [FieldPanel("family"), FieldPanel("category"), FieldPanel("area")]
        ),
        FieldRowPanel(
            [FieldPanel("weekdays"), FieldPanel("from_time"), FieldPanel("to_time")]
        ),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("is_active"), FieldPanel("note")]),
    ]


class DeskScopeViewSet(RuleViewSet):
    model = DeskScope
    icon = "lock"
    list_display = ["user", "unit", "area"]
    list_filter = ["unit", "area"]
    panels = [
        FieldPanel("user"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("area")]),
    ]


class ComplaintRulesGroup(SnippetViewSetGroup):
    items = (
        FamilyViewSet,
        CategoryViewSet,
        RoutingRuleViewSet,
        ResponseTemplateViewSet,
        PrivacyNoticeViewSet,
        DeskScopeViewSet,
    )
    menu_label = _("投诉规则")
    menu_icon = "cog"
    menu_order = 120
