"""What a certificate's row says on paper."""

from decimal import Decimal

from django.utils import timezone

from quizzes.certificates.drawing.layout import Sheet
from quizzes.certificates.models import Certificate

WHOLE = 100  # a score of so many needs no word on what the most is


def sheet_of(certificate: Certificate, *, root_url: str) -> Sheet:
    return Sheet(
        number=certificate.number,
        code=certificate.code,
        name=certificate.attempt.participant.name,
        contest=certificate.contest.title,
        stage=certificate.attempt.stage.title,
        score=plain(certificate.score),
        most="" if certificate.most == WHOLE else plain(certificate.most),
        organiser=certificate.contest.organiser.name,
        day=timezone.localdate(certificate.issued_at),
        address=root_url + certificate.get_absolute_url(),
    )


def plain(score: Decimal) -> str:
    """Write 92.00 as 92 and 92.50 as 92.5."""
    return f"{score:.2f}".rstrip("0").rstrip(".")
