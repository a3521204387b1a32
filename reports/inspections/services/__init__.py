"""Everything that happens in inspections: rounds opened and closed, checks kept."""

from reports.inspections.services.checking import (
    CheckSubmission,
    Recorded,
    record_check,
)
from reports.inspections.services.rounds import close_round, open_round

__all__ = [
    "CheckSubmission",
    "Recorded",
    "close_round",
    "open_round",
    "record_check",
]
