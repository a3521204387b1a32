"""The inspectors' desk in the CMS. Called from `reports.wagtail_hooks`."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from reports.complaints.desk.menu import ForRole
from reports.notices.desk import urls as desk_urls
from reports.notices.desk.panels import NoticePanel
from reports.notices.desk.queues import QUEUES
from reports.notices.desk.viewsets import NoticeRulesGroup

# Whoever only keeps the rules finds the queues in the menu.
WORKED_BY = ("change_rectificationnotice", "reinspect_notice", "decide_notice")

register_snippet(NoticeRulesGroup)


@hooks.register("register_admin_urls")
def serve_the_inspectors_desk() -> list[URLPattern | URLResolver]:
    return [path("notices/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def show_the_inspectors_desk() -> MenuItem:
    entries: list[MenuItem] = [
        ForRole(
            _("新通知单"),
            reverse("notice_desk:new"),
            "add_rectificationnotice",
            name="notice-new",
            icon_name="plus",
            order=0,
        )
    ]
    entries += [
        ForRole(
            queue.label,
            reverse("notice_desk:queue", args=[queue.code]),
            "view_rectificationnotice",
            name=f"notice-{queue.code}",
            icon_name="list-ul",
            order=order,
        )
        for order, queue in enumerate(QUEUES, 1)
    ]
    return SubmenuMenuItem(
        _("督查台"),
        Menu(items=entries),
        name="notices",
        icon_name="warning",
        order=51,
    )


@hooks.register("construct_homepage_panels")
def show_what_lies_before_inspectors(request: HttpRequest, panels: list[Any]) -> None:
    if any(request.user.has_perm(f"reports.{name}") for name in WORKED_BY):
        panels.append(NoticePanel())
