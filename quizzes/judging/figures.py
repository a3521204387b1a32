"""What is published after the close (QZ-10): people, papers, the mean.

Which questions went wrong most stands on the board's page.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Avg, F, FloatField
from django.db.models.functions import Cast

from quizzes.contests.models import Attempt, Contest, Standing
from quizzes.contests.workflow import StageKind

KEPT_SECONDS = 300


@dataclass(frozen=True)
class Figures:
    n_people: int
    n_papers: int
    mean: float | None  # of a hundred, over the papers that count

    @property
    def mean_in_words(self) -> str:
        return "—" if self.mean is None else f"{self.mean:.1f}"


def figures_of(contest: Contest) -> Figures:
    """Return the figures, counted once for each version of the results."""
    key = f"contest-figures-{contest.pk}-{contest.version}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = _count(contest)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _count(contest: Contest) -> Figures:
    official = {"stage__contest": contest, "stage__kind": StageKind.OFFICIAL}
    papers = Attempt.objects.counted().filter(**official)
    standings = Standing.objects.filter(**official, is_counted=True)
    share = Cast(F("score"), FloatField()) / Cast(F("attempt__most"), FloatField())
    mean = standings.aggregate(mean=Avg(share))["mean"]
    return Figures(
        n_people=standings.values("participant").distinct().count(),
        n_papers=papers.count(),
        mean=None if mean is None else 100 * mean,
    )
