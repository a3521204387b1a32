"""Item statistics in the menu of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.statistics.desk import urls as statistics_urls


def _serve() -> list[URLPattern | URLResolver]:
    return [path("quizzes/statistics/", include(statistics_urls))]


def _show() -> MenuItem:
    return ForRole(
        _("题目统计"),
        reverse("statistics_desk:index"),
        "quizzes.view_itemstat",
        name="quiz-statistics",
        icon_name="table",
        order=59,
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve)
    hooks.register("register_admin_menu_item", _show)
