"""Activities in the menu of the CMS."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.events.desk import urls


def _serve_the_activities() -> list[URLPattern | URLResolver]:
    return [path("quizzes/activities/", include(urls))]


def _show_the_activities() -> MenuItem:
    return ForRole(
        _("活动"),
        reverse("activities_desk:index"),
        "quizzes.view_activity",
        name="quizzes-activities",
        icon_name="date",
        order=60,
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve_the_activities)
    hooks.register("register_quizzes_menu_item", _show_the_activities)
