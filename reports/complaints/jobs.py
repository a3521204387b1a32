"""What the worker does for complaints by the clock."""

from datetime import timedelta

from portal.jobs.periodic import register
from reports.complaints.services.contacts import anonymise
from reports.complaints.services.reminding import keep_the_clock
from reports.complaints.statistics import refresh_figures


def register_jobs() -> None:
    register("complaints_clock", keep_the_clock, every=timedelta(minutes=10))
    register("complaints_figures", refresh_figures, every=timedelta(hours=1))
    register("complaints_anonymise", anonymise, every=timedelta(days=1))
