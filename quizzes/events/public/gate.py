"""The code opens one sign-up; nothing of it leaves again by a header or a cache."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from portal.throttle import Verdict, give_back, network_of, spend
from quizzes.events.models import SignUp
from quizzes.events.public.looks import column
from quizzes.events.services.signing_up import find_by_code

Params = ParamSpec("Params")
View: TypeAlias = Callable[Concatenate[HttpRequest, SignUp, str, Params], HttpResponse]
Address: TypeAlias = Callable[Concatenate[HttpRequest, str, str, Params], HttpResponse]


def by_code(view: View[Params]) -> Address[Params]:
    """Open `view` to the holder of a code; to everybody else there is nothing.

    No cookie and so no CSRF token is needed: who forges a form must know its
    address, and then has the code anyway.
    """

    @csrf_exempt
    @wraps(view)
    def opened(
        request: HttpRequest,
        slug: str,
        token: str,
        *args: Params.args,
        **kwargs: Params.kwargs,
    ) -> HttpResponse:
        found, verdict = look_up(request, token)
        if not verdict.is_allowed:
            return wait(request, verdict)
        if found is None or found.activity.slug != slug:
            raise Http404(_("没有这个页面。"))
        return sealed(view(request, found, token, *args, **kwargs))

    return cast("Address[Params]", opened)


def look_up(request: HttpRequest, typed: str) -> tuple[SignUp | None, Verdict]:
    """Return what a code opens; each wrong one counts against the network it came from."""
    key = f"{timezone.localdate()} {network_of(request)}"
    verdict = spend("activity_code", key)
    if not verdict.is_allowed:
        return None, verdict
    found = find_by_code(typed)
    if found is not None:
        give_back("activity_code", key)
    return found, verdict


def wait(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    response: HttpResponse = TemplateResponse(
        request,
        "quizzes/events/wait.html",
        {"column": column(), "minutes": verdict.wait_minutes},
        status=429,
    )
    response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
    return sealed(response)


def sealed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
