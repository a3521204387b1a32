"""What was wrong and is put right in public (更正栏), and what the public says is wrong."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.timeline.permanent import Permanent, PermanentQuerySet
from reports.exposures.models.exposures import Exposure
from reports.exposures.workflow import (
    HIDES_TITLE,
    CorrectionKind,
    CorrectionReason,
    FlagReason,
)


class Correction(Permanent):
    """One entry of the public ledger. Never edited: who errs again writes another."""

    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("序号"))
    exposure = models.ForeignKey(
        Exposure,
        models.PROTECT,
        related_name="corrections",
        verbose_name=_("曝光件"),
    )
    kind = models.CharField(_("种类"), max_length=20, choices=CorrectionKind.choices)
    reason_class = models.CharField(
        _("原因类别"), max_length=20, choices=CorrectionReason.choices
    )
    text = models.TextField(_("说明（公开）"))
    decided_by = models.ForeignKey(
        "users.User", models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    # As everybody may read it: an office or a post, never a name.
    decided_as = models.CharField(_("由谁决定"), max_length=60)
    requested_on = models.DateField(_("提出日期"), null=True, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    objects = PermanentQuerySet["Correction"].as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("更正和撤回")
        verbose_name_plural = _("更正和撤回")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "sequence"], name="one_correction_per_number"
            ),
            models.UniqueConstraint(
                fields=["exposure"],
                condition=Q(kind=CorrectionKind.RETRACTION),
                name="one_retraction_per_exposure",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"更正〔{self.year}〕{self.sequence}号"

    @property
    def is_retraction(self) -> bool:
        return self.kind == CorrectionKind.RETRACTION

    @property
    def hides_title(self) -> bool:
        return self.is_retraction and self.reason_class in HIDES_TITLE


class CorrectionCounter(models.Model):
    """The last number given in a year. The row is locked: no gap, no number twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("更正文号")
        verbose_name_plural = _("更正文号")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> "FlagQuerySet":
        return self.filter(closed_at__isnull=True)


class Flag(models.Model):
    """What somebody of the public says is wrong: a task for people, nothing more.

    Nothing is kept of who sent it; no number of them hides anything (invariant 18).
    """

    exposure = models.ForeignKey(
        Exposure, models.CASCADE, related_name="flags", verbose_name=_("曝光件")
    )
    reason = models.CharField(_("原因"), max_length=20, choices=FlagReason.choices)
    text = models.TextField(_("说明"), blank=True)
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    closed_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("处理结果"), max_length=300, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("公众反映")
        verbose_name_plural = _("公众反映")
        constraints = [
            models.CheckConstraint(
                name="flag_closed_by_somebody_with_words",
                condition=Q(closed_at__isnull=True)
                | Q(closed_by__isnull=False) & ~Q(outcome=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.exposure}"
