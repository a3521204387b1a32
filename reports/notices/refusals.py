"""Why a step of a notice is refused, beside the reasons that complaints know."""

from reports.complaints.refusals import (
    Conflict,
    NotAllowed,
    NotTheirs,
    Refused,
    SameHand,
    Stale,
)


class NoMandate(Refused):
    """Raised when nobody has ordered the inspection (EX-02)."""


class Incomplete(Refused):
    """Raised when a notice lacks what EX-30 asks of it."""


class DoubtfulPhotos(Refused):
    """Raised when a photo has a warning that no person has cleared."""


class TooLate(Refused):
    """Raised when the time to ask, object or answer is over."""


__all__ = [
    "Conflict",
    "DoubtfulPhotos",
    "Incomplete",
    "NoMandate",
    "NotAllowed",
    "NotTheirs",
    "Refused",
    "SameHand",
    "Stale",
    "TooLate",
]
