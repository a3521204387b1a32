import logging
import threading
import time
from contextlib import nullcontext
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.dispatch import receiver
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished

from portal.jobs.periodic import tick
from portal.jobs.requeue import is_one_machine, only_worker, requeue_interrupted

logger = logging.getLogger(__name__)

MINUTE = 60


@receiver(task_finished)
def write_down_failure(task_result: TaskResult[Any], **kwargs: Any) -> None:
    if task_result.status == TaskResultStatus.FAILED:
        said = task_result.errors[-1].traceback if task_result.errors else ""
        logger.error("%s failed.\n%s", task_result.task.module_path, said)


def tick_each_minute() -> None:
    while True:
        close_old_connections()
        tick()
        time.sleep(MINUTE - time.time() % MINUTE)


class Command(BaseCommand):
    help = "Runs background tasks as they come, and the periodic jobs once a minute."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        is_alone = is_one_machine()
        with only_worker() if is_alone else nullcontext():
            requeue_interrupted(is_only_worker=is_alone)
            # A thread, so that a film that takes minutes does not hold up the clock.
            threading.Thread(target=tick_each_minute, daemon=True).start()
            call_command(
                "db_worker",
                *("--queue-name", "*", "--backend", "background"),
                *("--no-reload", "--no-startup-delay"),
                # Each task would be two lines in the log; failures are told below.
                verbosity=max(0, options["verbosity"] - 1),
            )
