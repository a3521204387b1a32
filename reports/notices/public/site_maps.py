from django.utils.translation import gettext_lazy as _

from portal.frame.site_maps import MapSource, register_map_source
from reports.notices.links import address_of
from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet


def register_map_sources() -> None:
    register_map_source(
        MapSource(
            key="notices",
            title=_("整改督办"),
            address="/notices/",
            rows=_newest,
            address_of=address_of,
            name_of=lambda notice: f"{notice.number} {notice.title}",
            changed_at=lambda notice: notice.closed_at or notice.issued_at,
            listed=12,
        )
    )


def _newest() -> NoticeQuerySet:
    return RectificationNotice.objects.public().order_by("-pk")
