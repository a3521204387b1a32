"""What follows on what in a regulation (RG-04)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publicity.models.regulations import Clause
from publicity.workflow import PenaltyMeasure


class PenaltyLink(models.Model):
    """What follows when a duty is not done: two clauses of one wording (RG-04)."""

    duty_clause = models.ForeignKey(
        Clause,
        models.CASCADE,
        related_name="penalty_links",
        verbose_name=_("义务条款"),
    )
    penalty_clause = models.ForeignKey(
        Clause,
        models.CASCADE,
        related_name="duty_links",
        verbose_name=_("处罚条款"),
    )
    measure = models.CharField(
        _("处理方式"),
        max_length=20,
        choices=PenaltyMeasure.choices,
        default=PenaltyMeasure.FINE,
    )
    min = models.PositiveIntegerField(_("最低"), null=True, blank=True)
    max = models.PositiveIntegerField(_("最高"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=10, blank=True, default="元")

    class Meta:
        ordering = ["duty_clause", "pk"]
        verbose_name = _("义务和处罚")
        verbose_name_plural = _("义务和处罚")
        constraints = [
            models.UniqueConstraint(
                fields=["duty_clause", "penalty_clause", "measure"],
                name="one_penalty_of_a_kind",
                violation_error_message=_("这两条之间已经有这种处理。"),
            ),
            models.CheckConstraint(
                condition=Q(min__isnull=True)
                | Q(max__isnull=True)
                | Q(min__lte=F("max")),
                name="penalty_min_below_max",
                violation_error_message=_("最低不能高于最高。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_clause.label} → {self.penalty_clause.label} {self.sum}"

    def clean(self) -> None:
        if (
            self.duty_clause_id
            and self.penalty_clause_id
            and self.duty_clause.version_id != self.penalty_clause.version_id
        ):
            raise ValidationError(
                {"penalty_clause": _("两个条款应当属于同一个法规的同一个版本。")}
            )

    @property
    def sum(self) -> str:
        """Say how much: 罚款50元以上500元以下."""
        measure = self.get_measure_display()
        if self.min is None and self.max is None:
            return measure
        if self.min is None:
            amount = _("%(max)d%(unit)s以下")
        elif self.max is None:
            amount = _("%(min)d%(unit)s以上")
        elif self.min == self.max:
            amount = _("%(min)d%(unit)s")
        else:
            amount = _("%(min)d%(unit)s以上%(max)d%(unit)s以下")
        return measure + amount % {"min": self.min, "max": self.max, "unit": self.unit}
