"""What a paper came to, and what of it may be passed on: numbers, no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.utils import timezone

from quizzes.bank.asking import Asked
from quizzes.bank.models import QuestionVersion
from quizzes.bank.workflow import Topic
from quizzes.practice.papers import Paper

SALT = "quizzes practice score"


@dataclass(frozen=True)
class Share:
    """How many of one topic were right."""

    topic: Topic
    right: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.total) if self.total else 0


@dataclass(frozen=True)
class Score:
    right: int
    total: int
    title: str
    day: date
    marked: int | None = None  # out of a hundred, where questions weigh differently

    @property
    def wrong(self) -> int:
        return self.total - self.right

    @property
    def points(self) -> int:
        """Return it out of a hundred."""
        if self.marked is not None:
            return self.marked
        return round(100 * self.right / self.total) if self.total else 0


def score_of(paper: Paper, told: Sequence[Asked]) -> Score:
    right = sum(1 for asked in told if asked.verdict and asked.verdict.is_right)
    return Score(right, paper.total, paper.title, timezone.localdate())


def by_topic(
    told: Sequence[Asked], versions: dict[int, QuestionVersion]
) -> list[Share]:
    shares = []
    for topic in Topic:
        rows = [
            asked for asked in told if versions[asked.version_id].topic == topic.value
        ]
        right = sum(1 for asked in rows if asked.verdict and asked.verdict.is_right)
        if rows:
            shares.append(Share(topic, right, len(rows)))
    return shares


def seal_score(score: Score) -> str:
    """Return the same for the same score: what is drawn of it is drawn once."""
    return signing.Signer(salt=SALT).sign_object(
        [score.right, score.total, score.title, f"{score.day:%Y-%m-%d}", score.marked],
        compress=True,
    )


def unseal_score(token: str) -> Score | None:
    try:
        if token.count(":") == 2:  # with a time behind, as links once were
            read = signing.loads(token, salt=SALT)
        else:
            read = signing.Signer(salt=SALT).unsign_object(token)
        right, total, title, day, *marked = read
        return Score(right, total, title, date.fromisoformat(day), *marked)
    except (signing.BadSignature, ValueError):
        return None
