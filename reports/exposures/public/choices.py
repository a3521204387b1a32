"""What a reader narrows the list to: state, reason, unit, area, batch."""

from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from portal.directory.models import Area, Unit
from reports.exposures.models import Exposure, ExposureBatch
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.public.looks import Look, has_look
from reports.exposures.workflow import ReasonCode

NAMES = ("state", "reason", "unit", "area", "batch")


class Choice:
    """The parameters of one request; what names nothing that there is, is a 404 (I4)."""

    def __init__(self, request: HttpRequest) -> None:
        self.given = {
            name: value for name in NAMES if (value := request.GET.get(name, ""))
        }
        self.look = Look(self._one_of("state", Look.values) or "open")
        self.has_look = "state" in self.given
        self.reason = self._one_of("reason", ReasonCode.values)
        # A NUL is a fault to PostgreSQL.
        if any("\0" in value for value in self.given.values()):
            raise Http404

    @cached_property
    def units(self) -> list[Unit]:
        """Return the units that were exposed: what can be chosen."""
        shown = Exposure.objects.public().order_by().values("unit")
        return list(Unit.objects.filter(pk__in=shown).order_by("short_name"))

    @cached_property
    def areas(self) -> list[Area]:
        return list(Area.objects.order_by("code"))

    @cached_property
    def batches(self) -> list[ExposureBatch]:
        return list(ExposureBatch.objects.published())

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in ReasonCode.choices]

    def narrow(self) -> ExposureQuerySet:
        """Return what fits all but the state: what the states are counted of."""
        found = Exposure.objects.public()
        if self.reason:
            found = found.filter(reason_code=self.reason)
        if code := self.given.get("unit"):
            # Any there is: its last exposure may have been taken back just now.
            found = found.filter(unit=get_object_or_404(Unit, code=code))
        if code := self.given.get("area"):
            found = found.filter(area=get_object_or_404(Area, code=code))
        if number := self.given.get("batch"):
            batch = next((b for b in self.batches if str(b.number) == number), None)
            if batch is None:
                raise Http404
            found = found.filter(batch=batch)
        return found

    def chosen(self) -> ExposureQuerySet:
        found = self.narrow()
        if self.has_look:
            found = found.filter(has_look(self.look, timezone.now()))
        return found.for_lists().newest_first()

    @property
    def query_without_state(self) -> str:
        return urlencode({k: v for k, v in self.given.items() if k != "state"})

    def _one_of(self, name: str, values: Iterable[str]) -> str:
        written = self.given.get(name, "")
        if written and written not in values:
            raise Http404
        return written
