"""Background tasks that are tried again when they fail.

A task may run twice: a worker that is killed leaves it half done, and the next
one starts it anew. So every task must be idempotent: look first whether the
work is done, and leave nothing behind that a second run would trip over.

    @background(attempts=5)
    def shrink_film(recording_pk: int) -> None: ...

    shrink_film.enqueue(recording.pk)   # inside a transaction: sent if it commits
"""

import functools
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskContext, task
from django_tasks.base import Task

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


class GiveUp(Exception):
    """Raised by a task whose failure will not go away, e.g. a film that is none."""


def pause_before(attempt: int) -> timedelta:
    """Return how long to wait before `attempt`, the second being the first retry.

    30 s, 2 min, 8 min, 32 min, then an hour each.
    """
    growth: int = 4 ** min(attempt - 2, 10)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)


def background(
    *, attempts: int = 5, queue_name: str = "default", priority: int = 0
) -> Callable[[Callable[..., Any]], Task[Any, Any]]:
    """Make a function into a task for the worker, tried up to `attempts` times.

    Each failure is kept as a failed result with its traceback.
    """

    def wrap(function: Callable[..., Any]) -> Task[Any, Any]:
        @functools.wraps(function)
        def attempt_it(
            context: TaskContext, *args: Any, attempt: int = 1, **kwargs: Any
        ) -> Any:
            try:
                return function(*args, **kwargs)
            except GiveUp:
                raise
            except Exception:
                if attempt < attempts:
                    pause = pause_before(attempt + 1)
                    context.task_result.task.using(
                        run_after=timezone.now() + pause
                    ).enqueue(*args, attempt=attempt + 1, **kwargs)
                    logger.warning(
                        "%s failed at attempt %s of %s; again in %s.",
                        function.__name__,
                        attempt,
                        attempts,
                        pause,
                    )
                raise

        # django_tasks looks at the signature, which `wraps` would hide.
        del attempt_it.__wrapped__
        make_task: Callable[..., Task[Any, Any]] = task(
            backend="background",
            queue_name=queue_name,
            priority=priority,
            takes_context=True,
        )
        return make_task(attempt_it)

    return wrap
