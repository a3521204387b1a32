"""Takes up tasks again whose worker died: every task runs at least once."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)


def is_one_machine() -> bool:
    """Tell whether the database is a file, which nobody reaches from elsewhere."""
    return connections["default"].vendor == "sqlite"


def requeue_interrupted(*, is_only_worker: bool) -> int:
    """Put tasks back that are marked as running but that nobody runs any more.

    The only worker of a site may take all of them before it starts. Where
    others may be at work, a task counts as lost after `TASK_TIME_LIMIT`.
    """
    lost = DBTaskResult.objects.running()
    if not is_only_worker:
        limit = timedelta(seconds=settings.TASK_TIME_LIMIT)
        lost = lost.filter(started_at__lt=timezone.now() - limit)
    count = lost.update(status="READY", started_at=None)
    if count:
        logger.warning("%s interrupted tasks will run again.", count)
    return count


@contextmanager
def only_worker() -> Iterator[None]:
    """Hold the machine's worker lock, and wait for it where another holds it.

    So a second site on the same files does no harm: its worker takes over when
    the first one goes. The lock is freed with the process, however that ends.
    """
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    lock = os.open(settings.VAR_DIR / "worker.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            logger.warning("Another worker is at work here; this one waits.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
