"""The private link lets in; nothing of it leaves again by a header or a cache."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from portal.frame.meta import Column, ColumnType
from portal.throttle import network_of, spend
from quizzes.contests.models import Participant
from quizzes.contests.services.joining import open_link

Params = ParamSpec("Params")
View: TypeAlias = Callable[Concatenate[HttpRequest, Participant, Params], HttpResponse]
Address: TypeAlias = Callable[Concatenate[HttpRequest, str, str, Params], HttpResponse]


def by_private_link(view: View[Params]) -> Address[Params]:
    """Open `view` to the holder of a participant's link; to everybody else nothing.

    Wrong links and those of who has left are the same 404. No cookie and so no CSRF
    token is needed: who forges a form must know its address, and then has the link.
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
        participant = open_link(token)
        if participant is None or participant.contest.slug != slug:
            return refuse_link(request)
        return sealed(view(request, participant, *args, **kwargs))

    return cast("Address[Params]", opened)


def refuse_link(request: HttpRequest) -> HttpResponse:
    """Answer a link that opens nothing. Only such are counted: a good one costs nothing."""
    verdict = spend("contest_link", network_of(request))
    if verdict.is_allowed:
        raise Http404(_("没有这个页面。"))
    response = TemplateResponse(
        request,
        "quizzes/contests/wait.html",
        {"column": column(), "minutes": verdict.wait_minutes},
        status=429,
    )
    response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
    return sealed(response)


def column() -> Column:
    return Column(
        name=_("竞赛"),
        type=ColumnType.SURVEY,
        description=_("文明知识竞赛：规则、报名、答题、成绩和榜单。"),
        keywords=_("知识竞赛,文明答题,双创"),
    )


def token_of(request: HttpRequest) -> str:
    """Return the secret as the address has it: we keep nothing but its hash."""
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""


def sealed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
