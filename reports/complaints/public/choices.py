"""What a reader narrows the list and the map to. What makes no sense is a 404 (I4)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from portal.directory.models import Area, Unit
from publicity.months import Month
from reports.complaints.models import Category, Complaint, Family
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.looks import Look, that_look
from reports.complaints.workflow import Kind

NAMES = ("state", "family", "category", "area", "unit", "kind", "month")
CODE = re.compile(r"[-A-Za-z0-9_.]{1,20}")
Coded = TypeVar("Coded", Area, Unit, Category, Family)


class Choice:
    """What was chosen, and what there is to choose from: three queries."""

    def __init__(self, request: HttpRequest) -> None:
        asked = {name: request.GET.get(name, "") for name in NAMES}
        if not all(CODE.fullmatch(value) for value in asked.values() if value):
            raise Http404
        self.asked = asked
        self.area = named(asked["area"], self.areas)
        self.unit = named(asked["unit"], self.units)
        self.category = named(asked["category"], self.categories)
        self.family = named(asked["family"], self.families)
        self.look = _value(asked["state"], Look)
        self.kind = _value(asked["kind"], Kind)
        self.month = Month.parse(asked["month"]) if asked["month"] else None
        if asked["month"] and not self.month:
            raise Http404

    @cached_property
    def areas(self) -> list[Area]:
        return list(Area.objects.all())

    @cached_property
    def units(self) -> list[Unit]:
        return list(Unit.objects.only("code", "name", "short_name"))

    @cached_property
    def categories(self) -> list[Category]:
        return list(
            Category.objects.filter(is_public=True)
            .select_related("family")
            .order_by("family__position", "family", "position", "pk")
        )

    @property
    def families(self) -> list[Family]:
        return list({each.family_id: each.family for each in self.categories}.values())

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.value, str(kind.label)) for kind in Kind]

    @cached_property
    def months(self) -> list[Month]:
        """Return the last twelve months, the newest first."""
        months = [Month.of(timezone.localdate())]
        while len(months) < 12:
            months.append(months[-1].previous)
        return months

    @property
    def words(self) -> list[str]:
        """Say what is chosen, beside the state."""
        chosen = (
            self.family,
            self.category,
            self.area,
            self.unit,
            self.kind.label if self.kind else "",
            self.month,
        )
        return [str(word) for word in chosen if word]

    @property
    def query(self) -> str:
        """Return the choice as an address carries it."""
        return query_of(self.asked)

    @property
    def query_without_state(self) -> str:
        return query_of(self.asked | {"state": ""})

    def narrow(self, *, look: Look | None = None) -> ComplaintQuerySet:
        """Return the public ones that were chosen, in whichever state or of `look`."""
        items = Complaint.objects.public()
        if self.family:
            inside = [each.pk for each in self.categories if each.family == self.family]
            items = items.filter(category__in=inside)
        if self.category:
            items = items.filter(category=self.category)
        if self.area:
            items = items.filter(area=self.area)
        if self.unit:
            items = items.filter(unit=self.unit)
        if self.kind:
            items = items.filter(kind=self.kind)
        if self.month:
            items = items.filter(submitted_on__range=_days(self.month))
        return that_look(items, look, timezone.now()) if look else items

    def chosen(self) -> ComplaintQuerySet:
        return self.narrow(look=self.look)


def _days(month: Month) -> tuple[date, date]:
    return month.first, month.last


def query_of(asked: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})


def named(code: str, known: Iterable[Coded]) -> Coded | None:
    if not code:
        return None
    found = next((each for each in known if each.code == code), None)
    if found is None:
        raise Http404
    return found


_Choices = TypeVar("_Choices", Look, Kind)


def _value(written: str, choices: type[_Choices]) -> _Choices | None:
    if not written:
        return None
    if written not in choices.values:
        raise Http404
    return choices(written)
