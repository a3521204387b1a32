"""The calendar of the newsroom: what came, comes, waits, ends and is missing (发布日历)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Page, Revision, WorkflowState

from portal.cms.explorable import explorable
from publicity.calendar_dates import date_sources
from publicity.models import (
    EpisodePage,
    KnowledgePage,
    NewsPage,
    PsaPage,
    TopicPage,
)
from publicity.months import Month
from publicity.newsroom.at_hand import writable_columns
from publicity.newsroom.doors import staff_view
from publicity.staleness import Ledger

KINDS = {
    "news": NewsPage,
    "episode": EpisodePage,
    "psa": PsaPage,
    "knowledge": KnowledgePage,
    "topic": TopicPage,
}
SHOWN_A_DAY = 4


class EntryState(models.TextChoices):
    PUBLISHED = "published", _("已发布")
    SCHEDULED = "scheduled", _("定时上线")
    WAITING = "waiting", _("待审，定了时间")
    EXPIRING = "expiring", _("到期下线")
    EVENT = "event", _("活动")


@dataclass(frozen=True)
class Entry:
    at: datetime
    state: EntryState
    title: str
    kind: str
    address: str


@dataclass
class DayOfWork:
    date: date
    entries: list[Entry] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN_A_DAY]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.entries) - SHOWN_A_DAY)

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()


@staff_view(user_has_any_page_permission)
def calendar(request: HttpRequest) -> HttpResponse:
    written = request.GET.get("month", "")
    month = Month.parse(written) if written else Month.of(timezone.localdate())
    kind = request.GET.get("kind", "")
    look = request.GET.get("look", "grid")
    kinds = [(key, model._meta.verbose_name) for key, model in KINDS.items()]
    kinds += [(source.key, source.kind) for source in date_sources()]
    if month is None or kind not in {"", *dict(kinds)} or look not in {"grid", "list"}:
        raise Http404
    days = days_of(month, kind, request.user)
    add = {
        model: reverse(
            "wagtailadmin_pages:add",
            args=[model._meta.app_label, model._meta.model_name, column.pk],
        )
        for column, model in writable_columns(request)
    }
    return render(
        request,
        "publicity/newsroom/calendar.html",
        {
            "title": _("发布日历"),
            "month": month,
            "weeks": [[day and days[day] for day in week] for week in month.weeks()],
            "days": [day for day in days.values() if day.entries or day.lacks],
            "kind": kind,
            "look": look,
            "kinds": kinds,
            "states": EntryState.choices,
            "missing_count": sum(bool(day.lacks) for day in days.values()),
            "add_news": add.get(NewsPage, ""),
            "add_episode": add.get(EpisodePage, ""),
        },
    )


def days_of(month: Month, kind: str, user: Any) -> dict[date, DayOfWork]:
    """Return each day of a month with what belongs to it, in the order of the clock."""
    days = {
        day: DayOfWork(day) for week in month.weeks() for day in week if day is not None
    }
    found: dict[date, list[Entry]] = defaultdict(list)
    begin = timezone.make_aware(datetime.combine(month.first, time.min))
    end = timezone.make_aware(
        datetime.combine(month.last + timedelta(days=1), time.min)
    )
    for entry in (*_pages(begin, end, kind, user), *_dates(begin, end, kind)):
        found[timezone.localtime(entry.at).date()].append(entry)
    for day, entries in found.items():
        days[day].entries = sorted(
            entries, key=lambda entry: (entry.state == "published", entry.at)
        )
    ledger = Ledger(month.first, month.last)
    for key, missing, word in (
        ("episode", ledger.days_without_programme, _("缺节目")),
        ("news", ledger.days_without_report, _("缺动态")),
    ):
        if kind in {"", key}:
            for day in missing():
                days[day].lacks.append(str(word))
    return days


def _dates(begin: datetime, end: datetime, kind: str) -> Iterator[Entry]:
    for source in date_sources():
        if kind in {"", source.key}:
            for each in source.between(begin, end):
                yield Entry(
                    each.at,
                    EntryState.EVENT,
                    each.title,
                    str(source.kind),
                    each.address,
                )


def _pages(begin: datetime, end: datetime, kind: str, user: Any) -> Iterator[Entry]:
    models_asked = [model for key, model in KINDS.items() if kind in {"", key}]
    if not models_asked:
        return
    types = {
        content_type.pk: str(model._meta.verbose_name)
        for model, content_type in ContentType.objects.get_for_models(
            *models_asked
        ).items()
    }
    live = Page.objects.live().filter(content_type__in=types).order_by()
    came = Q(first_published_at__gte=begin, first_published_at__lt=end)
    ends = Q(expire_at__gte=begin, expire_at__lt=end)
    for pk, title, type_pk, *moments in live.filter(came | ends).values_list(
        "pk", "title", "content_type_id", "first_published_at", "expire_at"
    ):
        for state, at in zip(
            (EntryState.PUBLISHED, EntryState.EXPIRING), moments, strict=True
        ):
            if at and begin <= at < end:
                yield Entry(at, state, title, types[type_pk], _editor_of(pk))

    planned = [
        (int(pk), at, EntryState.SCHEDULED, title, types[type_pk])
        for pk, title, type_pk, at in Revision.page_revisions.filter(
            content_type__in=types,
            approved_go_live_at__gte=begin,
            approved_go_live_at__lt=end,
        ).values_list(
            "object_id", "object_str", "content_type_id", "approved_go_live_at"
        )
    ]
    reviewed = WorkflowState.objects.active().values("current_task_state__revision")
    waiting = (
        Revision.page_revisions.filter(content_type__in=types, pk__in=reviewed)
        # `KT` knows keys of a field, not fields of another table.
        .annotate(go_live=KT("content__go_live_at"))
        .values_list("object_id", "object_str", "content_type_id", "go_live")
    )
    for pk, title, type_pk, written in waiting:
        at = parse_datetime(written) if written else None
        if at and begin <= at < end:
            planned.append((int(pk), at, EntryState.WAITING, title, types[type_pk]))
    if not planned:
        return
    # What is not public yet is named only to those who could open it.
    open_to_them = set(
        Page.objects.filter(
            explorable(user), pk__in=[pk for pk, *_rest in planned]
        ).values_list("pk", flat=True)
    )
    for pk, at, state, title, kind in planned:
        if pk in open_to_them:
            yield Entry(at, state, title, kind, _editor_of(pk))


def _editor_of(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])
