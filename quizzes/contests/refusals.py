"""Why a participant is refused, where a page has to know which it was."""

from portal.refusals import Refused


class NotOpen(Refused):
    """Raised before a stage opens, after it has closed, and when attempts are used up."""


class TooLate(Refused):
    """Raised when an answer comes after the end: nothing of it was kept (Q2)."""


class NeedsPhone(Refused):
    """Raised where a prize is at stake and no phone has been proved yet."""


class CannotDraw(Refused):
    """Raised when the bank has too few questions for what a stage asks."""
