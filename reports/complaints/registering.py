"""Enters complaints wherever other rooms have a place for them, once at the start."""

from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.navigation import Entry, register_entry
from portal.home.sections import Section, fill_place
from reports.complaints.desk.permissions import grant_roles
from reports.complaints.holding import register_evidence
from reports.complaints.jobs import register_jobs
from reports.complaints.public.feeds import register_feeds
from reports.complaints.public.home import latest_solved
from reports.complaints.public.panels import register_panels
from reports.complaints.public.search import register_search_sources
from reports.complaints.public.site_maps import register_map_sources


def register_complaints() -> None:
    grant_roles()
    register_jobs()
    register_evidence()
    register_feeds()
    register_map_sources()
    register_panels()
    register_search_sources()
    for order, (label, address, dock) in enumerate(
        (
            (_("随手拍"), "/complaints/new/", "cam"),
            (_("查进度"), "/complaints/track/", ""),
            (_("问题公开"), "/complaints/", ""),
        ),
        start=70,
    ):
        register_entry(
            Entry(label=label, address=address, order=order, group=_("办"), dock=dock)
        )
    fill_place(
        "complaints",
        Section(template="reports/complaints/home.html", context=latest_solved),
    )
    for order, path in enumerate(
        ("rules.load_rules", "cases.load_complaints", "photos.load_photos"), start=50
    ):
        register_loader(
            f"complaints.{path}", f"reports.complaints.demo.{path}", order=order
        )
