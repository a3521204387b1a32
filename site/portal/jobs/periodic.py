"""Work that returns: each job at most once per due time, whoever ticks.

An application registers its jobs in `AppConfig.ready()`. The worker ticks once
a minute; where there is no worker, system cron may run `manage.py tick`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from portal.jobs.models import PeriodicRun

logger = logging.getLogger(__name__)

# The tick comes a moment early or late: a job for each minute must not miss one.
SLACK = timedelta(seconds=5)


@dataclass(frozen=True)
class Job:
    name: str
    function: Callable[[], object]
    every: timedelta


_jobs: dict[str, Job] = {}


def register(name: str, function: Callable[[], object], *, every: timedelta) -> None:
    """Let `function` run once in each `every`. It must bear being run twice."""
    if name in _jobs:
        raise ImproperlyConfigured(f"There is a periodic job {name} already.")
    _jobs[name] = Job(name, function, every)


def tick(now: datetime | None = None) -> dict[str, bool]:
    """Run the jobs that are due. Returns their names and whether each went well.

    A job that fails stops no other, and is due again at the next tick.
    """
    now = now or timezone.now()
    outcome: dict[str, bool] = {}
    for job in _jobs.values():
        # Even taking the job up may fail: another machine may hold the database.
        try:
            if not (claim := _claim(job, now)):
                continue
            outcome[job.name] = False
            try:
                job.function()
            except Exception:
                _give_back(job, claim)
                raise
            outcome[job.name] = True
        except Exception:
            logger.exception("The periodic job %s failed.", job.name)
    return outcome


@dataclass(frozen=True)
class _Claim:
    at: datetime
    before: datetime | None


def _claim(job: Job, now: datetime) -> _Claim | None:
    """Move the job's time, under a lock, so that only one process runs it."""
    run, _is_new = PeriodicRun.objects.get_or_create(name=job.name)
    if not _is_due(job, run, now):  # asked first without a lock: most often so
        return None
    with transaction.atomic():
        held = (
            PeriodicRun.objects.select_for_update(skip_locked=True)
            .filter(name=job.name)
            .first()
        )
        if held is None or not _is_due(job, held, now):
            return None
        before = held.last_run_at
        held.last_run_at = now
        held.save(update_fields=["last_run_at"])
    return _Claim(now, before)


def _is_due(job: Job, run: PeriodicRun, now: datetime) -> bool:
    return run.last_run_at is None or run.last_run_at + job.every - SLACK <= now


def _give_back(job: Job, claim: _Claim) -> None:
    PeriodicRun.objects.filter(name=job.name, last_run_at=claim.at).update(
        last_run_at=claim.before
    )
