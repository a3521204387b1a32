"""Enters standards wherever other rooms have a place for them, once at the start."""

from portal.demo.registry import register_loader
from reports.standards.kinds import register_kinds
from reports.standards.permissions import grant_roles
from reports.standards.public.site_maps import register_map_sources


def register_standards() -> None:
    grant_roles()
    register_kinds()
    register_map_sources()
    register_loader("standards.tags", "reports.standards.demo.tags.load_tags", order=59)
