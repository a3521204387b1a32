"""The periodic work of the site itself."""

from datetime import timedelta

from django.core.management import call_command

from portal.jobs.periodic import register
from portal.jobs.requeue import requeue_interrupted
from portal.throttle import forget_expired


def publish_scheduled() -> None:
    """Let pages go live, and expire, at the time that their editors set."""
    call_command("publish_scheduled", verbosity=0)


def forget_finished_tasks() -> None:
    call_command(
        "prune_db_task_results",
        *("--backend", "background", "--queue-name", "*"),
        *("--min-age-days", "14", "--failed-min-age-days", "60"),
        verbosity=0,
    )


def forget_old_sessions() -> None:
    call_command("clearsessions", verbosity=0)


def take_up_lost_tasks() -> None:
    # The tick runs inside a worker, which may itself be at a task.
    requeue_interrupted(is_only_worker=False)


def register_all() -> None:
    register("publish_scheduled", publish_scheduled, every=timedelta(minutes=1))
    register("take_up_lost_tasks", take_up_lost_tasks, every=timedelta(minutes=10))
    register("forget_finished_tasks", forget_finished_tasks, every=timedelta(days=1))
    register("forget_old_sessions", forget_old_sessions, every=timedelta(days=1))
    register("forget_attempts", forget_expired, every=timedelta(minutes=10))
