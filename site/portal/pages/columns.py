"""A column: an index that says what it holds."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
)
from wagtail.models import Page
from wagtail.search import index

from portal.frame.meta import Column, ColumnType
from portal.pages.framed import FramedPage


class ColumnPage(FramedPage):
    """A column (栏目): an index that says what it holds."""

    intro = models.CharField(
        _("栏目简介"), max_length=200, help_text=_("写明本栏目刊登什么。")
    )
    keywords = models.CharField(
        _("栏目关键词"), max_length=100, help_text=_("用逗号分隔。")
    )

    column_type: ColumnType
    may_be_empty = False
    show_in_menus_default = True

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("keywords")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        if cls.max_count != 1 or not cls.can_exist_under(parent):
            return bool(super().can_create_at(parent))
        # Wagtail asks once for each kind of which there may be one.
        there = parent.__dict__.get("_single_kinds")
        if there is None:
            kinds = ContentType.objects.get_for_models(*ColumnPage.__subclasses__())
            there = parent._single_kinds = set(
                Page.objects.filter(content_type__in=kinds.values())
                .order_by()
                .values_list("content_type", flat=True)
                .distinct()
            )
        kind = ContentType.objects.get_for_model(cls).pk
        return cls.is_creatable and kind not in there

    @property
    def column(self) -> Column:
        return Column(
            name=self.title,
            type=self.column_type,
            description=self.intro,
            keywords=self.keywords,
        )
