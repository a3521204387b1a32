"""Who is let into a page of the CMS that we wrote ourselves."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from portal.users.models import User

Params = ParamSpec("Params")
View: TypeAlias = Callable[Concatenate[HttpRequest, Params], HttpResponseBase]


def needs(*permissions: str) -> Callable[[View[Params]], View[Params]]:
    """Answer 403, not a way back to the start, to whoever lacks a right.

    Permissions are named in full, e.g. `quizzes.change_contest`.
    """

    def wrap(view: View[Params]) -> View[Params]:
        @never_cache
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs
        ) -> HttpResponseBase:
            if not request.user.has_perms(permissions):
                return refused(request)
            return view(request, *args, **kwargs)

        return cast("View[Params]", guarded)

    return wrap


def refused(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "cms/refused.html", status=403)


def staff(request: HttpRequest) -> User:
    """Return who asks: the CMS has let in nobody who is not logged in."""
    return cast("User", request.user)
