"""Enters notices wherever other rooms have a place for them, once at the start."""

from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.navigation import Entry, register_entry
from portal.hubs import Panel
from reports.complaints.desk.hub import case_hub
from reports.complaints.desk.words import add_verbs
from reports.complaints.unit_page.hub import unit_page_hub
from reports.notices.desk.panels import of_complaint
from reports.notices.desk.words import of_links
from reports.notices.from_checks import register_checks
from reports.notices.holding import register_evidence
from reports.notices.jobs import register_jobs
from reports.notices.permissions import grant_roles
from reports.notices.public.feeds import register_feeds
from reports.notices.public.search import register_search_sources
from reports.notices.public.site_maps import register_map_sources
from reports.notices.residents import register_residents
from reports.notices.tagging import register_tagging
from reports.notices.unit_page.reading import lines_of


def register_notices() -> None:
    register_entry(
        Entry(
            label=_("整改通知单"),
            address="/notices/",
            order=82,
            group=_("查"),
            is_main=False,
        )
    )
    grant_roles()
    register_jobs()
    register_evidence()
    register_residents()
    register_tagging()
    register_checks()
    register_feeds()
    register_map_sources()
    register_search_sources()
    add_verbs(of_links())
    case_hub.register(
        Panel(
            key="notices",
            order=10,
            template="reports/notices/desk/of_complaint.html",
            context=of_complaint,
        )
    )
    unit_page_hub.register(
        Panel(
            key="notices",
            order=10,
            template="reports/unit_page/notices/panel.html",
            context=lines_of,
        )
    )
    for order, path in enumerate(
        ("notices.load_notices", "photos.load_photos", "ladder.load_ladder"), start=60
    ):
        register_loader(f"notices.{path}", f"reports.notices.demo.{path}", order=order)
