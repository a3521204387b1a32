"""Pictures of notices in public pages, from what was prefetched."""

from typing import Any

from django import template

from reports.complaints.public.pictures import picture_of
from reports.notices.models import RectificationNotice
from reports.notices.workflow import PhotoRole

register = template.Library()


@register.inclusion_tag("reports/_evidence_pictures.html")
def notice_pictures(
    notice: RectificationNotice, role: str, limit: int = 9
) -> dict[str, Any]:
    """Show what everybody may see of `role`; of a doubtful photo nobody sees anything."""
    links = [
        link
        for link in notice.evidence_links.all()
        if link.role == role and not link.is_doubtful
    ][:limit]
    return {
        "items": [
            picture_of(link.evidence, number) for number, link in enumerate(links, 1)
        ],
        "label": PhotoRole(role).label,
        "title": notice.title,
        "count": len(links),
    }
