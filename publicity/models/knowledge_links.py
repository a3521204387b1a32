"""What a knowledge article hangs together with, and how many found it useful."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable


class KnowledgeClause(Orderable):
    """A clause that an article explains, whether its text quotes it or not."""

    page = ParentalKey(
        "publicity.KnowledgePage",
        on_delete=models.CASCADE,
        related_name="clause_links",
    )
    clause = models.ForeignKey(
        "publicity.Clause",
        models.CASCADE,
        related_name="+",
        verbose_name=_("条款"),
    )

    panels = [FieldPanel("clause")]

    class Meta(Orderable.Meta):
        verbose_name = _("相关条款")
        verbose_name_plural = _("相关条款")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "clause"], name="one_link_per_article_and_clause"
            )
        ]

    def __str__(self) -> str:
        return str(self.clause)


class KnowledgeRelation(Orderable):
    """An advertisement or another article that goes with an article."""

    page = ParentalKey(
        "publicity.KnowledgePage",
        on_delete=models.CASCADE,
        related_name="page_links",
    )
    related = models.ForeignKey(
        "wagtailcore.Page",
        models.CASCADE,
        related_name="knowledge_relations",
        verbose_name=_("广告或文章"),
    )

    panels = [
        PageChooserPanel(
            "related", page_type=["publicity.PsaPage", "publicity.KnowledgePage"]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("相关广告和文章")
        verbose_name_plural = _("相关广告和文章")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "related"], name="one_link_per_article_and_page"
            )
        ]

    def __str__(self) -> str:
        return str(self.related)


class UsefulCount(models.Model):
    """How many said on one day whether an article is useful. Nothing of who they were."""

    page = models.ForeignKey(
        "publicity.KnowledgePage", models.CASCADE, related_name="useful_counts"
    )
    day = models.DateField(_("日期"))
    yes_count = models.PositiveIntegerField(_("有用"), default=0)
    no_count = models.PositiveIntegerField(_("没用"), default=0)

    class Meta:
        verbose_name = _("有用计数")
        verbose_name_plural = _("有用计数")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "day"], name="one_count_per_article_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.day}"
