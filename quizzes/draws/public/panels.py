"""The draws of a contest, on its page and on that of whoever takes part."""

from typing import Any

from portal.hubs import Panel
from quizzes.contests.hubs import contest_hub, participant_hub
from quizzes.contests.models import Contest, Participant
from quizzes.draws.models import Draw


def _of_contest(contest: Contest) -> dict[str, Any] | None:
    draws = list(Draw.objects.public().filter(contest=contest))
    for draw in draws:
        draw.contest = contest
    return {"draws": draws} if draws else None


def _of_participant(participant: Participant) -> dict[str, Any] | None:
    return _of_contest(participant.contest)


def register_panels() -> None:
    contest_hub.register(
        Panel(
            key="draws",
            order=40,
            template="quizzes/draws/panels/contest.html",
            context=_of_contest,
            is_aside=True,
        )
    )
    participant_hub.register(
        Panel(
            key="draws",
            order=40,
            template="quizzes/draws/panels/participant.html",
            context=_of_participant,
        )
    )
