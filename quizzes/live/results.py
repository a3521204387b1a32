"""What came out of a question and of a round, once it may be told."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from quizzes.bank.portions import Choice, portion_of
from quizzes.live.models import LiveAnswer, LivePlayer, LiveQuestion, LiveRound
from quizzes.live.names import shown_name

WIDTH = 100  # of a bar


@dataclass(frozen=True)
class Bar:
    choice: Choice
    count: int
    percent: int
    is_right: bool


@dataclass(frozen=True)
class Place:
    rank: int
    name: str
    points: int
    n_right: int
    pk: int


def question_at(live_round: LiveRound) -> LiveQuestion | None:
    return (
        live_round.questions.select_related("version__image")
        .filter(position=live_round.position)
        .first()
    )


def choices_of(question: LiveQuestion) -> list[Choice]:
    return portion_of(question.version.parts, question.order).choices


def right_ids(question: LiveQuestion) -> set[str]:
    return {option.id for option in question.version.parts.right}


def bars_of(question: LiveQuestion) -> list[Bar]:
    """Return how often each option was chosen, with the right ones marked."""
    answers = list(
        LiveAnswer.objects.filter(question=question).values_list("chosen", flat=True)
    )
    counts = Counter(each for chosen in answers for each in chosen)
    right = right_ids(question)
    return [
        Bar(
            choice,
            counts[choice.id],
            round(WIDTH * counts[choice.id] / len(answers)) if answers else 0,
            choice.id in right,
        )
        for choice in choices_of(question)
    ]


def standings_of(live_round: LiveRound, most: int | None = None) -> list[Place]:
    """Return who stands where; the same points share a rank."""
    players = (
        LivePlayer.objects.filter(live_round=live_round)
        .annotate(
            points=Coalesce(Sum("answers__points"), 0),
            n_right=Count("answers", filter=Q(answers__is_right=True)),
        )
        .order_by("-points", "number")
        .values_list("pk", "name", "number", "points", "n_right")
    )
    places: list[Place] = []
    for nth, (pk, name, number, points, n_right) in enumerate(players, start=1):
        tied = places and places[-1].points == points
        rank = places[-1].rank if tied else nth
        places.append(Place(rank, shown_name(name, number), points, n_right, pk))
        if len(places) == most:
            break
    return places
