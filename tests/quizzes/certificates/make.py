"""Papers that earn a certificate."""

from decimal import Decimal
from typing import Any

from quizzes.contests.models import Attempt
from quizzes.contests.workflow import AttemptState
from tests.quizzes.make import (
    make_attempt,
    make_contest,
    make_participant,
    make_stage,
)


def make_paper(
    *,
    score: int | str = 92,
    state: AttemptState = AttemptState.SUBMITTED,
    certificate_from: int | None = 60,
    stage: dict[str, Any] | None = None,
    contest: dict[str, Any] | None = None,
    **participant: Any,
) -> Attempt:
    """Make a paper of 100 marks that is handed in."""
    made = make_contest(**{"certificate_from": certificate_from, **(contest or {})})
    return make_attempt(
        make_participant(made, **participant),
        make_stage(made, n_questions=1, **(stage or {})),
        state=state,
        score=Decimal(score),
        most=Decimal(100),
    )


def private(attempt: Attempt, ending: str = "/") -> str:
    token = attempt.participant.token  # type: ignore[attr-defined]
    slug = attempt.stage.contest.slug
    return f"/contests/{slug}/p/{token}/{attempt.pk}/certificate{ending}"
