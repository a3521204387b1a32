"""What everybody may see of evidence, and how private files leave the house (U3)."""

from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.views.decorators.http import require_safe

from portal.evidence.models import PublicCopy
from portal.evidence.owners import is_public
from portal.media.views import ranged_response, type_of

# Asked again each time: what was withdrawn is gone in seconds, not when a cache
# forgets it (C9). What is unchanged costs an answer without a body.
FOR_EVERYBODY = "public, max-age=2, must-revalidate"
FOR_STAFF = "private, no-store"


@require_safe
def public_copy(request: HttpRequest, name: str) -> HttpResponseBase:
    # A NUL is a fault to PostgreSQL.
    if not name.replace(".", "").isalnum():
        raise Http404
    copy = PublicCopy.objects.select_related("evidence").filter(name=name).first()
    if copy is None or not is_public(copy.evidence):
        raise Http404
    return send_file(request, copy.file, cache_control=FOR_EVERYBODY)


def send_file(
    request: HttpRequest, file: FieldFile, *, cache_control: str
) -> HttpResponseBase:
    """Hand out a private file to somebody who may have it: the caller has asked."""
    if not file or file.name is None:
        raise Http404
    headers = [
        ("Content-Type", type_of(file.name)),
        ("Cache-Control", cache_control),
        ("Accept-Ranges", "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ("Content-Disposition", "inline"),
        ("Referrer-Policy", "no-referrer"),
    ]
    response: HttpResponseBase
    if settings.PRIVATE_ACCEL_PREFIX:
        response = HttpResponse()
        response["X-Accel-Redirect"] = settings.PRIVATE_ACCEL_PREFIX + quote(file.name)
    else:
        try:
            return ranged_response(request, file.path, headers)
        except NotImplementedError:  # an object store: whole files, through us
            response = FileResponse(file.open("rb"))
    for header, value in headers:
        response[header] = value
    return response
