"""Addresses of the units and areas for the map of the site."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area, Unit
from portal.frame.site_maps import MapSource, register_map_source


def register_map_sources() -> None:
    register_map_source(
        MapSource(
            key="units",
            title=_("责任单位"),
            address="/units/",
            rows=lambda: Unit.objects.current(timezone.localdate()).order_by("pk"),
        )
    )
    register_map_source(
        MapSource(
            key="areas",
            title=_("责任片区"),
            address="/areas/",
            rows=lambda: Area.objects.order_by("code"),
        )
    )
