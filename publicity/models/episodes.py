from collections.abc import Container
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from portal.frame.meta import ColumnType
from portal.images.looks import warm
from portal.pages import BasePage, ColumnPage, is_open
from publicity.months import Month, grid

EARLIER = 3


class EpisodeIndexPage(ColumnPage):
    """The daily TV programme, with a calendar that shows the days without it (S-08)."""

    column_type = ColumnType.NEWS
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publicity.EpisodePage"]

    class Meta:
        verbose_name = _("今日双创栏目")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        episodes = EpisodePage.objects.live().filter(is_open()).child_of(self)
        latest = episodes.newest_with_the_first_day()
        month = _asked_month(request, latest)
        in_month = list(
            episodes.for_lists().filter(air_date__range=(month.first, month.last))
        )
        # Of two programmes on a day, the calendar leads to the first.
        aired = {item.air_date: item for item in in_month}
        warm([item.cover for item in in_month], "card")
        missing = _days_without(latest.began_on, month, aired) if latest else set()
        return {
            **context,
            "latest": latest,
            "items": in_month,
            "month": month,
            "is_latest_month": bool(latest and month.holds(latest.air_date)),
            "has_earlier": bool(latest and latest.began_on < month.first),
            "has_later": bool(latest and latest.air_date > month.last),
            "missing_count": len(missing),
            "weeks": grid(
                month,
                {day: item.get_url(request) for day, item in aired.items()},
                missing=missing,
            ),
        }


def _asked_month(request: HttpRequest, latest: "EpisodePage | None") -> Month:
    """Return the month of the address, from the first programme's to the latest's."""
    written = request.GET.get("month", "")
    shown = Month.of(latest.air_date if latest else timezone.localdate())
    if not written:
        return shown
    month = Month.parse(written)
    if not (month and latest and Month.of(latest.began_on) <= month <= shown):
        raise Http404
    return month


def _days_without(began: date, month: Month, aired: Container[date]) -> set[date]:
    """Return the days that should have had a programme (S-08).

    Today counts only once it is over: the programme may come this evening (TV-08).
    """
    first = max(began, month.first)
    last = min(timezone.localdate() - timedelta(days=1), month.last)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day for day in days if day not in aired}


class EpisodeQuerySet(PageQuerySet):
    def for_lists(self) -> Any:
        return (
            self.select_related("cover")
            .defer("transcript")
            .order_by("-air_date", "-pk")
        )

    def newest_with_the_first_day(self) -> "EpisodePage | None":
        """Return the latest programme; its `began_on` is the day of the first of all."""
        first = self.order_by("air_date").values("air_date")[:1]
        newest: EpisodePage | None = (
            self.select_related("cover", "video")
            .prefetch_related("chapters")
            .annotate(began_on=Subquery(first))
            .order_by("-air_date", "-pk")
            .first()
        )
        return newest

    def around(self, page: "EpisodePage") -> tuple["EpisodePage | None", Any]:
        """Return the programme after `page`, and some before it: one query."""
        later = Q(air_date__gt=page.air_date)
        later |= Q(air_date=page.air_date, number__gt=page.number)
        after = self.filter(later).order_by("air_date", "number")
        before = self.exclude(later).exclude(pk=page.pk)
        found = list(
            self.filter(
                Q(pk__in=Subquery(after.values("pk")[:1]))
                | Q(
                    pk__in=before.order_by("-air_date", "-number").values("pk")[
                        :EARLIER
                    ]
                )
            ).for_lists()
        )
        has_next = found and (found[0].air_date, found[0].number) > (
            page.air_date,
            page.number,
        )
        return (found[0], found[1:]) if has_next else (None, found)


class NextEpisodePanel(FieldRowPanel):
    """Begins a new programme where the latest stands; `?day=` says which is missing."""

    class BoundPanel(FieldRowPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is None or self.form.is_bound or self.instance.pk:
                return
            latest = EpisodePage.objects.order_by("-number").first()
            if latest:
                self.form.initial |= {
                    "number": latest.number + 1,
                    "programme": latest.programme,
                    "channel": latest.channel,
                }
            if day := _asked_day(self.request):
                self.form.initial["air_date"] = day


def _asked_day(request: HttpRequest | None) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", "")) if request else None
    except ValueError:
        return None


class EpisodePage(BasePage):
    """One broadcast of the daily programme."""

    number = models.PositiveIntegerField(_("期号"), unique=True)
    air_date = models.DateField(_("播出日期"), db_index=True)
    air_time = models.TimeField(_("播出时间"), null=True, blank=True)
    programme = models.CharField(_("栏目名"), max_length=40)
    channel = models.CharField(_("频道"), max_length=40, blank=True)
    video = models.ForeignKey(
        "media.Recording",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("视频"),
    )
    duration = models.PositiveIntegerField(_("时长（秒）"), default=0)
    transcript = models.TextField(
        _("文字稿"), blank=True, help_text=_("没有字幕的视频必须有文字稿（TV-07）。")
    )
    tip = models.TextField(_("双创小提示"), blank=True)

    objects = PageManager.from_queryset(EpisodeQuerySet)()

    parent_page_types = ["publicity.EpisodeIndexPage"]
    subpage_types: list[str] = []
    body_panels = [
        NextEpisodePanel(
            [FieldPanel("number"), FieldPanel("air_date"), FieldPanel("air_time")]
        ),
        FieldRowPanel([FieldPanel("programme"), FieldPanel("channel")]),
        FieldPanel("video"),
        FieldPanel("duration"),
        InlinePanel("chapters", heading=_("分段"), label=_("段落")),
        FieldPanel("transcript"),
        FieldPanel("tip"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("transcript"),
        index.SearchField("tip"),
        index.FilterField("air_date"),
    ]

    class Meta:
        verbose_name = _("节目")
        verbose_name_plural = _("节目")

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        return (
            super().for_serving().select_related("video").prefetch_related("chapters")
        )

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        siblings = EpisodePage.objects.live().filter(is_open()).sibling_of(self)
        later, earlier = siblings.around(self)
        warm([item.cover for item in earlier], "card")
        return {**context, "later": later, "earlier": earlier}


class Chapter(Orderable):
    """A place in an episode that can be jumped to."""

    page = ParentalKey(EpisodePage, on_delete=models.CASCADE, related_name="chapters")
    start = models.PositiveIntegerField(_("开始（秒）"))
    title = models.CharField(_("标题"), max_length=60)

    panels = [FieldRowPanel([FieldPanel("start"), FieldPanel("title")])]

    class Meta(Orderable.Meta):
        verbose_name = _("分段")
        verbose_name_plural = _("分段")

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> str:
        """The place in minutes and seconds, e.g. `1:05`."""
        return f"{self.start // 60}:{self.start % 60:02}"
