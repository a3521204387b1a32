"""The questions that pages ask of complaints: adjectives that chain."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, FloatField, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.directory.geometry import METRES_PER_DEGREE, Point
from portal.directory.models import Unit
from reports.complaints.workflow import (
    AT_A_UNIT,
    NEVER_PUBLIC,
    WITHOUT_CLOCK,
    ComplaintState,
)

if TYPE_CHECKING:
    from reports.complaints.models.categories import Category
    from reports.complaints.models.complaints import Complaint  # noqa: F401 -- below

# What tells who a complainant is, or may: a unit's page never loads it (C11).
PRIVATE_FIELDS = (
    "text",
    "place_text",
    "code_hash",
    "key_hash",
    "identity_mode",
    "age_band",
    "has_guardian_consent",
)
# And what everybody may not know either (C4, C8).
UNPUBLIC_FIELDS = (*PRIVATE_FIELDS, "lat", "lon", "submitted_at", "hidden_because")

# How many of the published a map looks at, the newest first.
ON_MAP = 10_000


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def public(self) -> Self:
        """Keep what everybody may read, and load nothing else of it."""
        return self.filter(is_published=True).defer(*UNPUBLIC_FIELDS)

    def open(self) -> Self:
        return self.filter(is_open=True)

    def ended(self) -> Self:
        return self.filter(is_open=False)

    def new(self) -> Self:
        return self.open().filter(state=ComplaintState.SUBMITTED)

    def running(self) -> Self:
        return self.open().exclude(state__in=sorted(WITHOUT_CLOCK))

    def overdue(self, at: datetime) -> Self:
        """Keep what should have been done; what has no limit never falls due."""
        return self.running().filter(due_at__lt=at)

    def late_at_intake(self, at: datetime) -> Self:
        return self.new().filter(intake_due_at__lt=at)

    def due_today(self, at: datetime) -> Self:
        """Keep what falls due between `at` and the end of its day."""
        end = timezone.localtime(at).replace(hour=23, minute=59, second=59)
        return self.running().filter(due_at__gte=at, due_at__lte=end)

    def disputed(self) -> Self:
        return self.open().filter(state=ComplaintState.DISPUTED)

    def waiting(self) -> Self:
        return self.open().filter(state=ComplaintState.WAITING)

    def to_dispatch(self) -> Self:
        return self.open().filter(
            state__in=[
                ComplaintState.FILED,
                ComplaintState.RETURNED,
                ComplaintState.REOPENED,
            ]
        )

    def to_check(self) -> Self:
        return self.open().filter(
            state__in=[ComplaintState.RESOLVED, ComplaintState.CHECKING]
        )

    def to_publish(self) -> Self:
        return self.filter(
            is_published=False, hidden_because="", category__is_public=True
        ).exclude(state__in=NEVER_PUBLIC)

    def for_unit(self, unit: Unit) -> Self:
        """Keep what `unit` has at hand, without what tells who complained (C11)."""
        return (
            self.open()
            .filter(unit=unit, state__in=AT_A_UNIT)
            # PR-22: not even when it was named after the dispatch.
            .exclude(accused_unit=unit)
            .defer(*PRIVATE_FIELDS)
        )

    def near(self, point: Point, category: "Category", radius: int = 0) -> Self:
        """Keep open complaints of the category around `point`: for the desk alone."""
        return (
            self.open()
            .filter(category=category)
            ._around("lat", "lon", point, radius or category.dup_radius_m)
        )

    def publicly_near(self, point: Point, category: "Category") -> Self:
        """Keep published open complaints around `point`, by the places shown.

        By their exact places anybody could find these out, one question after the
        other (C8): so it reaches as much further as a shown place may be off.
        """
        return (
            self.public()
            .open()
            .filter(category=category)
            ._around("public_lat", "public_lon", point, category.dup_radius_m + 80)
        )

    def on_map(self, south: float, west: float, north: float, east: float) -> Self:
        """Keep what of the newest thousands is shown in a window, large or small.

        An index by latitude reads a whole band of all years. This reads the newest
        from an index that holds their places; the sums keep a planner to it.
        """
        newest = self.model._default_manager.filter(is_published=True).order_by("-pk")
        oldest = newest.values("pk")[ON_MAP - 1 : ON_MAP]
        return self.alias(
            at_lat=F("public_lat") + 0.0, at_lon=F("public_lon") + 0.0
        ).filter(
            is_published=True,
            pk__gte=Coalesce(Subquery(oldest), 0),
            at_lat__range=(south, north),
            at_lon__range=(west, east),
        )

    def _around(self, lat: str, lon: str, point: Point, radius: int) -> Self:
        """Look up a box by the index, then measure."""
        high = radius / METRES_PER_DEGREE
        wide = radius / point.metres_per_degree_east
        north = (F(lat) - point.lat) * METRES_PER_DEGREE
        east = (F(lon) - point.lon) * point.metres_per_degree_east
        return (
            self.filter(
                **{
                    f"{lat}__range": (point.lat - high, point.lat + high),
                    f"{lon}__range": (point.lon - wide, point.lon + wide),
                }
            )
            .alias(
                square=ExpressionWrapper(
                    north * north + east * east, output_field=FloatField()
                )
            )
            .filter(square__lte=float(radius**2))
        )

    def recent(self, category: "Category", at: datetime) -> Self:
        """Keep what is young enough to be the same matter (dup_days)."""
        return self.filter(submitted_at__gte=at - category.dup_window)

    def to_anonymise(self, before: datetime) -> Self:
        """Keep what ended before and still tells who sent it; never while open.

        What was merged waits for what it was merged into.
        """
        return self.ended().filter(
            Q(merged_into__isnull=True) | Q(merged_into__is_open=False),
            ended_at__lt=before,
            anonymised_at__isnull=True,
        )
