from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from reports.complaints.desk.menu import ForRole
from reports.standards.desk import urls


def register() -> None:
    """Enter the pages into the CMS; called by the application's `wagtail_hooks`."""
    hooks.register("register_admin_urls", _serve)
    hooks.register("register_admin_menu_item", _show)


def _serve() -> list[URLPattern | URLResolver]:
    return [path("standards/", include(urls))]


def _show() -> MenuItem:
    return ForRole(
        _("标准和依据"),
        reverse("standards_desk:coverage"),
        "view_evidencetag",
        name="standards-evidence",
        icon_name="check",
        order=60,
    )
