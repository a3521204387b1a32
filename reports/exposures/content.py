"""What an exposure says and shows, as one fingerprint: who approves it approves that."""

import json
from hashlib import sha256

from reports.exposures.models import Exposure

WORDS = ("title", "headline", "facts", "business_sign", "penalty_number")
FACTS = (
    *("kind", "reason_code", "notice_id", "unit_id", "mandate_id", "category_id"),
    *("area_id", "street_id", "place_id", "found_at", "publish_until"),
)


def digest_of(exposure: Exposure) -> str:
    """Return the fingerprint of words, target, place, clauses and pictures."""
    content = {
        **{name: str(getattr(exposure, name)) for name in (*WORDS, *FACTS)},
        "clauses": sorted(exposure.clauses.values_list("pk", flat=True)),
        "pictures": sorted(
            exposure.evidence_links.values_list("evidence", "role", "caption")
        ),
    }
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
