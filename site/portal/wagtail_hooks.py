"""The CMS as our editors meet it: our name on it, nothing that leads outside."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from portal.cms.listing import PageListing


@hooks.register("construct_main_menu")
def hide_what_leads_outside(request: HttpRequest, menu_items: list[Any]) -> None:
    # "Help" links to a guide on a foreign host and to Wagtail's release notes.
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("construct_reports_menu")
def leave_out_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    # What they tell stands in the report of reviews and in the list of pages.
    left_out = {"workflow-tasks", "page-types-usage"}
    menu_items[:] = [item for item in menu_items if item.name not in left_out]


@hooks.register("construct_homepage_summary_items", order=1)  # after all others
def count_nothing(request: HttpRequest, items: list[Any]) -> None:
    # How many pages and pictures there are is nobody's next step.
    items.clear()


@hooks.register("register_admin_viewset", order=1)  # after Wagtail's own
def list_pages() -> PageListing:
    return PageListing()


@hooks.register("insert_editor_js")
def name_the_text_editors() -> str:
    return format_html('<script src="{}" defer></script>', static("js/editor.js"))
