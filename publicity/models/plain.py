from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageQuerySet
from wagtail.search import index

from portal.frame.meta import ColumnType
from portal.pages import BasePage, ColumnPage
from publicity.blocks import ArticleBlock


class AboutIndexPage(ColumnPage):
    """Pages about the site itself: privacy, help, rules."""

    column_type = ColumnType.OVERVIEW
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publicity.AboutPage"]

    class Meta:
        verbose_name = _("关于本站栏目")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "items": _plain_pages().child_of(self)}


def _plain_pages() -> PageQuerySet:
    return AboutPage.objects.live().public().defer("body").order_by("path")


class AboutPage(BasePage):
    """One page about the site."""

    body = StreamField(ArticleBlock(), verbose_name=_("正文"))

    parent_page_types = ["publicity.AboutIndexPage"]
    subpage_types: list[str] = []
    body_panels = [FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("说明页")
        verbose_name_plural = _("说明页")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "siblings": _plain_pages().sibling_of(self)}
