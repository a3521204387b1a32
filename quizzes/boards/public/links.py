"""How pages of a contest lead to its boards; a participant's own lead to the own row."""

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from quizzes.boards.counting import sign_me
from quizzes.contests.models import Attempt, Contest, Participant
from quizzes.contests.workflow import ContestState

WITHOUT_BOARDS = frozenset({ContestState.DRAFT, ContestState.CANCELLED})


def of_contest(contest: Contest) -> str | None:
    if contest.state in WITHOUT_BOARDS or contest.opens_at > timezone.now():
        return None
    return reverse("boards:board", args=[contest.slug])


def of_participant(participant: Participant, token: str) -> str | None:
    address = of_contest(participant.contest)
    return address and f"{address}?{urlencode({'me': sign_me(participant)})}"


def of_attempt(attempt: Attempt, token: str) -> str | None:
    address = of_contest(attempt.participant.contest)
    marks: dict[str, str | int] = {
        "stage": attempt.stage.position,
        "me": sign_me(attempt.participant),
    }
    return address and f"{address}?{urlencode(marks)}"
