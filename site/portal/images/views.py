from django.http import HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from wagtail.documents.views.serve import serve

from portal.images.models import Attachment


def document(
    request: HttpRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """Hand out a file under its title: its stored name is generated, and says nothing."""
    response: HttpResponseBase = serve(request, document_id, document_filename)
    if response.status_code == 200 and response.has_header("Content-Disposition"):
        found = Attachment.objects.only("title", "file").get(pk=document_id)
        suffix = f".{found.file_extension}"
        name = get_valid_filename(found.title.removesuffix(suffix).strip(" .") or "1")
        response["Content-Disposition"] = content_disposition_header(
            True, name + suffix
        )
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Whoever asks again is told that it was taken away.
    response["Cache-Control"] = "private, no-cache"
    return response
