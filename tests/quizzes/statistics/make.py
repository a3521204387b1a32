"""Papers in bulk, as services would have marked them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.utils import timezone

from quizzes.contests.models import Attempt, AttemptItem, Participant, Stage
from quizzes.contests.workflow import AttemptState
from tests.quizzes.make import make_question, make_stage
from tests.quizzes.statistics.simulated import Simulated

POINTS = 5


def make_papers(
    simulated: Simulated, *, stage: Stage | None = None, **fields: Any
) -> Stage:
    """Write the simulated marks down as papers of one stage; who is wrong chose B."""
    stage = stage or make_stage(n_questions=1, **fields)
    versions = [make_question().current for _each in simulated.slopes]
    choices = [
        [option.id for option in each.parts.options] for each in versions if each
    ]
    now = timezone.now()
    n = len(simulated.marks)
    people = Participant.objects.bulk_create(
        Participant(
            contest=stage.contest,
            token_hash=f"{stage.pk} {number}",
            name="阿明",
            shown_name="阿*",
            joined_at=now,
            form_key_hash=f"{stage.pk} {number}",
        )
        for number in range(n)
    )
    asked = ~np.isnan(simulated.marks)
    attempts = Attempt.objects.bulk_create(
        Attempt(
            participant=person,
            stage=stage,
            day=timezone.localdate(),
            nth_of_day=1,
            nth=1,
            state=AttemptState.SUBMITTED,
            started_at=now - timedelta(minutes=5),
            closes_at=now,
            finished_at=now,
            n_questions=int(asked[number].sum()),
            score=Decimal(POINTS * int(simulated.totals[number])),
            most=POINTS * int(asked[number].sum()),
            seconds=Decimal(300),
        )
        for number, person in enumerate(people)
    )
    AttemptItem.objects.bulk_create(
        (
            AttemptItem(
                attempt=attempt,
                position=position,
                version=versions[column],
                points=POINTS,
                answer={"chosen": [choices[column][int(not mark)]]},
                earned=POINTS * int(mark),
                is_right=bool(mark),
            )
            for number, attempt in enumerate(attempts)
            for position, column in enumerate(np.flatnonzero(asked[number]).tolist(), 1)
            for mark in [simulated.marks[number, column]]
        ),
        batch_size=2000,
    )
    return stage
