"""Why a step is refused. Each carries a sentence for whoever tried it."""


class Refused(Exception):
    """Raised when a rule forbids what was asked; nothing has changed."""


class SameHand(Refused):
    """Raised when somebody would decide on their own work."""


class Stale(Refused):
    """Raised when somebody else was quicker: what was decided on has changed."""


class NotAllowed(Refused):
    """Raised when the account lacks the right."""
