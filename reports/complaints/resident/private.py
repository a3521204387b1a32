"""Pages that hold what only one resident may see: kept nowhere, told to nobody (C5)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.frame.meta import Column, ColumnType

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def private(view: View[P]) -> View[P]:
    @wraps(view)
    def wrapped(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        # Their meta tag loosens it to same-origin: under no-referrer a browser sends
        # `Origin: null` with a form, which the check against forged posts refuses.
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def framed(crumb: str, *crumbs: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Return what the frame of these pages asks for, with `more` of the page's own."""
    return {
        "column": Column(
            name=_("随手拍"),
            type=ColumnType.COMPLAINTS,
            description=_("反映身边的环境和秩序问题，不用注册，凭单号和查询码查进度。"),
            keywords=_("随手拍,投诉,举报,建议,进度"),
        ),
        "crumb": crumb,
        "crumbs": crumbs,
        **more,
    }
