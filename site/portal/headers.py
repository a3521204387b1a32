"""The first and last word on every request: what is refused, what is promised (I2)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Wagtail's editor still writes scripts and styles into its pages, shows the
# preview in a frame and pictures before they are uploaded.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
PERMISSIONS_POLICY = (
    "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
)


def refuse_foreign_charset(get_response: GetResponse) -> GetResponse:
    """Answer 400 to a body in any charset but UTF-8.

    Django 5.2 raises inside its own 400 handler for these, which ends as a bare
    500 (security.md, 0.2).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (
            request.content_params.get("charset", "utf-8")
            if request.content_params
            else "utf-8"
        )
        if charset.strip("\"' ").lower().replace("_", "-") not in {"utf-8", "utf8"}:
            return HttpResponseBadRequest(
                _("请使用 UTF-8 编码提交。"), content_type="text/plain; charset=utf-8"
            )
        # Django takes only the first of the two spellings.
        request.encoding = "utf-8"
        return get_response(request)

    return middleware


def add_security_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_admin = request.path.startswith(f"/{settings.CMS_PATH}")
        # A preview shows the public page inside the editor's frame.
        framed = is_admin or getattr(request, "is_preview", False)
        policy = ADMIN_POLICY if is_admin else PUBLIC_POLICY
        if framed and not is_admin:
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "X-Frame-Options", "SAMEORIGIN" if framed else "DENY"
        )
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware
