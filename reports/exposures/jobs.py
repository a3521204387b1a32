"""What the worker does for exposures by the clock."""

from datetime import timedelta

from portal.jobs.periodic import register
from reports.exposures.services.expiring import end_expired
from reports.exposures.services.publishing import publish_due


def register_jobs() -> None:
    register("exposures_publish_due", publish_due, every=timedelta(minutes=1))
    register("exposures_end_expired", end_expired, every=timedelta(hours=1))
