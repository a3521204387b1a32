from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.standards.models import StandardItem
from reports.standards.workflow import AssessmentStatus


class ItemAssessment(models.Model):
    """How far one item had come in one period, as we judged it ourselves (自评)."""

    item = models.ForeignKey(
        StandardItem,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("得分点"),
    )
    period = models.CharField(_("评估期"), max_length=6)  # e.g. 2026Q4
    status = models.CharField(_("状态"), max_length=20, choices=AssessmentStatus)
    score = models.DecimalField(
        _("自评分"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(
        "users.User",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("评估人"),
    )
    at = models.DateTimeField(_("评估时间"), default=timezone.now)

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "period"], name="item_assessed_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0),
                name="item_score_not_negative",
            ),
        ]
        verbose_name = _("得分点自评")
        verbose_name_plural = _("得分点自评")

    def __str__(self) -> str:
        return f"{self.item} {self.period}"
