"""Standings for tests, as handing in a paper leaves them."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from quizzes.contests.models import Attempt, Participant, Stage, Standing, UnitEntry
from quizzes.contests.workflow import AttemptState
from tests.quizzes.make import make_attempt, make_participant


def make_standing(
    stage: Stage,
    *,
    name: str = "周*敏",
    score: int | str = 80,
    seconds: int | str = 120,
    finished_at: Any = None,
    unit_entry: UnitEntry | None = None,
    area: Any = None,
    participant: Participant | None = None,
    **fields: Any,
) -> Standing:
    participant = participant or make_participant(
        stage.contest, shown_name=name, unit_entry=unit_entry, area=area
    )
    attempt = make_attempt(
        participant,
        stage,
        state=AttemptState.SUBMITTED,
        score=Decimal(score),
        most=Decimal(100),
        seconds=int(Decimal(seconds)),
    )
    return standing_of(
        attempt,
        seconds=Decimal(seconds),
        finished_at=finished_at or attempt.finished_at or timezone.now(),
        **fields,
    )


def standing_of(attempt: Attempt, **fields: Any) -> Standing:
    return Standing.objects.create(
        **{
            "stage": attempt.stage,
            "participant": attempt.participant,
            "attempt": attempt,
            "score": attempt.score,
            "seconds": attempt.seconds,
            "finished_at": attempt.finished_at,
            "unit_entry": attempt.participant.unit_entry,
            "area": attempt.participant.area,
            **fields,
        }
    )
