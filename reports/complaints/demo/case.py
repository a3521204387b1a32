"""One complaint of the data on its way into the database."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from portal.directory.calendar import LAST_SECOND, WorkCalendar
from reports.complaints.demo.history import Step
from reports.complaints.models import (
    Complaint,
)


@dataclass
class Case:
    """One complaint on its way into the database, with what the data says of it."""

    row: dict[str, Any]
    steps: list[Step]
    complaint: Complaint

    def at(self, *verbs: str) -> datetime | None:
        """Return when the last step of these was."""
        return next(
            (each.at for each in reversed(self.steps) if each.verb in verbs), None
        )

    def told(self, status: str) -> dict[str, Any] | None:
        """Return what the data says of its coming to `status`, the last time."""
        found = (row for row in self.row["history"] if row["status"] == status)
        return max(found, key=lambda row: str(row["at"]), default=None)


def end_of(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), LAST_SECOND))


def due(case: Case, calendar: WorkCalendar) -> datetime:
    """Return the deadline that the data gives, or what the category allows."""
    accepted_at = case.complaint.accepted_at
    if accepted_at is None:
        raise ValueError("What is not accepted has no deadline.")
    told = datetime.fromisoformat(case.row["history"][0]["at"])
    if case.row["deadline"]:
        day = date.fromisoformat(case.row["deadline"])
        shift = told.date() - timezone.localdate(case.steps[0].at)
        return timezone.make_aware(datetime.combine(day - shift, LAST_SECOND))
    return case.complaint.category.due_after(accepted_at, calendar)
