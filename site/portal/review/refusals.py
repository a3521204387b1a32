"""Shows in the CMS why something was refused, whichever view it came from."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.images.uses import InUse
from portal.review.gate import NotReleased


class ShowRefusals:
    """Answer a refusal with its sentence, on the page where the editor was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, refusal: Exception
    ) -> HttpResponse | None:
        if not isinstance(refusal, (NotReleased, InUse)):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        back = request.headers.get("referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
            back = f"/{settings.CMS_PATH}"
        response = HttpResponseRedirect(back)
        response.status_code = 303
        return response
