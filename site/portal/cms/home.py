from typing import Any

from django.conf import settings
from wagtail.admin.views.home import HomeView

from portal.cms.explorable import explorable_root


class Home(HomeView):
    """The CMS's first page: who this is for is known, what lies on it is told by panels."""

    def get_site_details(self) -> dict[str, Any]:
        return {
            "root_page": explorable_root(self.request.user),
            "root_site": None,
            "site_name": settings.WAGTAIL_SITE_NAME,
        }

    def get_panels(self) -> list[Any]:
        explorable_root(self.request.user)
        panels: list[Any] = super().get_panels()
        return panels
