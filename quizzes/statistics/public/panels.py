"""Below a board when the contest is over: how many took part, and what most got wrong."""

from typing import Any

from django.conf import settings
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from quizzes.contests.models import Stage
from quizzes.contests.workflow import ContestState, Phase, Reveals
from quizzes.statistics.models import StageStat

SHOWN = 10
HARD_BELOW = 100.0  # what everybody knew is no mistake


def figures_of(stage: Stage) -> dict[str, Any] | None:
    """Return the figures of a stage that is over (QZ-10).

    Of a contest that never tells its key the questions stay with the organisers: they
    will be asked again (Q1).
    """
    contest, now = stage.contest, timezone.now()
    is_over = contest.phase(now) == Phase.CLOSED and stage.closes_at <= now
    if not is_over or contest.state == ContestState.CANCELLED:
        return None
    rows = _with_missed(stage)
    if not rows or not rows[0]["n_attempts"]:
        return None
    missed = [] if stage.reveals == Reveals.NEVER else rows
    return {"stat": rows[0], "missed": [row for row in missed if row["n"]]}


def _with_missed(stage: Stage) -> list[Any]:
    """Return the stage's figures with each of the questions missed most: one query."""
    missed = FilteredRelation(
        "stage__item_stats",
        condition=Q(
            stage__item_stats__n__gte=settings.CONTESTS["LEAST_ANSWERS"],
            stage__item_stats__facility__lt=HARD_BELOW,
        ),
    )
    return list(
        StageStat.objects.filter(stage=stage)
        .annotate(missed=missed)
        .order_by("missed__facility", "missed__version")
        .values(
            "n_attempts",
            "mean",
            n=F("missed__n"),
            facility=F("missed__facility"),
            stem=F("missed__version__stem"),
        )[:SHOWN]
    )
