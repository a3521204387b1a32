"""What programs read: the map of the site, what they may fetch, whom to warn."""

from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.frame.site_maps import PER_FILE, MapFile, addresses, files
from portal.frame.sites import government_of

# Only what is known anyway: an admin at another address is not told of here.
CLOSED = ("/cms/", "/search/", "/go/", "/*?mode=", "/*?theme=", "/*?size=")
ALSO_CLOSED = ("/*&mode=", "/*&theme=", "/*&size=", "/posters/")  # drawing costs work

for_an_hour = cache_control(public=True, max_age=3600)


@require_safe
@for_an_hour
def site_map(request: HttpRequest) -> HttpResponse:
    """Answer with all addresses, or with the list of the files that hold them."""
    site = government_of(request).site
    parts = files(site)
    if sum(part.size for part in parts) > PER_FILE:
        return _xml(request, "sitemap_index", {"parts": parts, "root": site.root_url})
    rows = [row for part in parts for row in addresses(site, part)]
    return _xml(request, "sitemap", {"rows": rows, "root": site.root_url})


@require_safe
@for_an_hour
def site_map_part(request: HttpRequest, key: str, number: int) -> HttpResponse:
    site = government_of(request).site
    part = MapFile(key, number)
    if part not in files(site):
        raise Http404
    rows = list(addresses(site, part))
    return _xml(request, "sitemap", {"rows": rows, "root": site.root_url})


def _xml(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    return TemplateResponse(
        request, f"frame/{name}.xml", context, content_type="application/xml"
    )


@require_safe
@for_an_hour
def robots(request: HttpRequest) -> HttpResponse:
    root = government_of(request).site.root_url
    closed = "".join(f"Disallow: {path}\n" for path in (*CLOSED, *ALSO_CLOSED))
    return _text(f"User-agent: *\n{closed}\nSitemap: {root}/sitemap.xml\n")


@require_safe
@for_an_hour
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole (RFC 9116)."""
    government = government_of(request)
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0)
    expires: datetime = today + timedelta(days=180)
    phone = "".join(c for c in government.contact_phone if c.isdigit() or c == "-")
    return _text(
        f"Contact: tel:+86-{phone}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: zh, en\n"
        f"Canonical: {government.site.root_url}/.well-known/security.txt\n"
    )


@require_safe
@for_an_hour
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("images/logo.svg"))


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
