"""Everything that the rest of the house learns of lists, from `AppConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.navigation import Entry, register_entry
from portal.home.sections import Section, fill_place
from reports.lists.permissions import grant_roles
from reports.lists.public.feeds import register_feeds
from reports.lists.public.home import newest
from reports.lists.public.panels import register_panels
from reports.lists.public.search import register_search_sources
from reports.lists.unit_page.panel import register_panel


def register_lists() -> None:
    grant_roles()
    register_feeds()
    register_panels()
    register_panel()
    register_search_sources()
    register_entry(Entry(label=_("红黑榜"), address="/lists/", order=46, group=_("看")))
    fill_place("lists", Section(template="reports/lists/home.html", context=newest))
    register_loader("lists.formula", "reports.lists.demo.lists.load_lists", order=75)
    register_loader(
        "lists.commendations",
        "reports.lists.demo.commendations.load_commendations",
        order=76,
    )
