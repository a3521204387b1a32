"""Enters exposures wherever other rooms have a place for them, once at the start."""

from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.navigation import Entry, register_entry
from portal.home.sections import Section, fill_place
from portal.hubs import Panel
from publicity.episode_marks import register_marks
from reports.complaints.desk.words import add_verbs
from reports.complaints.unit_page.hub import unit_page_hub
from reports.exposures.desk.words import of_links
from reports.exposures.holding import register_evidence
from reports.exposures.jobs import register_jobs
from reports.exposures.permissions import grant_roles
from reports.exposures.public.cases import register_cases
from reports.exposures.public.clips import clips_of_notices
from reports.exposures.public.feeds import register_feeds
from reports.exposures.public.home import latest_exposures
from reports.exposures.public.marks import marks_of_exposures
from reports.exposures.public.panels import register_panels
from reports.exposures.public.search import register_search_sources
from reports.exposures.public.site_maps import register_map_sources
from reports.exposures.services.correcting import follow_revocation
from reports.exposures.services.following import follow_notice
from reports.exposures.unit_page.reading import waiting_for
from reports.lists.follow_up import know_clips
from reports.notices.changes import on_change


def register_exposures() -> None:
    grant_roles()
    register_jobs()
    register_evidence()
    register_cases()
    register_feeds()
    register_map_sources()
    register_panels()
    register_search_sources()
    add_verbs(of_links())
    unit_page_hub.register(
        Panel(
            key="exposures",
            order=5,
            template="reports/unit_page/exposures_panel.html",
            context=waiting_for,
        )
    )
    on_change(follow_notice)
    on_change(follow_revocation)
    register_marks(marks_of_exposures)
    know_clips(clips_of_notices)
    register_entry(
        Entry(label=_("曝光台"), address="/exposures/", order=45, group=_("看"))
    )
    fill_place(
        "exposures",
        Section(template="reports/exposures/home.html", context=latest_exposures),
    )
    # After the notices, whose photos they show.
    register_loader(
        "exposures.load_exposures",
        "reports.exposures.demo.batches.load_exposures",
        order=70,
    )
