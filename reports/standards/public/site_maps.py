from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.frame.site_maps import MapSource, register_map_source
from portal.standards.models import StandardSet


def register_map_sources() -> None:
    register_map_source(
        MapSource(
            key="standards",
            title=_("创建标准"),
            address="/standards/",
            rows=lambda: StandardSet.objects.public().order_by("code"),
            address_of=lambda each: reverse("standards:set", args=[each.code]),
        )
    )
