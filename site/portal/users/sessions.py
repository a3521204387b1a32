"""How long a login lasts, and a line in the log for each (A1, A3)."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.throttle import client_address

logger = logging.getLogger("portal.security")

# An open editor asks by itself who else is at the page: nobody need be there.
ASKED_BY_ITSELF = "/editing-sessions/"
# Writing down each request would cost a write each.
PRECISION = 60


def end_idle_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """End a CMS session after half an hour without a request, or after eight hours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(f"/{settings.CMS_PATH}") and (
            request.user.is_authenticated
        ):
            _check(request)
        return get_response(request)

    return middleware


def _check(request: HttpRequest) -> None:
    session, now = request.session, int(time.time())
    logged_in_at = session.setdefault("logged_in_at", now)
    seen_at = session.setdefault("seen_at", now)
    is_idle = now - seen_at > settings.SESSION_IDLE_SECONDS
    if is_idle or now - logged_in_at > settings.SESSION_COOKIE_AGE:
        logout(request)
        messages.info(
            request,
            _("您有一段时间没有操作，为了安全已退出登录，请重新登录。")
            if is_idle
            else _("登录已超过八小时，为了安全请重新登录。"),
        )
    elif now - seen_at > PRECISION and ASKED_BY_ITSELF not in request.path:
        session["seen_at"] = now


@receiver(user_logged_in)
def write_down_login(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if hasattr(request, "session"):
        request.session["logged_in_at"] = request.session["seen_at"] = int(time.time())
    logger.info("login user=%s address=%s", user.pk, client_address(request))


@receiver(user_logged_out)
def write_down_logout(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    logger.info("logout user=%s", user.pk if user else None)


@receiver(user_login_failed)
def write_down_failure(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    # The name is looked up, never written as typed: people type their password there.
    model = get_user_model()
    user = model.objects.filter(
        **{model.USERNAME_FIELD: credentials.get("username", "")}
    ).first()
    logger.warning(
        "login failed user=%s address=%s",
        user.pk if user else "unknown",
        client_address(request) if request else "",
    )
