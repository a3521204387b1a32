"""Exposures come in numbered batches (集中曝光的期)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ExposureBatchQuerySet(models.QuerySet["ExposureBatch"]):
    def published(self) -> Self:
        return self.filter(published_on__isnull=False)


class ExposureBatch(models.Model):
    """One batch: a cover page, its cases, and the programme that showed them."""

    number = models.PositiveIntegerField(_("期号"), unique=True)
    title = models.CharField(_("标题"), max_length=60)
    cover_text = models.TextField(_("封面说明"), blank=True)
    planned_on = models.DateField(_("计划日期"), null=True, blank=True)
    # Of the first case that went live.
    published_on = models.DateField(_("曝光日期"), null=True, blank=True, db_index=True)
    episode = models.ForeignKey(
        "publicity.EpisodePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("电视节目"),
    )

    objects = ExposureBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("曝光期")
        verbose_name_plural = _("曝光期")
        constraints = [
            models.CheckConstraint(
                name="batch_numbers_begin_at_one",
                condition=Q(number__gte=1, number__lt=1_000_000),
                violation_error_message=_("期号从1开始。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exposures:batch", args=[self.number])
