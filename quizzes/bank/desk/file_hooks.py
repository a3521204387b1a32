"""Import and export in the CMS: their addresses, their entry in the menu 文明答题."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.bank.desk import file_urls
from quizzes.bank.desk.importing import IMPORT


def _serve() -> list[URLPattern | URLResolver]:
    return [path("quizzes/questions/", include(file_urls))]


def _entry() -> MenuItem:
    return ForRole(
        _("导入导出"),
        reverse("bank_files:import"),
        IMPORT,
        name="bank-files",
        icon_name="table",
        order=13,
    )


def register() -> None:
    hooks.register("register_admin_urls", _serve)
    hooks.register("register_quizzes_menu_item", _entry)
