"""How a participant's result leads to the certificate, and a contest to the check."""

from django.urls import reverse

from quizzes.certificates.services.issuing import missing_for
from quizzes.contests.models import Attempt, Contest


def of_contest(contest: Contest) -> str | None:
    if contest.certificate_from is None:
        return None
    return reverse("certificates:ask")


def of_attempt(attempt: Attempt, token: str) -> str | None:
    if missing_for(attempt):
        return None
    slug = attempt.stage.contest.slug
    return reverse("own_certificates:certificate", args=[slug, token, attempt.pk])
