from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = _("搜索")

    def ready(self) -> None:
        # `directory` is below this room and does not know it.
        from portal.search.sources import register_directory

        register_directory()
