"""What the worker does for activities by the clock."""

from datetime import timedelta

from portal.jobs.periodic import register
from quizzes.events.services.contacts import forget_contacts
from quizzes.events.services.reminding import remind


def register_jobs() -> None:
    register("activities_remind", remind, every=timedelta(minutes=30))
    register("activities_forget_contacts", forget_contacts, every=timedelta(hours=6))
