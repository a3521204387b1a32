"""Public media with byte ranges, so that films can be skipped through (tech.md §3)."""

import mimetypes
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.utils._os import safe_join
from django.views.decorators.http import require_safe
from whitenoise.responders import (
    IsDirectoryError,
    MissingFileError,
    Response,
    SlicedFile,
    StaticFile,
)

# Names are generated and never used again: what was fetched once stays true.
HEADERS = [
    ("Cache-Control", "public, max-age=31536000, immutable"),
    ("Accept-Ranges", "bytes"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
]
SHOWN_IN_PLACE = ("image/", "video/", "audio/", "text/vtt")
# Not what the machine's own tables say: they differ.
TYPES = {
    ".avif": "image/avif",
    ".heic": "image/heic",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
for _suffix, _kind in TYPES.items():
    mimetypes.add_type(_kind.partition(";")[0], _suffix)


class RangedFile(StaticFile):
    """WhiteNoise's file, with the first byte alone and `If-Range` as well."""

    def get_response(self, method: str, request_headers: dict[str, Any]) -> Any:
        known = request_headers.get("HTTP_IF_RANGE")
        if known and known not in {
            self.etag,
            self.not_modified_header("Last-Modified"),
        }:
            # The reader has a part of another file: he gets this one whole.
            request_headers = {**request_headers, "HTTP_RANGE": ""}
        return super().get_response(method, request_headers)

    def not_modified_header(self, name: str) -> str | None:
        return dict(self.not_modified_response.headers).get(name)

    def get_range_response(
        self, range_header: str, base_headers: list[tuple[str, str]], file_handle: Any
    ) -> Response:
        headers = dict(base_headers)
        size = int(headers.pop("Content-Length"))
        first, last = self.get_byte_range(range_header, size)
        if first > last:
            response: Response = self.get_range_not_satisfiable_response(
                file_handle, size
            )
            return response
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        headers["Content-Length"] = str(last - first + 1)
        part = SlicedFile(file_handle, first, last) if file_handle else None
        return Response(HTTPStatus.PARTIAL_CONTENT, list(headers.items()), part)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    try:
        full_path = safe_join(settings.MEDIA_ROOT, path)
    except (SuspiciousFileOperation, ValueError):
        raise Http404 from None
    kind = type_of(full_path)
    headers = [("Content-Type", kind), *HEADERS]
    if not kind.startswith(SHOWN_IN_PLACE):
        headers.append(("Content-Disposition", "attachment"))
    return ranged_response(request, full_path, headers)


def type_of(name: str) -> str:
    return TYPES.get(name[name.rfind(".") :].lower(), "application/octet-stream")


def ranged_response(
    request: HttpRequest, full_path: str, headers: list[tuple[str, str]]
) -> HttpResponseBase:
    """Answer with a file, or the part of it that was asked for; 404 if there is none."""
    try:
        answer = RangedFile(full_path, headers).get_response(
            request.method or "GET", request.META
        )
    except (MissingFileError, IsDirectoryError, ValueError):
        raise Http404 from None
    response: HttpResponseBase
    if answer.file:
        response = FileResponse(answer.file, status=int(answer.status))
    else:
        response = HttpResponse(status=int(answer.status))
    del response["Content-Type"]
    for name, value in answer.headers:
        response[name] = value
    return response
