from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from reports.complaints.desk import urls as desk_urls
from reports.complaints.desk.menu import ForRole
from reports.complaints.desk.panels import DeskPanel
from reports.complaints.desk.queues import QUEUES
from reports.complaints.desk.viewsets import ComplaintRulesGroup
from reports.complaints.open311.viewsets import ApiKeyViewSet
from reports.exposures.desk import urls as exposure_urls
from reports.inspections.desk import hooks as inspections_hooks
from reports.lists.desk import hooks as lists_hooks
from reports.notices import wagtail_hooks as notices  # noqa: F401 -- enters its hooks
from reports.standards.desk import hooks as standards_hooks

register_snippet(ComplaintRulesGroup)
register_snippet(ApiKeyViewSet)
inspections_hooks.register()
standards_hooks.register()
lists_hooks.register()


@hooks.register("register_admin_urls")
def serve_the_desk() -> list[URLPattern | URLResolver]:
    return [path("desk/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def show_the_desk() -> MenuItem:
    entries = [
        ForRole(
            queue.label,
            reverse("desk:queue", args=[queue.code]),
            "view_complaint",
            name=f"desk-{queue.code}",
            icon_name="list-ul",
            order=order,
        )
        for order, queue in enumerate(QUEUES)
    ]
    for order, (name, label, permission, icon) in enumerate(
        (
            ("call", _("电话登记"), "add_complaint", "mobile-alt"),
            ("import", _("导入表格"), "add_complaint", "upload"),
            ("links", _("单位链接"), "view_unitlink", "link"),
            ("rules", _("派单规则试算"), "view_routingrule", "order"),
            ("reminders", _("催办记录"), "view_complaint", "time"),
            ("reveals", _("联系方式查看记录"), "view_contactreveal", "view"),
            ("anonymise", _("匿名化"), "anonymise_reporter", "no-view"),
        ),
        start=len(QUEUES),
    ):
        entries.append(
            ForRole(
                label,
                reverse(f"desk:{name}"),
                permission,
                name=f"desk-{name}",
                icon_name=icon,
                order=order,
            )
        )
    return SubmenuMenuItem(
        _("受理台"),
        Menu(items=entries),
        name="desk",
        icon_name="clipboard-list",
        order=50,
    )


@hooks.register("construct_homepage_panels")
def show_what_lies_on_the_desk(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm("reports.view_complaint"):
        panels.append(DeskPanel())


@hooks.register("insert_global_admin_css")
def style_the_desk() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("insert_global_admin_js")
def move_by_keys() -> str:
    return format_html('<script src="{}" defer></script>', static("js/desk.js"))


@hooks.register("register_admin_urls")
def serve_the_desk_of_exposures() -> list[URLPattern | URLResolver]:
    return [path("exposures/", include(exposure_urls))]


@hooks.register("register_admin_menu_item")
def show_the_desk_of_exposures() -> MenuItem:
    return ForRole(
        _("曝光台"),
        reverse("exposure_desk:start"),
        "view_exposure",
        name="exposures",
        icon_name="warning",
        order=52,
    )
