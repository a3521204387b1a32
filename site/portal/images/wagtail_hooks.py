from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.documents.permissions import permission_policy

from portal.images.models import Attachment
from portal.images.uses import is_shown


@hooks.register("before_serve_document")
def hide_what_no_page_shows(document: Attachment, request: HttpRequest) -> None:
    """Close a known address with the last page that leads to it (E3, C9)."""
    if not is_shown(
        document
    ) and not permission_policy.user_has_permission_for_instance(
        request.user, "choose", document
    ):
        raise Http404
