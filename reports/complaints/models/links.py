"""The secret addresses by which units work without an account."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Unit
from reports.complaints.models.complaints import Complaint


class UnitLinkQuerySet(models.QuerySet["UnitLink"]):
    def alive(self, at: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class UnitLink(models.Model):
    """One secret address of one unit. Shown once, kept as a hash."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="links", verbose_name=_("单位")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(
        _("给谁用"), max_length=60, blank=True, help_text=_("写岗位，不写姓名。")
    )
    email = models.EmailField(_("提醒邮箱"), blank=True)
    phone = models.CharField(_("提醒手机"), max_length=30, blank=True)
    created_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("有效期至"))
    revoked_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, related_name="+"
    )
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)

    objects = UnitLinkQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "-pk"]
        verbose_name = _("单位专用链接")
        verbose_name_plural = _("单位专用链接")
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_by__isnull=False),
                name="unit_link_revoked_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.label}".strip()

    @property
    def is_alive(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class UnitLinkUse(models.Model):
    """One use of a unit's address: what was done, from which network."""

    link = models.ForeignKey(UnitLink, models.CASCADE, related_name="uses")
    complaint = models.ForeignKey(
        Complaint, models.CASCADE, null=True, related_name="+"
    )
    verb = models.CharField(_("动作"), max_length=40)
    network_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("链接使用记录")
        verbose_name_plural = _("链接使用记录")

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
