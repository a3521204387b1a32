"""Which columns are neglected, and which days lack what is due every day.

Asked by the desk of the newsroom, the calendar and the self-check alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Count, F, Max, Min, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from wagtail.models import Page

from publicity.models import EpisodePage, KnowledgePage, NewsPage, PsaPage
from publicity.workflow import NewsKind


class Freshness(models.TextChoices):
    FRESH = "fresh", _("按时更新")
    WARNING = "warning", _("快超期了")
    STALE = "stale", _("超期未更新")
    EMPTY = "empty", _("没有内容")


@dataclass(frozen=True)
class ColumnAge:
    """How long ago a column got its last item, and how long that may be (SC-01)."""

    key: str
    name: StrOrPromise
    model: Any
    window: timedelta
    last: datetime | None
    at: datetime

    @property
    def days(self) -> int | None:
        return (self.at - self.last).days if self.last else None

    @property
    def state(self) -> Freshness:
        if self.last is None:
            return Freshness.EMPTY
        age = self.at - self.last
        if age > self.window:
            return Freshness.STALE
        return Freshness.WARNING if age > self.window / 2 else Freshness.FRESH


WATCHED = {
    "news": NewsPage,
    "episodes": EpisodePage,
    "psas": PsaPage,
    "knowledge": KnowledgePage,
}


class Ledger:
    """What is public in each column, and on which days of a span it came: one query."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        types = ContentType.objects.get_for_models(*WATCHED.values())
        news, episode = types[NewsPage], types[EpisodePage]
        begin, after = map(_midnight, (first, last + timedelta(days=1)))
        day = Case(
            # The database truncates only what lies in the span: it is slow at that.
            When(
                content_type=news,
                first_published_at__gte=begin,
                first_published_at__lt=after,
                then=TruncDate("first_published_at"),
            ),
            When(
                content_type=episode,
                episodepage__air_date__range=(first, last),
                then=F("episodepage__air_date"),
            ),
            output_field=models.DateField(),
        )
        self.rows = [
            Row(*values)
            for values in Page.objects.live()
            .filter(content_type__in=types.values())
            .order_by()
            .annotate(day=day)
            .values_list("content_type", "newspage__kind", "day")
            .annotate(
                Count("pk"),
                Max("first_published_at"),
                Min("first_published_at"),
                Min("episodepage__air_date"),
            )
        ]
        self.types = {model: content_type.pk for model, content_type in types.items()}

    def _of(self, model: Any) -> "list[Row]":
        return [row for row in self.rows if row.content_type == self.types[model]]

    def news_count(self, day: date) -> int:
        return sum(row.item_count for row in self._of(NewsPage) if row.day == day)

    def has_programme(self, day: date) -> bool:
        return any(row.day == day for row in self._of(EpisodePage))

    def days_without_programme(self) -> set[date]:
        """Return the days that had no programme (S-08, TV-08).

        Today counts only once it is over, and no day before the first programme.
        """
        rows = self._of(EpisodePage)
        return self._lacking(rows, [row.first_aired for row in rows])

    def days_without_report(self) -> set[date]:
        """Return the days on which no news item at all was published."""
        rows = self._of(NewsPage)
        began = [timezone.localdate(row.first) for row in rows if row.first]
        return self._lacking(rows, began)

    def _lacking(self, rows: "list[Row]", began: Iterable[date | None]) -> set[date]:
        known = [day for day in began if day]
        if not known:
            return set()
        first = max(self.first, min(known))
        last = min(self.last, timezone.localdate() - timedelta(days=1))
        had = {row.day for row in rows}
        due = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return {day for day in due if day not in had}

    def ages(self, at: datetime | None = None) -> list[ColumnAge]:
        """Return every watched column, the most neglected first."""
        at = at or timezone.now()
        ages = []
        for key, days in settings.STALE_COLUMN_DAYS.items():
            column, _dot, kind = key.partition(".")
            model = WATCHED[column]
            name = NewsKind(kind).label if kind else model._meta.verbose_name
            came = [
                row.last
                for row in self._of(model)
                if row.last and (not kind or row.kind == kind)
            ]
            window = timedelta(days=days)
            ages.append(
                ColumnAge(key, name, model, window, max(came, default=None), at)
            )
        longest = timedelta(days=36_500)
        return sorted(
            ages,
            key=lambda age: -((at - age.last if age.last else longest) / age.window),
        )


class Row(NamedTuple):
    content_type: int
    kind: str | None
    day: date | None  # none outside the span
    item_count: int
    last: datetime | None
    first: datetime | None
    first_aired: date | None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def neglected(ages: list[ColumnAge]) -> list[ColumnAge]:
    return [age for age in ages if age.state is not Freshness.FRESH]
