"""Everything that happens to evidence. Nothing else writes its state.

receive_photo(file)  →  process_evidence (worker)  →  confirm_boxes  →  check_redaction
"""

from portal.evidence.services.housekeeping import forget_unheld
from portal.evidence.services.processing import (
    draw_public_copies,
    prepare,
    process_evidence,
)
from portal.evidence.services.receiving import (
    receive_photo,
    receive_photos,
    receive_video,
)
from portal.evidence.services.redaction import (
    BoxDraft,
    BoxesChanged,
    BoxesUndecided,
    check_redaction,
    confirm_boxes,
    restore,
    withdraw,
)
from portal.evidence.services.reuse import Match, find_reused

__all__ = [
    "BoxDraft",
    "BoxesChanged",
    "BoxesUndecided",
    "Match",
    "check_redaction",
    "confirm_boxes",
    "draw_public_copies",
    "find_reused",
    "forget_unheld",
    "prepare",
    "process_evidence",
    "receive_photo",
    "receive_photos",
    "receive_video",
    "restore",
    "withdraw",
]
