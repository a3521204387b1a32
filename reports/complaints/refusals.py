"""Why a step of a case is refused, beside the reasons that every room knows."""

from portal.refusals import NotAllowed, Refused, SameHand, Stale


class NotTheirs(Refused):
    """Raised when a unit reaches for a case that is not, or no longer, its own."""


class Conflict(Refused):
    """Raised when a unit would look into a complaint about itself (PR-22)."""


__all__ = ["Conflict", "NotAllowed", "NotTheirs", "Refused", "SameHand", "Stale"]
