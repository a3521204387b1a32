"""Elder mode, colour scheme, text size: the reader's choice, kept in a cookie (AC-16).

The server writes the choice on `<html>`, so it holds without JavaScript.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

CHOICES = {
    "mode": {"", "elder"},
    "theme": {"", "light", "dark"},
    "size": {"", "large", "larger"},
}
TEXT_SIZES = [("", _("小")), ("large", _("中")), ("larger", _("大"))]
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    mode: str = ""
    theme: str = ""
    size: str = ""

    @property
    def is_elder(self) -> bool:
        return self.mode == "elder"


def preferences_of(request: HttpRequest) -> Preferences:
    return Preferences(
        **{
            name: value
            for name, allowed in CHOICES.items()
            if (value := request.COOKIES.get(name, "")) in allowed
        }
    )


def remember_preferences(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turn `?mode=elder` or `?theme=dark` on any page into a cookie, once.

    The reader is sent on to the same address without the parameter, so that a
    link passed on does not change how others see the site.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = {
            name: request.GET[name]
            for name in CHOICES
            if request.GET.get(name) in CHOICES[name]
        }
        if chosen and request.method in {"GET", "HEAD"}:
            query = request.GET.copy()
            for name in chosen:
                del query[name]
            address = "/" + request.path.lstrip("/")  # never `//host`
            response: HttpResponse = HttpResponseRedirect(
                f"{address}?{query.urlencode()}" if query else address
            )
            response.status_code = 303
            for name, value in chosen.items():
                if value:
                    response.set_cookie(
                        name,
                        value,
                        max_age=YEAR,
                        samesite="Lax",
                        httponly=True,
                        secure=request.is_secure(),
                    )
                else:
                    response.delete_cookie(name, samesite="Lax")
            return response
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
