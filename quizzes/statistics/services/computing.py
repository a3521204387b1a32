"""The figures of a stage, computed from its papers and written down."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from quizzes.bank.models import QuestionVersion
from quizzes.contests.models import Attempt, AttemptItem, Stage
from quizzes.contests.workflow import COUNTED, PUBLIC_CONTESTS
from quizzes.statistics.figures import (
    answer_keys,
    item_figures,
    mean_and_deviation,
    random_guess,
)
from quizzes.statistics.models import ItemStat, StageStat

CHUNK = 2000
FOLLOWED = timedelta(days=60)  # appeals change papers after the end
PATIENCE = timedelta(hours=1)
MOST_COUNTED = 40  # different answers kept of one question, the most frequent


def compute_stage(stage: Stage, *, is_forced: bool = False) -> bool:
    """Compute a stage unless its papers are those it was computed from.

    All papers that count are taken; of each wording those who were asked it. Rows come
    in order of the wordings, so that one wording at a time is in memory.
    """
    fingerprint = _fingerprint(stage)
    known = StageStat.objects.filter(stage=stage).first()
    if known and known.fingerprint == fingerprint and not is_forced:
        return False
    stats = [_item_stat(stage, rows) for _version, rows in groupby(_rows(stage), _key)]
    papers = _papers(stage).values_list("score", "most")
    shares = (
        100 * float(score) / float(most)
        for score, most in papers.iterator(chunk_size=CHUNK)
        if most
    )
    mean, deviation = mean_and_deviation(shares)
    now = timezone.now()
    versions = QuestionVersion.objects.in_bulk([stat.version_id for stat in stats])
    for stat in stats:
        stat.guess = random_guess(versions[stat.version_id].parts, stage.mark_rule)
        stat.computed_at = now
    with transaction.atomic():
        StageStat.objects.update_or_create(
            stage=stage,
            defaults={
                "n_attempts": papers.count(),
                "mean": mean,
                "deviation": deviation,
                "fingerprint": fingerprint,
                "computed_at": now,
            },
        )
        ItemStat.objects.filter(stage=stage).delete()
        ItemStat.objects.bulk_create(stats, batch_size=200)
    return True


def compute_recent_stages() -> int:
    """Compute the stages that run or ended lately and have changed. Returns how many."""
    now = timezone.now()
    stages = Stage.objects.filter(
        contest__state__in=PUBLIC_CONTESTS,
        opens_at__lte=now,
        closes_at__gte=now - FOLLOWED,
    ).select_related("stat")
    return sum(compute_stage(stage) for stage in stages if _is_due(stage, now))


def _is_due(stage: Stage, now: datetime) -> bool:
    """Tell whether enough came to be worth the work: a hundredth, or an hour went by.

    So the whole of a contest is computed some hundred times, however long it is.
    """
    known: StageStat | None = getattr(stage, "stat", None)
    if known is None or known.computed_at <= now - PATIENCE:
        return True
    n: int = _papers(stage).count()
    return abs(n - known.n_attempts) * 100 >= known.n_attempts


def _papers(stage: Stage) -> Any:
    return Attempt.objects.filter(stage=stage, state__in=COUNTED).order_by()


def _fingerprint(stage: Stage) -> str:
    """Return what changes with every paper that comes, is voided, or counts again."""
    seen = _papers(stage).aggregate(n=Count("pk"), which=Sum("pk"), scores=Sum("score"))
    return f"{seen['n']} {seen['which']} {seen['scores']}"


def _rows(stage: Stage) -> Iterator[tuple[Any, ...]]:
    return (
        AttemptItem.objects.filter(
            attempt__stage=stage, attempt__state__in=COUNTED, earned__isnull=False
        )
        .order_by("version")
        .values_list(
            "version",
            "earned",
            "points",
            "attempt__score",
            "answer",
            "version__kind",
        )
        .iterator(chunk_size=CHUNK)
    )


def _key(row: tuple[Any, ...]) -> int:
    version: int = row[0]
    return version


def _item_stat(stage: Stage, rows: Iterator[tuple[Any, ...]]) -> ItemStat:
    marks: list[float] = []
    rests: list[float] = []
    counts: Counter[str] = Counter()
    for row in rows:
        version, earned, points, score, answer, kind = row
        marks.append(float(earned / points))
        rests.append(float(score - earned))
        counts.update(answer_keys(kind, answer))
    figures = item_figures(marks, rests)
    return ItemStat(
        stage=stage,
        version_id=version,
        n=figures.n,
        facility=figures.facility,
        deviation=figures.deviation,
        discrimination=figures.discrimination,
        efficiency=figures.efficiency,
        counts=dict(counts.most_common(MOST_COUNTED)),
    )
