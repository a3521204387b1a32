"""What a participant may pass on of a paper: numbers, and no name."""

from django.http import HttpRequest
from django.urls import reverse

from portal.frame.sites import government_of
from quizzes.contests.models import Attempt
from quizzes.practice.scores import Score, seal_score


def passed_on(request: HttpRequest, attempt: Attempt) -> dict[str, object]:
    """Return what `quizzes/practice/_pass_on.html` shows, for a paper that counts."""
    score = Score(
        attempt.n_right,
        attempt.n_questions,
        attempt.stage.contest.title,
        attempt.day,
        round(100 * attempt.score / attempt.most),
    )
    token = seal_score(score)
    path = reverse("quizzes:shared", args=[token])
    return {
        "score": score,
        "share_path": path,
        "share_url": government_of(request).site.root_url + path,
        "card_url": reverse("quizzes:card", args=[token]),
    }
