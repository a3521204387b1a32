"""Judging in the menu of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.contests.permissions import JUDGE
from quizzes.judging.desk import urls


def _serve() -> list[URLPattern | URLResolver]:
    return [path("quizzes/judging/", include(urls))]


def _show() -> MenuItem:
    return ForRole(
        _("核答卷"),
        reverse("judging_desk:queue"),
        JUDGE,
        name="judging",
        icon_name="tick-inverse",
        order=30,
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve)
    hooks.register("register_quizzes_menu_item", _show)
