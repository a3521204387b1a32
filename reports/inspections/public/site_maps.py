from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area
from portal.frame.site_maps import MapSource, register_map_source


def register_map_sources() -> None:
    """Name the ranking on the site map: its areas stand there by themselves."""
    register_map_source(
        MapSource(
            key="inspections",
            title=_("检查评比"),
            address="/inspections/",
            rows=lambda: Area.objects.none(),
        )
    )
