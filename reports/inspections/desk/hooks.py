from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from reports.complaints.desk.menu import ForRole
from reports.inspections.desk import urls
from reports.inspections.desk.viewsets import InspectionsGroup


def register() -> None:
    """Enter the pages into the CMS; called by the application's `wagtail_hooks`."""
    hooks.register("register_admin_urls", _serve)
    hooks.register("register_admin_menu_item", _show)
    register_snippet(InspectionsGroup)


def _serve() -> list[URLPattern | URLResolver]:
    return [path("inspections/", include(urls))]


def _show() -> MenuItem:
    return ForRole(
        _("现场检查"),
        reverse("inspections_desk:rounds"),
        "view_round",
        name="inspections",
        icon_name="tasks",
        order=55,
    )
