"""Which site a request is for, and what that site says of itself: one query."""

from django.http import HttpRequest
from wagtail.models import Site

from portal.frame.models import GovernmentSite
from portal.frame.outside import trust

# What was true when the database last answered: the error page shows it.
_last_known: list[GovernmentSite] = []


def government_of(request: HttpRequest) -> GovernmentSite:
    """Return the settings of the request's site, with `site.root_page` at hand.

    Raises `Site.DoesNotExist` when there is no site at all.
    """
    known: GovernmentSite | None = getattr(request, "_government", None)
    if known:
        return known
    government = _find(request.get_host())
    # Wagtail looks here before it asks the database.
    request._wagtail_site = government.site  # type: ignore[attr-defined]
    request._government = government  # type: ignore[attr-defined]
    _last_known[:] = [government]
    trust(government)
    return government


def last_known_government() -> GovernmentSite:
    """Return what the site says of itself without asking the database."""
    return _last_known[0] if _last_known else GovernmentSite()


def _find(host: str) -> GovernmentSite:
    hostname, _, port = host.rpartition(":") if ":" in host else (host, "", "")
    everyone: list[GovernmentSite] = list(
        GovernmentSite.objects.select_related("site__root_page")
    )
    for government in everyone:
        site = government.site
        if site.hostname == hostname and (not port or str(site.port) == port):
            return government
    for government in everyone:
        if government.site.is_default_site:
            return government
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    made: GovernmentSite = GovernmentSite.objects.get_or_create(site=site)[0]
    made.site = site
    return made
