"""The bank in the CMS: its addresses, its entries in the menu 文明答题."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.cms.menu import ForRole
from quizzes.bank.desk import urls as bank_urls
from quizzes.bank.permissions import VIEW, VIEW_POOLS

MENU = "register_quizzes_menu_item"


def _serve_the_bank() -> list[URLPattern | URLResolver]:
    return [path("quizzes/questions/", include(bank_urls))]


def _questions() -> MenuItem:
    return _entry(_("题库"), "index", VIEW, "help", 10)


def _queue() -> MenuItem:
    return _entry(_("待复核"), "queue", VIEW, "warning", 11)


def _pools() -> MenuItem:
    return _entry(_("题组"), "pools", VIEW_POOLS, "folder-open-inverse", 12)


def _entry(label: object, name: str, permission: str, icon: str, order: int) -> ForRole:
    return ForRole(
        label,
        reverse(f"bank_desk:{name}"),
        permission,
        name=f"bank-{name}",
        icon_name=icon,
        order=order,
    )


def _style_the_bank() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/bank.css"))


def register() -> None:
    hooks.register("register_admin_urls", _serve_the_bank)
    hooks.register("insert_global_admin_css", _style_the_bank)
    for entry in (_questions, _queue, _pools):
        hooks.register(MENU, entry)
