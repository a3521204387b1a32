"""What hangs on a page beside its own fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import (
    FieldPanel,
)


class PageTag(TaggedItemBase):
    content_object = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")


class PageUnit(models.Model):
    """A unit that a page speaks of: the page appears on the unit's own page."""

    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="unit_mentions"
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="page_mentions",
        verbose_name=_("单位"),
    )

    panels = [FieldPanel("unit")]

    class Meta:
        verbose_name = _("提到的单位")
        verbose_name_plural = _("提到的单位")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "unit"], name="unit_mentioned_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class PageStandard(models.Model):
    """A standard's item that a page is evidence for (档案依据)."""

    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="standard_evidence"
    )
    item = models.ForeignKey(
        "standards.StandardItem",
        models.PROTECT,
        related_name="page_evidence",
        verbose_name=_("得分点"),
    )

    panels = [FieldPanel("item")]

    class Meta:
        verbose_name = _("对应的创建标准")
        verbose_name_plural = _("对应的创建标准")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "item"], name="item_evidenced_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return str(self.item)
