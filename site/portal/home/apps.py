from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = _("首页")

    def ready(self) -> None:
        from portal.frame.navigation import Entry, register_entry

        register_entry(
            Entry(label=_("首页"), address="/", order=0, group=_("看"), dock="home")
        )
