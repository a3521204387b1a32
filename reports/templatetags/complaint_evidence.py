"""Pictures of complaints in pages: public copies, or an honest word that they wait."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from reports.complaints.models import Complaint, ComplaintEvidence
from reports.complaints.models.evidence import PUBLIC_ROLES, EvidenceRole
from reports.complaints.public.pictures import picture_of

register = template.Library()

LABELS = {
    EvidenceRole.BEFORE: _("反映时"),
    EvidenceRole.AFTER: _("处置后"),
}


@register.inclusion_tag("reports/_evidence_pictures.html")
def evidence_pictures(
    complaint: Complaint, role: str = EvidenceRole.BEFORE, limit: int = 9
) -> dict[str, Any]:
    """Show what everybody may see of `role`, at most `limit` of it.

    In lists fetch with `evidence_prefetch()`: no query for each row then.
    """
    links: list[ComplaintEvidence] = []
    if complaint.is_published and role in PUBLIC_ROLES:
        links = _links(complaint, role)[:limit]
    return {
        "items": [
            picture_of(link.evidence, number) for number, link in enumerate(links, 1)
        ],
        "label": LABELS.get(EvidenceRole(role), ""),
        "title": f"{complaint.public_place} {complaint.category.name}".strip(),
        "count": len(links),
    }


def _links(complaint: Complaint, role: str) -> list[ComplaintEvidence]:
    fetched = getattr(complaint, "_prefetched_objects_cache", {})
    rows = (
        complaint.evidence_links.all()
        if "evidence_links" in fetched
        else complaint.evidence_links.with_copies().filter(role=role)
    )
    found = [link for link in rows if link.role == role]
    return sorted(found, key=lambda link: (link.sort_order, link.pk))
