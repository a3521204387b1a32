from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "portal.directory"
    label = "directory"
    verbose_name = _("责任名录")

    def ready(self) -> None:
        from django.core.checks import register

        from portal.directory.checks import next_year_is_known
        from portal.directory.site_maps import register_map_sources
        from portal.frame.navigation import Entry, register_entry

        register(next_year_is_known)
        register_map_sources()
        register_entry(
            Entry(
                label=_("责任单位"),
                address="/units/",
                order=80,
                group=_("查"),
                is_main=False,
            )
        )
        register_entry(
            Entry(
                label=_("责任片区"),
                address="/areas/",
                order=81,
                group=_("查"),
                is_main=False,
            )
        )
