"""Enters inspections wherever other rooms have a place for them, once at the start."""

from django.utils.translation import gettext_lazy as _

from portal.demo.registry import register_loader
from portal.frame.navigation import Entry, register_entry
from reports.inspections.holding import register_evidence
from reports.inspections.permissions import grant_roles
from reports.inspections.public.panels import register_panels
from reports.inspections.public.site_maps import register_map_sources


def register_inspections() -> None:
    register_entry(
        Entry(
            label=_("片区检查排名"),
            address="/inspections/",
            order=83,
            group=_("查"),
            is_main=False,
        )
    )
    grant_roles()
    register_evidence()
    register_panels()
    register_map_sources()
    for order, path in enumerate(
        ("scores.load_scores", "points.load_points", "points.load_checks"), start=54
    ):
        register_loader(
            f"inspections.{path}", f"reports.inspections.demo.{path}", order=order
        )
