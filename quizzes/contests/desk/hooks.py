"""Contests in the menu of the CMS."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.contests.desk import urls
from quizzes.contests.permissions import VIEW


def _serve() -> list[URLPattern | URLResolver]:
    return [path("quizzes/contests/", include(urls))]


def _show() -> MenuItem:
    return ForRole(
        _("竞赛"),
        reverse("contests_desk:index"),
        VIEW,
        name="contests",
        icon_name="pick",
        order=20,
    )


def _style() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("css/contest-desk.css")
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve)
    hooks.register("register_quizzes_menu_item", _show)
    hooks.register("insert_global_admin_css", _style)
