"""How many joined and finished in each hour or day: three queries at any size."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDay, TruncHour
from django.utils import timezone

from quizzes.contests.models import Attempt, Contest
from quizzes.contests.workflow import FINISHED

HOURS_UP_TO = timedelta(days=3)
MOST_BUCKETS = 92


@dataclass(frozen=True)
class Bucket:
    at: datetime
    n_joined: int
    n_finished: int


@dataclass(frozen=True)
class Participation:
    is_by_hour: bool
    buckets: list[Bucket]
    n_joined: int
    n_finished: int
    n_running: int
    is_cut: bool = False  # there was more, longer ago

    @property
    def most(self) -> int:
        counts = [max(each.n_joined, each.n_finished) for each in self.buckets]
        return max(counts, default=0)


def participation(contest: Contest, at: datetime | None = None) -> Participation:
    at = at or timezone.now()
    until = max(min(at, contest.closes_at), contest.opens_at)
    is_by_hour = until - contest.opens_at <= HOURS_UP_TO
    step = timedelta(hours=1) if is_by_hour else timedelta(days=1)
    papers = Attempt.objects.filter(stage__contest=contest)
    joined = _counted(contest.participants.taking_part(), "joined_at", is_by_hour)
    finished = _counted(papers.filter(state__in=FINISHED), "finished_at", is_by_hour)
    # Nothing is drawn of the time before anybody came, nor of very long ago.
    begun = min([*joined, *finished], default=contest.opens_at)
    earliest = until - (MOST_BUCKETS - 1) * step
    first = _floor(max(begun, earliest), is_by_hour)
    buckets = []
    while first <= until:
        buckets.append(Bucket(first, joined.get(first, 0), finished.get(first, 0)))
        first = _floor(first + step, is_by_hour)
    return Participation(
        is_by_hour,
        buckets,
        n_joined=sum(joined.values()),
        n_finished=sum(finished.values()),
        n_running=papers.filter(state="in_progress").count(),
        is_cut=begun < earliest,
    )


def _counted(rows: QuerySet[Any], field: str, is_by_hour: bool) -> dict[datetime, int]:
    truncated = (TruncHour if is_by_hour else TruncDay)(field)
    found = rows.order_by().annotate(bucket=truncated).values("bucket")
    return dict(found.annotate(n=Count("pk")).values_list("bucket", "n"))


def _floor(moment: datetime, is_by_hour: bool) -> datetime:
    local = timezone.localtime(moment).replace(minute=0, second=0, microsecond=0)
    return local if is_by_hour else local.replace(hour=0)
