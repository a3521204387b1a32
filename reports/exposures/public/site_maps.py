from django.utils.translation import gettext_lazy as _

from portal.frame.site_maps import MapSource, register_map_source
from reports.exposures.models import Exposure, ExposureBatch
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.workflow import TargetKind


def register_map_sources() -> None:
    register_map_source(
        MapSource(
            key="exposures",
            title=_("曝光台"),
            address="/exposures/",
            rows=_for_search_engines,
            changed_at=lambda exposure: exposure.published_at,
            listed=12,
        )
    )
    register_map_source(
        MapSource(
            key="exposure-batches",
            title=_("曝光期"),
            address="/exposures/",
            rows=ExposureBatch.objects.published,
            changed_at=lambda batch: batch.published_on,
            listed=0,
        )
    )


def _for_search_engines() -> ExposureQuerySet:
    """Leave out small businesses (EX-23)."""
    found = Exposure.objects.public().exclude(kind=TargetKind.BUSINESS)
    return found.select_related("batch").newest_first()
