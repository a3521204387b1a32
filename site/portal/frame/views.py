"""The pages of the frame itself: what went wrong, the map, the way out."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.frame.meta import Column, ColumnType
from portal.frame.navigation import entries
from portal.frame.outside import permitted
from portal.frame.preferences import preferences_of
from portal.frame.site_maps import branches, latest
from portal.frame.sites import government_of, last_known_government


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The host itself may be what is wrong: nothing may ask for it.
    return without_database(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return without_database(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return without_database(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {
        "column": _errors_column(),
        "latest": latest(government_of(request).site),
    }
    return TemplateResponse(request, "errors/404.html", context, status=404).render()


def gone(request: HttpRequest, **what: object) -> HttpResponse:
    """Stand at the address of what was public once; `what` says what and why."""
    context = {"column": _errors_column(), **what}
    return TemplateResponse(request, "errors/410.html", context, status=410).render()


def server_error(request: HttpRequest) -> HttpResponse:
    return without_database(request, 500)


def without_database(request: HttpRequest, status: int) -> HttpResponse:
    """Render an error in the whole frame from what this process remembers.

    No context processor runs: the database may be what is broken.
    """
    context = {
        "request": request,
        "government": last_known_government(),
        "menu": entries(),
        "preferences": preferences_of(request),
        "column": _errors_column(),
    }
    return HttpResponse(
        render_to_string(f"errors/{status}.html", context), status=status
    )


def _errors_column() -> Column:
    return Column(
        name=_("出错提示"),
        type=ColumnType.OVERVIEW,
        description=_("页面打不开时的说明和去处。"),
        keywords=_("出错,帮助"),
    )


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(
        request,
        "frame/site_map.html",
        {
            "branches": branches(government_of(request).site),
            "crumb": _("站点地图"),
            "column": Column(
                name=_("站点地图"),
                type=ColumnType.OVERVIEW,
                description=_("本站所有栏目和最近刊登的内容。"),
                keywords=_("站点地图,栏目"),
            ),
        },
    )


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Ask before a reader leaves for another site (GW-60). Leads nowhere by itself."""
    government_of(request)  # its trusted hosts
    target = permitted(request.GET.get("u", ""), request.GET.get("s", ""))
    response = TemplateResponse(
        request,
        "frame/leave.html",
        {
            "target": target,
            "back": _where_they_came_from(request),
            "crumb": _("离开本站"),
            "column": Column(
                name=_("离开本站"),
                type=ColumnType.OVERVIEW,
                description=_("打开其他网站前的提示。"),
                keywords=_("外部链接,提示"),
            ),
        },
        status=200 if target else 400,
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["Referer"])
    return response


def _where_they_came_from(request: HttpRequest) -> str:
    """Return the page of this site that the reader came from, else the home page."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "/"
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/"):
        return "/"
    path = "/" + came_from.path.lstrip("/\\")  # never `//host`
    return f"{path}?{came_from.query}" if came_from.query else path
