"""The participant's private link lets in; nothing of it leaves by a header or a cache."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from portal.frame.meta import Column, ColumnType
from portal.throttle import Verdict, give_back, network_of, spend
from portal.tokens import hashes_of
from quizzes.contests.models import Attempt, Participant

Params = ParamSpec("Params")
View: TypeAlias = Callable[Concatenate[HttpRequest, Attempt, Params], HttpResponse]
Address: TypeAlias = Callable[
    Concatenate[HttpRequest, str, str, int, Params], HttpResponse
]
ACTION = "certificate_network"


def for_own_paper(view: View[Params]) -> Address[Params]:
    """Open `view` to the one whose paper it is; to everybody else there is nothing.

    A wrong link, another's paper and none at all are the same 404 (Q4). No cookie and
    so no CSRF token is needed: who forges a form must know its address, and then has
    the link anyway.
    """

    @csrf_exempt
    @wraps(view)
    def opened(
        request: HttpRequest,
        slug: str,
        token: str,
        attempt: int,
        *args: Params.args,
        **kwargs: Params.kwargs,
    ) -> HttpResponse:
        key = f"{timezone.localdate()} {network_of(request)}"
        verdict = spend(ACTION, key)
        if not verdict.is_allowed:
            return _sealed(wait(request, verdict))
        found = _own_paper(slug, token, attempt)
        if found is None:
            raise Http404(_("没有这个页面。"))
        give_back(ACTION, key)
        return _sealed(view(request, found, *args, **kwargs))

    return cast("Address[Params]", opened)


def wait(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    response = render(
        request,
        "quizzes/certificates/wait.html",
        {"column": column(), "minutes": verdict.wait_minutes},
        status=429,
    )
    response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
    return response


def _own_paper(slug: str, token: str, attempt: int) -> Attempt | None:
    return (
        Attempt.objects.select_related(
            "participant", "stage__contest__organiser", "certificate"
        )
        .filter(
            pk=attempt,
            stage__contest__slug=slug,
            participant__in=Participant.objects.taking_part().filter(
                token_hash__in=hashes_of("participant", token[:200])
            ),
        )
        .first()
    )


def column() -> Column:
    return Column(
        name=_("文明竞赛"),
        type=ColumnType.SERVICE,
        description=_("参赛人自己的证书。"),
        keywords=_("文明答题,竞赛,证书"),
    )


def _sealed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
