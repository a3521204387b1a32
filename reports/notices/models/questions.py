"""The questions that pages ask of notices: adjectives that chain."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q

from portal.directory.geometry import METRES_PER_DEGREE, Point
from portal.directory.models import Unit
from reports.notices.workflow import RUNNING_STATES, NoticeState

if TYPE_CHECKING:
    from reports.notices.models.notices import RectificationNotice  # noqa: F401


class NoticeQuerySet(models.QuerySet["RectificationNotice"]):
    def issued(self) -> Self:
        """Keep what was given out and stands: neither drafts nor what was revoked."""
        return self.filter(number__isnull=False).exclude(state=NoticeState.REVOKED)

    def public(self) -> Self:
        return self.issued().filter(is_public=True)

    def open(self) -> Self:
        return self.filter(is_open=True)

    def running(self) -> Self:
        return self.open().filter(state__in=sorted(RUNNING_STATES))

    def overdue(self, at: datetime) -> Self:
        """Keep what the unit should have handed in; not what waits for us."""
        return self.running().filter(due_at__lt=at)

    def was_overdue(self) -> Self:
        """Keep what ever missed a deadline, whatever became of it (EX-34)."""
        return self.filter(Exists(self._overdue_records()))

    def due_between(self, start: datetime, end: datetime) -> Self:
        """Keep what fell due in [start, end): 应结案, the still open ones too.

        Measured by the deadline that the first round had in the end: a notice falls
        due once, however many rounds it takes.
        """
        return self.issued().filter(first_due_at__gte=start, first_due_at__lt=end)

    def closed_in_time(self) -> Self:
        """Keep what was closed and never missed a deadline (EX-45)."""
        return self.filter(~Exists(self._overdue_records()), state=NoticeState.CLOSED)

    def of_unit(self, unit: Unit) -> Self:
        return self.issued().filter(unit=unit)

    def near(self, point: Point, radius: int) -> Self:
        """Keep what lies within `radius` metres: a box by the index, then measured."""
        high = radius / METRES_PER_DEGREE
        wide = radius / point.metres_per_degree_east
        north = (F("lat") - point.lat) * METRES_PER_DEGREE
        east = (F("lon") - point.lon) * point.metres_per_degree_east
        return (
            self.filter(
                lat__range=(point.lat - high, point.lat + high),
                lon__range=(point.lon - wide, point.lon + wide),
            )
            .alias(
                square=ExpressionWrapper(
                    north * north + east * east, output_field=FloatField()
                )
            )
            .filter(square__lte=float(radius**2))
        )

    def recurring(self) -> Self:
        return self.filter(recurrence_of__isnull=False)

    def waiting_for_residents(self, at: datetime) -> Self:
        """Keep what was passed and whose residents were silent long enough."""
        return self.filter(Q(state=NoticeState.PASSED) & Q(confirm_until__lt=at))

    def _overdue_records(self) -> models.QuerySet[models.Model]:
        related = self.model._meta.get_field("overdue_records").related_model
        records: models.QuerySet[models.Model] = related._default_manager.filter(
            notice=OuterRef("pk")
        )
        return records
