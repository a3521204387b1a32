"""Whether the site lives, whether it can do its work, and what it says when it cannot."""

import errno
import sys
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.frame import views as frame_views

FULL_OR_READ_ONLY = {errno.ENOSPC, errno.EROFS, errno.EDQUOT}
RETRY_AFTER = "30"
# Shorter answers are choices and names, quickly given again.
WORTH_KEEPING = 15
NEVER_SHOWN = ("password", "token")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives. It asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database, cache and files can be used."""
    outcome = {
        name: _works(check)
        for name, check in [
            ("database", _ask_database),
            ("cache", _ask_cache),
            ("files", _write_file),
        ]
    }
    is_ready = all(outcome.values())
    return JsonResponse(
        {name: "ok" if works else "failing" for name, works in outcome.items()},
        status=200 if is_ready else 503,
    )


def _works(check: Callable[[], None]) -> bool:
    # What does not work is the answer here, whatever way it fails.
    try:
        check()
    except Exception:
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")


def _ask_cache() -> None:
    cache.set("readyz", "ok", 10)
    if cache.get("readyz") != "ok":
        raise OSError("The cache forgets.")


def _write_file() -> None:
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_MEDIA_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for whatever was raised: 503 when it will pass, 500 when it is our fault.

    Django calls this while the exception is being handled.
    """
    if not _will_pass(sys.exc_info()[1]):
        return frame_views.server_error(request)
    request.kept_texts = _texts_of(request)  # type: ignore[attr-defined]
    response = frame_views.without_database(request, 503)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response


def _will_pass(error: BaseException | None) -> bool:
    """Tell whether `error`, or what it came from, is an outage: locked, full, gone."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        if isinstance(error, OSError) and error.errno in FULL_OR_READ_ONLY:
            return True
        error = error.__cause__ or error.__context__
    return False


def _texts_of(request: HttpRequest) -> list[str]:
    """Return the longer texts of a form that could not be saved, to give them back."""
    if request.method != "POST":
        return []
    # The body may be what could not be read, or stored.
    try:
        sent = list(request.POST.lists())
    except Exception:
        return []
    return [
        text
        for name, texts in sent
        if not any(word in name.lower() for word in NEVER_SHOWN)
        for text in texts
        if len(text) >= WORTH_KEEPING
    ]
