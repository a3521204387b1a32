"""Who looked at what before it went live, and what the unit had to say."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.timeline.permanent import Permanent, PermanentQuerySet
from reports.complaints.models import UnitLink
from reports.exposures.models.exposures import Exposure
from reports.exposures.workflow import ApprovalLevel


class PrivacyCheck(Permanent):
    """Somebody went through pictures and words for what must not be seen (EX-08, E2)."""

    exposure = models.ForeignKey(
        Exposure, models.PROTECT, related_name="privacy_checks"
    )
    by = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)
    digest = models.CharField(max_length=64)
    has_no_faces = models.BooleanField(_("人脸、车牌、门牌、电话都已遮挡"))
    has_no_minors = models.BooleanField(_("没有未成年人，或已完全遮挡"))
    has_no_secrets = models.BooleanField(_("不涉及国家秘密、工作秘密和商业秘密"))
    names_nobody = models.BooleanField(_("文字里没有任何个人的姓名"))

    objects = PermanentQuerySet["PrivacyCheck"].as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("隐私核查")
        verbose_name_plural = _("隐私核查")
        constraints = [
            models.CheckConstraint(
                name="privacy_check_finds_nothing",
                condition=Q(
                    has_no_faces=True,
                    has_no_minors=True,
                    has_no_secrets=True,
                    names_nobody=True,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exposure} {self.at:%Y-%m-%d}"


class ExposureApproval(Permanent):
    """One person's yes to the words and pictures that `digest` stands for."""

    exposure = models.ForeignKey(Exposure, models.PROTECT, related_name="approvals")
    level = models.CharField(_("级别"), max_length=10, choices=ApprovalLevel.choices)
    by = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)
    comment = models.CharField(_("意见"), max_length=300, blank=True)
    digest = models.CharField(max_length=64)

    objects = PermanentQuerySet["ExposureApproval"].as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("曝光审批")
        verbose_name_plural = _("曝光审批")
        constraints = [
            models.UniqueConstraint(
                fields=["exposure", "digest", "level"],
                name="one_exposure_approval_per_level",
            ),
            # E1, in the database as well: whoever comes by SQL meets it too.
            models.UniqueConstraint(
                fields=["exposure", "digest", "by"],
                name="nobody_approves_an_exposure_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.by}"


class UnitStatement(models.Model):
    """What the unit says to it, shown beside the charge (EX-22). It is no veto."""

    exposure = models.ForeignKey(Exposure, models.PROTECT, related_name="statements")
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        null=True,
        related_name="exposure_statements",
        verbose_name=_("单位"),
    )
    text = models.TextField(_("原文"))
    # Edited for offence and for what is personal alone.
    text_public = models.TextField(_("公开文本"), blank=True)
    by_link = models.ForeignKey(
        UnitLink, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_user = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_post = models.CharField(_("填报人（职务）"), max_length=60, blank=True)
    filed_at = models.DateTimeField(_("时间"), default=timezone.now)
    is_verified = models.BooleanField(_("经核实"), null=True)
    verified_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)

    class Meta:
        ordering = ["filed_at", "pk"]
        verbose_name = _("单位陈述")
        verbose_name_plural = _("单位陈述")
        constraints = [
            models.CheckConstraint(
                name="statement_verified_by_somebody",
                condition=Q(is_verified__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.exposure} {self.filed_at:%Y-%m-%d}"
