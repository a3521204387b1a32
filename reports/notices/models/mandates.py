"""By whose word inspections are made: no notice without one (EX-02)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class InspectionMandateQuerySet(models.QuerySet["InspectionMandate"]):
    def alive(self, on: date) -> Self:
        return self.filter(valid_from__lte=on, valid_to__gte=on)


class InspectionMandate(models.Model):
    """A document of the county government: who inspects what, from when to when."""

    doc_no = models.CharField(_("文号"), max_length=60, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    scope = models.TextField(_("督查事项和范围"))
    issued_by = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="mandates",
        verbose_name=_("发文机关"),
    )
    valid_from = models.DateField(_("开始日期"))
    valid_to = models.DateField(_("截止日期"))

    objects = InspectionMandateQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        verbose_name = _("督查授权")
        verbose_name_plural = _("督查授权")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="mandate_ends_after_it_begins",
                violation_error_message=_("截止日期不能早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.doc_no} {self.title}"

    def is_alive(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_to


class NoticeCounter(models.Model):
    """The last number given in a year. The row is locked: no gap, no number twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("文号")
        verbose_name_plural = _("文号")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
