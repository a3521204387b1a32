"""The live rounds in the menu of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.live.desk import urls


def _serve_the_rounds() -> list[URLPattern | URLResolver]:
    return [path("quizzes/live/", include(urls))]


def _show_the_rounds() -> MenuItem:
    return ForRole(
        _("现场赛"),
        reverse("live_desk:index"),
        "quizzes.view_liveround",
        name="live",
        icon_name="desktop",
        order=67,
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve_the_rounds)
    hooks.register("register_admin_menu_item", _show_the_rounds)
