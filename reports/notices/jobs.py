"""What the worker does for notices by the clock."""

from datetime import timedelta

from portal.jobs.periodic import register
from reports.notices.services.clock import keep_the_clock


def register_jobs() -> None:
    register("notices_clock", keep_the_clock, every=timedelta(minutes=10))
