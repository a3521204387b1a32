"""曝光台 on the front page: what was exposed last, and how much has been mended."""

from typing import Any

from django.http import HttpRequest

from reports.exposures.models import Exposure
from reports.exposures.public.looks import count_looks
from reports.exposures.public.story import first_pictures

SHOWN = 3


def latest_exposures(request: HttpRequest) -> dict[str, Any] | None:
    public = Exposure.objects.public()
    items = list(public.for_lists().newest_first()[:SHOWN])
    if not items:
        return None
    return {
        "items": items,
        "pictures": first_pictures(items),
        "counts": count_looks(public),
    }
