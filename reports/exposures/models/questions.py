"""The questions that pages ask of exposures: adjectives that chain."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from portal.directory.models import Area, Unit
from reports.exposures.workflow import (
    IN_PREPARATION,
    PUBLIC_STATES,
    UNMENDED,
    ExposureState,
)

if TYPE_CHECKING:
    from publicity.models import EpisodePage
    from reports.exposures.models.exposures import Exposure  # noqa: F401 -- below


class ExposureQuerySet(models.QuerySet["Exposure"]):
    def public(self) -> Self:
        """Keep what everybody may read at this moment."""
        return self.filter(state__in=sorted(PUBLIC_STATES))

    def ever_public(self) -> Self:
        return self.filter(published_at__isnull=False)

    def retracted(self) -> Self:
        return self.filter(state=ExposureState.RETRACTED)

    def in_preparation(self) -> Self:
        return self.filter(state__in=sorted(IN_PREPARATION))

    def unmended(self) -> Self:
        return self.filter(state__in=sorted(UNMENDED))

    def mended(self) -> Self:
        return self.filter(state=ExposureState.RECTIFIED)

    def of_unit(self, unit: Unit) -> Self:
        return self.filter(unit=unit)

    def of_area(self, area: Area) -> Self:
        return self.filter(area=area)

    def shown_in(self, episode: "EpisodePage") -> Self:
        """Keep what a programme shows: in a place of its own, or in its batch."""
        return self.filter(
            models.Q(episode=episode)
            | models.Q(episode__isnull=True, batch__episode=episode)
        )

    def due_to_go_live(self, at: datetime) -> Self:
        return self.in_preparation().filter(go_live_at__lte=at)

    def expired(self, on: date) -> Self:
        """Keep what should not be shown any more (EX-12)."""
        return self.public().filter(publish_until__lt=on)

    def to_review(self, on: date) -> Self:
        """Keep what is shown without end and whose day to look again has come."""
        return self.public().filter(publish_until__isnull=True, review_on__lte=on)

    def for_lists(self) -> Self:
        """Load with each what a list says of it."""
        return self.select_related(
            "batch", "unit", "area", "street", "place", "category", "notice"
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")
