from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from portal.frame.meta import ColumnType
from portal.images.looks import warm
from portal.pages import BasePage, ColumnPage, PageTag
from publicity.blocks import ArticleBlock
from publicity.figures import series_of
from publicity.models.news import NewsPage

NEWS_SHOWN = 8


class TopicIndexPage(ColumnPage):
    """The special campaigns (专项整治, S-07)."""

    column_type = ColumnType.NEWS
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publicity.TopicPage"]

    class Meta:
        verbose_name = _("专项整治栏目")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        topics = (
            TopicPage.objects.live()
            .public()
            .child_of(self)
            .select_related("cover")
            .prefetch_related("figures")
            .defer("body")
            .order_by("is_archived", "path")
        )
        warm((topic.cover for topic in topics), "card")
        cards = [(topic, series_of(topic.figures.all())[:1]) for topic in topics]
        return {
            **context,
            "running": [card for card in cards if not card[0].is_archived],
            "archived": [card for card in cards if card[0].is_archived],
        }


class TopicPage(BasePage):
    """One campaign: what is to be reached, and how far it has come.

    News with one of the topic's tags are shown with it.
    """

    body = StreamField(ArticleBlock(), blank=True, verbose_name=_("正文"))
    is_archived = models.BooleanField(
        _("已归档"), default=False, help_text=_("结束的专题标明“已归档”（GW-34）。")
    )

    parent_page_types = ["publicity.TopicIndexPage"]
    subpage_types: list[str] = []
    body_panels = [
        InlinePanel("figures", heading=_("目标和实际"), label=_("数字")),
        FieldPanel("body"),
        FieldPanel("is_archived"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("专项整治")
        verbose_name_plural = _("专项整治")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "series": series_of(self.figures.all()),
            "news": self._news()[:NEWS_SHOWN] if self.tag_list else [],
        }

    def _news(self) -> models.QuerySet[Any]:
        shared = PageTag.objects.filter(
            content_object=OuterRef("pk"), tag__in=[tag.pk for tag in self.tag_list]
        )
        news: models.QuerySet[Any] = (
            NewsPage.objects.live()
            .public()
            .filter(Exists(shared))
            .defer("body")
            .order_by("-first_published_at")
        )
        return news


class TopicFigure(Orderable):
    """What was reached of a target on one day. Several days make a line."""

    page = ParentalKey(TopicPage, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("指标"), max_length=40)
    measure = models.CharField(_("单位"), max_length=10, default="%")
    target = models.DecimalField(_("目标"), max_digits=10, decimal_places=1)
    actual = models.DecimalField(_("实际"), max_digits=10, decimal_places=1)
    as_of = models.DateField(_("截至"))

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("measure")]),
        FieldRowPanel(
            [FieldPanel("target"), FieldPanel("actual"), FieldPanel("as_of")]
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("目标和实际")
        verbose_name_plural = _("目标和实际")

    def __str__(self) -> str:
        return f"{self.label} {self.actual}{self.measure}"
