"""Tags that any template may use without loading them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.template import Context, Engine
from django.templatetags.static import static
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.frame.meta import Article, Column, share_tags
from portal.frame.models import GovernmentSite
from portal.frame.navigation import entries
from portal.frame.outside import way_out
from portal.frame.preferences import CHOICES, preferences_of
from portal.frame.sites import government_of, kept_part

register = template.Library()
_PAGE_NUMBER = re.compile(r"[2-9]|[1-9][0-9]{1,4}")


@register.simple_tag(takes_context=True)
def meta_tags(
    context: Context,
    government: GovernmentSite,
    column: Column,
    article: Article | None = None,
    *,
    is_indexed: bool = True,
) -> SafeString:
    """Write the meta tags of §1.4, none of them ever empty (GW-52).

    With them come the description, the canonical address and what a chat shows of
    a shared link; a page that is not to be found has `is_indexed=False`.
    """
    if article and getattr(context["request"], "is_preview", False):
        article = article.drafted()

    def named() -> Iterator[tuple[str, str]]:
        yield "SiteName", government.name
        yield "SiteDomain", government.domain
        yield "SiteIDCode", government.site_id_code
        yield from column.tags()
        if article:
            yield from article.tags()
        if not (article and article.description):  # `Description` is the same name
            yield "description", column.description
        if not is_indexed:
            yield "robots", "noindex"

    written = format_html_join("\n", '<meta name="{}" content="{}">', named())
    if not is_indexed:
        return written
    address = _own_address(context["request"])
    if canonical := context.get("canonical"):  # one text at two addresses
        address = f"{government.site.root_url}{canonical}"
    shared = share_tags(column, article, site_name=government.name, address=address)
    return format_html(
        '{}\n<link rel="canonical" href="{}">\n{}',
        written,
        address,
        format_html_join("\n", '<meta property="{}" content="{}">', shared),
    )


@register.simple_tag(takes_context=True)
def frame_part(context: Context, name: str) -> SafeString:
    """Show the header, the footer or the dock: the same on all pages of a column.

    With parameters in the address the links of the preferences have them too.
    """

    def draw() -> SafeString:
        template = Engine.get_default().get_template(f"frame/{name}.html")
        return template.render(context)

    request: HttpRequest | None = context.get("request")
    if request is None or request.META.get("QUERY_STRING"):
        return draw()
    at = [
        (entry.address == request.path) + is_at(entry.address, request.path)
        for entry in entries()
    ]
    return kept_part(
        request, (name, context["government"].pk, preferences_of(request), *at), draw
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show a symbol of `static/images/icons.svg`, as decoration."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        static("images/icons.svg"),
        name,
    )


@register.filter
def lines(text: str) -> list[str]:
    """Split text into its lines, without empty ones."""
    return [line for line in text.splitlines() if line.strip()]


@register.filter
def is_at(entry_address: str, path: Any) -> bool:
    """Tell whether `path` lies in the column at `entry_address`."""
    return path == entry_address or (
        entry_address != "/" and str(path).startswith(entry_address)
    )


@register.filter
def split_words(words: str) -> list[str]:
    return words.split()


@register.simple_tag
def css(name: str) -> str:
    """Return the address of one of our style sheets."""
    return static(f"css/{name}.css")


@register.simple_tag(takes_context=True)
def prefer(context: Context, name: str, value: str) -> str:
    """Return the address that chooses a preference and keeps this page's parameters."""
    request: HttpRequest = context["request"]
    try:
        query = request.GET.copy()
    except SuspiciousOperation:  # too many parameters: the page says so already
        query = QueryDict(mutable=True)
    for choice in CHOICES:
        query.pop(choice, None)
    query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def share_address(context: Context) -> str:
    """Return this page's address as one passes it on."""
    return _own_address(context["request"])


def _own_address(request: HttpRequest) -> str:
    """Return the canonical address: of its parameters only the page's number counts.

    The host is the site's own, whatever the request called it (I6).
    """
    root: str = government_of(request).site.root_url
    page = request.GET.get("page", "")
    further = f"?page={int(page)}" if _PAGE_NUMBER.fullmatch(page) else ""
    return f"{root}{escape_uri_path(request.path)}{further}"


@register.filter
def outside(address: str) -> str:
    """Turn an outside address into the prompt before leaving (GW-60)."""
    return way_out(address)


@register.simple_tag
def qr(text: str) -> SafeString:
    """Draw a QR code."""
    return _draw_qr(text)


@lru_cache(maxsize=512)
def _draw_qr(text: str) -> SafeString:
    code = segno.make(text, error="m", micro=False)
    # segno writes modules, never the text, into the drawing.
    return mark_safe(code.svg_inline(omitsize=True, svgclass=None, lineclass=None))  # noqa: S308
