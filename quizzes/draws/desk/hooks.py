"""The draws in the menu of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.draws.desk import urls


def _serve_the_draws() -> list[URLPattern | URLResolver]:
    return [path("quizzes/draws/", include(urls))]


def _show_the_draws() -> MenuItem:
    return ForRole(
        _("抽奖"),
        reverse("draws_desk:index"),
        "quizzes.view_draw",
        name="draws",
        icon_name="pick",
        order=66,
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve_the_draws)
    hooks.register("register_admin_menu_item", _show_the_draws)
