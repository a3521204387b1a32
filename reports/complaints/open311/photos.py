"""Where the open interface meets photos: held with a complaint, shown when public."""

from collections.abc import Sequence
from typing import Any

from portal.evidence.models import Evidence, PublicCopy
from reports.complaints.models import Complaint, EvidenceRole
from reports.complaints.models.evidence import evidence_prefetch
from reports.complaints.services import picturing


def attach(complaint: Complaint, photos: Sequence[Evidence]) -> None:
    """Hold `photos` with the complaint, in the caller's transaction."""
    picturing.attach(complaint, photos, EvidenceRole.BEFORE)


def prefetched() -> Sequence[Any]:
    """Name what `public_address` reads, so that a list asks once."""
    return (evidence_prefetch(),)


def public_address(complaint: Complaint) -> str | None:
    """Return the address of the first photo that everybody may see."""
    for link in complaint.evidence_links.all():
        if link.role != EvidenceRole.BEFORE or not link.evidence.is_checked:
            continue
        for copy in link.evidence.public_copies.all():
            if copy.use == PublicCopy.Use.FULL:
                return copy.get_absolute_url()
    return None
