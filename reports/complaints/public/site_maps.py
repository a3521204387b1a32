from django.utils.translation import gettext_lazy as _

from portal.frame.site_maps import MapSource, register_map_source
from reports.complaints.models import Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.links import address_of, title_of
from reports.complaints.public.lists import for_lists


def register_map_sources() -> None:
    register_map_source(
        MapSource(
            key="complaints",
            title=_("随手拍"),
            address="/complaints/",
            rows=_newest,
            address_of=address_of,
            name_of=title_of,
            changed_at=lambda complaint: complaint.published_on,
            listed=12,
        )
    )


def _newest() -> ComplaintQuerySet:
    return for_lists(Complaint.objects.public()).order_by("-pk")
