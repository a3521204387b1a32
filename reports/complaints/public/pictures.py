"""What pages show of one piece of evidence: its checked copies, or that it waits."""

from typing import Any

from portal.evidence.models import Evidence, PublicCopy


def picture_of(evidence: Evidence, number: int) -> dict[str, Any]:
    """Return it as `reports/_evidence_pictures.html` shows it; copies are prefetched."""
    copies = {
        copy.use: copy for copy in evidence.public_copies.all() if evidence.is_checked
    }
    return {
        "number": number,
        "is_photo": evidence.is_photo,
        "small": copies.get(PublicCopy.Use.SMALL),
        "full": copies.get(PublicCopy.Use.FULL),
    }
