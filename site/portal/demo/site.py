"""The home page and what the site says of itself."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal.demo.context import Context
from portal.demo.pages import add_pages
from portal.frame.models import GovernmentSite
from portal.home.models import HomePage

OPENED_AT = datetime(2026, 9, 21, 16, 0, tzinfo=UTC)  # midnight in the county


def load_site(context: Context) -> None:
    """Put the home page at the root of the default site, in place of Wagtail's own."""
    told = context.read("site")
    home = HomePage.objects.first()
    if home is None:
        for welcome in Page.objects.filter(depth=2):
            welcome.delete()
        [home] = add_pages(
            Page.get_first_root_node(),
            [HomePage(slug="home", first_published_at=OPENED_AT, **told["home"])],
        )
        # QR codes and feeds name it: they should lead to where the county is served.
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname,
                "port": address.port or 80,
                "root_page": home,
                "site_name": told["government"]["name"],
            },
        )
    government = told["government"]
    GovernmentSite.objects.get_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            **government,
            "campaign_began_on": parse_date(government["campaign_began_on"]),
        },
    )
    context.tell(_("网站信息"), 1, 1)
