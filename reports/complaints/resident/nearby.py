"""Whether the same matter was sent already, by what everybody may read (C8)."""

from django.db.models import QuerySet
from django.utils import timezone

from portal.directory.geometry import Point
from portal.directory.models import Street
from reports.complaints.models import Category, Complaint

MOST = 3


def find_nearby(
    category: Category, point: Point | None, street: Street | None
) -> list[Complaint]:
    """Return published open complaints of the category that may be the same one."""
    near: QuerySet[Complaint]
    if point is not None:
        near = Complaint.objects.publicly_near(point, category)
    elif street is not None:
        near = (
            Complaint.objects.public()
            .open()
            .filter(category=category, street=street, is_place_hidden=False)
        )
    else:
        return []
    near = near.filter(submitted_at__gte=timezone.now() - category.dup_window)
    return list(
        near.select_related("category", "area", "street", "place", "unit").order_by(
            "-pk"
        )[:MOST]
    )
