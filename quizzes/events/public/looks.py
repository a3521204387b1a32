"""What pages about activities have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.directory.models import Area
from portal.frame.meta import Column, ColumnType
from publicity.months import Month, grid
from quizzes.events.models import Activity
from quizzes.events.models.activities import ActivityQuerySet
from quizzes.events.workflow import ActivityKind

Weeks = list[list[Any]]
Chosen = TypeVar("Chosen")


def column() -> Column:
    return Column(
        name=_("活动"),
        type=ColumnType.NEWS,
        description=_("演讲、宣讲、志愿服务和现场赛：时间、地点、报名和结果。"),
        keywords=_("活动,演讲,宣讲,志愿服务,报名"),
    )


def crumbs() -> list[tuple[str, str]]:
    return [(_("活动"), reverse("activities:index"))]


@dataclass
class Choice:
    """Which activities a reader wants to see, by what stands in the address."""

    request: HttpRequest

    @cached_property
    def kind(self) -> ActivityKind | None:
        return self._read("kind", _kind_of)

    @cached_property
    def area(self) -> Area | None:
        return self._read("area", lambda code: Area.objects.filter(code=code).first())

    @cached_property
    def month(self) -> Month | None:
        return self._read("month", Month.parse)

    def _read(self, name: str, read: Callable[[str], Chosen | None]) -> Chosen | None:
        written = self.request.GET.get(name, "")
        found = read(written) if written else None
        if written and found is None:
            raise Http404(_("没有这样的活动。"))
        return found

    @property
    def words(self) -> list[str]:
        words = [str(self.kind.label) if self.kind else ""]
        words.append(self.area.name if self.area else "")
        if self.month:
            words.append(f"{self.month.year}年{self.month.month}月")
        return [word for word in words if word]

    def narrow(self, activities: ActivityQuerySet) -> ActivityQuerySet:
        if self.kind:
            activities = activities.filter(kind=self.kind)
        if self.area:
            activities = activities.filter(area=self.area)
        return activities


def _kind_of(written: str) -> ActivityKind | None:
    return ActivityKind(written) if written in ActivityKind.values else None


@dataclass(frozen=True)
class Calendar:
    month: Month
    weeks: Weeks
    earlier: Month | None
    later: Month | None


def calendar_for(activities: ActivityQuerySet, month: Month) -> Calendar:
    """Return a month with its days that have something, and where else to leaf to."""
    days = [
        timezone.localtime(at).date()
        for at in activities.order_by("starts_at").values_list("starts_at", flat=True)
    ]
    here: dict[date, str] = {
        day: f"?month={month}#d{day.day}" for day in days if month.holds(day)
    }
    earlier = [day for day in days if day < month.first]
    later = [day for day in days if day > month.last]
    return Calendar(
        month,
        grid(month, here),
        Month.of(earlier[-1]) if earlier else None,
        Month.of(later[0]) if later else None,
    )


def in_month(activities: ActivityQuerySet, month: Month) -> list[Activity]:
    return list(
        activities.filter(
            starts_at__date__gte=month.first, starts_at__date__lte=month.last
        )
        .for_lists()
        .order_by("starts_at", "pk")
    )
