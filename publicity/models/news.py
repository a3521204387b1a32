from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from portal.directory.models import Area, Unit
from portal.frame.meta import ColumnType
from portal.images.looks import warm
from portal.pages import BasePage, ColumnPage, PageTag, is_open
from portal.paging import ListPage, page_of
from publicity.blocks import ArticleBlock
from publicity.months import Month, grid, parse_day
from publicity.workflow import NewsKind

LIKE_SHOWN = 5


class NewsIndexPage(ColumnPage):
    """All news, by kind, month, tag, unit and area."""

    column_type = ColumnType.NEWS
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publicity.NewsPage"]

    class Meta:
        verbose_name = _("每日动态栏目")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        chosen = _Choice(request)
        everything = NewsPage.objects.live().filter(is_open()).child_of(self)
        shown = page_of(chosen.narrow(everything).for_lists(), request)
        warm([item.cover for item in shown], "thumb")
        month = chosen.month or Month.of(chosen.day or _first_day(shown))
        days = everything.days_in_and_around(month)
        return {
            **context,
            "chosen": chosen,
            "kinds": NewsKind.choices,
            "areas": Area.objects.only("code", "name"),
            "items": shown,
            "month": month,
            "weeks": grid(
                month,
                {day: f"?day={day}" for day in days if month.holds(day)},
                chosen=chosen.day,
            ),
            # The nearest months that have something: the calendar leads nowhere else.
            "earlier": next((Month.of(day) for day in days if day < month.first), None),
            "later": next((Month.of(day) for day in days if day > month.last), None),
        }


def _first_day(shown: ListPage) -> date:
    for item in shown:
        return timezone.localtime(item.first_published_at).date()
    return timezone.localdate()


class _Choice:
    """What a reader narrowed the list to. What makes no sense is a 404 (I4)."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET
        # PostgreSQL refuses to look for it.
        if any("\0" in value for value in asked.values()):
            raise Http404
        self.kind = asked.get("kind", "")
        self.tag = asked.get("tag", "")
        self.month = Month.parse(asked["month"]) if asked.get("month") else None
        self.day: date | None = None
        try:
            if asked.get("day"):
                self.day = parse_day(asked["day"])
            self.unit = _asked_for(Unit, asked.get("unit", ""))
            self.area = _asked_for(Area, asked.get("area", ""))
        except (ValueError, Unit.DoesNotExist, Area.DoesNotExist):
            raise Http404 from None
        if self.kind not in {"", *NewsKind.values}:
            raise Http404
        if asked.get("month") and not self.month:
            raise Http404

    @property
    def kind_label(self) -> str:
        return str(NewsKind(self.kind).label) if self.kind else ""

    @property
    def words(self) -> list[str]:
        """What the list is narrowed to, to be said in its heading."""
        return [
            str(word)
            for word in (
                self.kind_label,
                self.tag,
                self.unit,
                self.area,
                self.day or self.month,
            )
            if word
        ]

    def narrow(self, items: "NewsQuerySet") -> "NewsQuerySet":
        if self.kind:
            items = items.filter(kind=self.kind)
        if self.tag:
            items = items.filter(tagged_items__tag__name=self.tag)
        if self.unit:
            items = items.filter(unit_mentions__unit=self.unit)
        if self.area:
            items = items.filter(area=self.area)
        if self.day:
            items = items.published_within(self.day, self.day)
        elif self.month:
            items = items.published_within(self.month.first, self.month.last)
        return items


def _asked_for(model: Any, code: str) -> Any:
    return model.objects.get(code=code) if code else None


class NewsQuerySet(PageQuerySet):
    def for_lists(self) -> Any:
        """Newest first, with what a list shows of each."""
        return (
            self.select_related("cover", "area")
            .defer("body")
            .order_by("-first_published_at", "-pk")
        )

    def published_within(self, first: date, last: date) -> Self:
        begin, end = _from_to(first, last)
        within: Self = self.filter(
            first_published_at__gte=begin, first_published_at__lt=end
        )
        return within

    def days_in_and_around(self, month: Month) -> list[date]:
        """Return the days of a month that have items, and the nearest before and after."""
        begin, end = _from_to(month.first, month.last)
        before = self.filter(first_published_at__lt=begin)
        after = self.filter(first_published_at__gte=end)
        days = (
            self.filter(
                Q(first_published_at__gte=begin, first_published_at__lt=end)
                | Q(first_published_at=_one(before, models.Max))
                | Q(first_published_at=_one(after, models.Min))
            )
            .order_by()
            .annotate(day=TruncDate("first_published_at"))
            .values_list("day", flat=True)
            .distinct()
        )
        return sorted(days)

    def around(self, page: "NewsPage") -> Any:
        """Return the items next to `page` in time, and those that share its tags.

        One query for all. A draft has no time yet: it would be the newest.
        """
        at = page.first_published_at or timezone.now()
        others = self.exclude(pk=page.pk)
        like = (
            PageTag.objects.filter(
                tag__in=[tag.pk for tag in page.tag_list],
                content_object__in=others.order_by().values("pk"),
            )
            .values("content_object")
            .annotate(shared=models.Count("pk"))
            .order_by("-shared", "-content_object")
            .values("content_object")
        )
        return (
            others.filter(
                Q(pk__in=like[:LIKE_SHOWN])
                | Q(
                    first_published_at=_one(
                        others.filter(first_published_at__gt=at), models.Min
                    )
                )
                | Q(
                    first_published_at=_one(
                        others.filter(first_published_at__lt=at), models.Max
                    )
                )
            )
            .defer("body")
            .order_by("-first_published_at", "-pk")
        )


def _from_to(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments between which these days lie: an index can use them."""
    begin, end = (
        timezone.make_aware(datetime.combine(day, time.min))
        for day in (first, last + timedelta(days=1))
    )
    return begin, end


def _one(items: "NewsQuerySet", best: type[models.Aggregate]) -> Subquery:
    """Return the time of the first or last of `items`, as part of another query."""
    return Subquery(
        items.order_by()
        .values("content_type")
        .annotate(at=best("first_published_at"))
        .values("at")[:1]
    )


class NewsPage(BasePage):
    """One news item."""

    kind = models.CharField(
        _("类别"), max_length=20, choices=NewsKind.choices, default=NewsKind.DAILY
    )
    area = models.ForeignKey(
        "directory.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("片区"),
    )
    body = StreamField(ArticleBlock(), verbose_name=_("正文"))

    objects = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types = ["publicity.NewsIndexPage"]
    subpage_types: list[str] = []
    body_panels = [FieldPanel("kind"), FieldPanel("body"), FieldPanel("area")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("动态")
        verbose_name_plural = _("动态")

    @classmethod
    def for_serving(cls) -> models.QuerySet[Any]:
        return super().for_serving().select_related("area")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        siblings = NewsPage.objects.live().filter(is_open()).sibling_of(self)
        around = list(siblings.around(self))
        at = self.first_published_at or timezone.now()
        newer = [item for item in around if item.first_published_at > at][-1:]
        older = [item for item in around if item.first_published_at < at][:1]
        return {
            **context,
            "newer": newer[0] if newer else None,
            "older": older[0] if older else None,
            "related": [item for item in around if item not in (*newer, *older)],
        }

    @cached_property
    def film(self) -> Any:
        """Return the first film of the text: it is shown above it."""
        return next((block for block in self.body if block.block_type == "video"), None)

    @property
    def text_blocks(self) -> list[Any]:
        """The body without the film that stands above it."""
        film = self.film
        return [block for block in self.body if block is not film]
