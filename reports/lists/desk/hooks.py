"""Lists, commendations and the follow-up sheet in the menu of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from reports.complaints.desk.menu import ForRole
from reports.lists.desk import urls as lists_urls
from reports.lists.desk.viewsets import ListRulesGroup


def _serve_the_lists() -> list[URLPattern | URLResolver]:
    return [path("lists/", include(lists_urls))]


def _show_the_lists() -> MenuItem:
    entries = [
        ForRole(
            label,
            reverse(f"lists_desk:{name}"),
            permission,
            name=f"lists-{name}",
            icon_name=icon,
            order=order,
        )
        for order, (name, label, permission, icon) in enumerate(
            (
                ("index", _("榜单"), "view_unitlist", "order"),
                ("commendations", _("表彰"), "view_commendation", "pick"),
                ("follow_up", _("回头看"), "see_follow_up", "history"),
            )
        )
    ]
    return SubmenuMenuItem(
        _("红黑榜"), Menu(items=entries), name="lists", icon_name="order", order=53
    )


def register() -> None:
    register_snippet(ListRulesGroup)
    hooks.register("register_admin_urls", _serve_the_lists)
    hooks.register("register_admin_menu_item", _show_the_lists)
