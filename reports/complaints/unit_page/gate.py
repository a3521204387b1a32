"""The secret address lets in; nothing of it leaves again by a header or a cache."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from portal.frame.meta import Column, ColumnType
from portal.throttle import give_back, network_of, spend
from reports.complaints.models import UnitLink
from reports.complaints.services.links import open_link

Params = ParamSpec("Params")
View: TypeAlias = Callable[Concatenate[HttpRequest, UnitLink, Params], HttpResponse]
Address: TypeAlias = Callable[Concatenate[HttpRequest, str, Params], HttpResponse]


def by_secret_link(view: View[Params]) -> Address[Params]:
    """Open `view` to the holder of a living link; to everybody else there is nothing.

    Wrong, expired and revoked are the same 404. No cookie and so no CSRF token is
    needed: who forges a form must know its address, and then has the link anyway.
    With `no-referrer` browsers say `Origin: null`, which Django would refuse.
    """

    @csrf_exempt
    @wraps(view)
    def opened(
        request: HttpRequest, token: str, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponse:
        network = network_of(request)
        key = f"{timezone.localdate()} {network}"
        verdict = spend("unit_link", key)
        if not verdict.is_allowed:
            response: HttpResponse = TemplateResponse(
                request,
                "reports/unit_page/wait.html",
                {
                    "column": column(),
                    "minutes": verdict.wait_minutes,
                    "typed": _typed(request),
                },
                status=429,
            )
            response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
            return _sealed(response)
        link = open_link(token, network=network)
        if link is None:
            raise Http404(_("没有这个页面。"))
        give_back("unit_link", key)
        return _sealed(view(request, link, *args, **kwargs))

    return cast("Address[Params]", opened)


def column() -> Column:
    return Column(
        name=_("单位办理"),
        type=ColumnType.FUNCTIONS,
        description=_("责任单位办理派来的投诉件。"),
        keywords=_("责任单位,办理"),
    )


def token_of(request: HttpRequest) -> str:
    """Return the secret as the address has it: we keep nothing but its hash."""
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""


def _typed(request: HttpRequest) -> str:
    names = ("text", "because", "plan", "cause")
    return next(filter(None, (request.POST.get(name) for name in names)), "")


def _sealed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
