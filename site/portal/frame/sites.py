"""Which site a request is for, and what that site says of itself: one query, or none.

What was read is kept for `FRAME_KEPT_SECONDS`, and with it the parts of the frame that
were drawn of it: they are the same on all pages of a column.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass, field
from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Site

from portal.frame.models import GovernmentSite
from portal.frame.outside import trust


@dataclass(frozen=True)
class _Kept:
    governments: list[GovernmentSite]
    until: float = 0.0
    parts: dict[Hashable, SafeString] = field(default_factory=dict)


_kept = _Kept([])
# What was true when the database last answered: the error page shows it.
_last_known: list[GovernmentSite] = []


def government_of(request: HttpRequest) -> GovernmentSite:
    """Return the settings of the request's site, with `site.root_page` at hand.

    Raises `Site.DoesNotExist` when there is no site at all.
    """
    known: GovernmentSite | None = getattr(request, "_government", None)
    if known:
        return known
    kept = _read()
    government = _find(kept.governments, request.get_host())
    # Wagtail looks here before it asks the database.
    request._wagtail_site = government.site  # type: ignore[attr-defined]
    request._government = government  # type: ignore[attr-defined]
    request._frame_parts = kept.parts  # type: ignore[attr-defined]
    _last_known[:] = [government]
    trust(government)
    return government


def last_known_government() -> GovernmentSite:
    """Return what the site says of itself without asking the database."""
    return _last_known[0] if _last_known else GovernmentSite()


def kept_part(
    request: HttpRequest, key: Hashable, draw: Callable[[], SafeString]
) -> SafeString:
    """Return a part of the frame as it was drawn before, or draw it.

    It depends on `key` and on what the sites say of themselves, and on nothing else.
    """
    parts: dict[Hashable, SafeString] = getattr(request, "_frame_parts", {})
    if key not in parts:
        parts[key] = draw()
    return parts[key]


def _read() -> _Kept:
    global _kept
    kept = _kept
    if monotonic() >= kept.until:
        found = list(GovernmentSite.objects.select_related("site__root_page"))
        kept = _kept = _Kept(found, monotonic() + settings.FRAME_KEPT_SECONDS)
    return kept


def _find(everyone: list[GovernmentSite], host: str) -> GovernmentSite:
    hostname, _, port = host.rpartition(":") if ":" in host else (host, "", "")
    for government in everyone:
        site = government.site
        if site.hostname == hostname and (not port or str(site.port) == port):
            return _own(government)
    for government in everyone:
        if government.site.is_default_site:
            return _own(government)
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    made: GovernmentSite = GovernmentSite.objects.get_or_create(site=site)[0]
    global _kept
    _kept = _Kept([])
    made.site = site
    return made


def _own(kept: GovernmentSite) -> GovernmentSite:
    """Return what one request may do with as it likes."""
    government = copy(kept)
    government.site = copy(kept.site)
    government.site.root_page = copy(kept.site.root_page)
    return government
