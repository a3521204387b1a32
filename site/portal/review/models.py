from portal.review.ledger import (
    Approval,
    Release,
    Severity,
    TakeDown,
    TakeDownReason,
    Wording,
)
from portal.review.task import ReviewTask

__all__ = [
    "Approval",
    "Release",
    "ReviewTask",
    "Severity",
    "TakeDown",
    "TakeDownReason",
    "Wording",
]
