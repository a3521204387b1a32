"""What was found on the spot. A check is sent once and never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area
from portal.evidence.models import Evidence
from reports.inspections.models.points import Criterion, InspectionPoint
from reports.inspections.models.rounds import Round


class SpotCheck(models.Model):
    """One point looked at once (检查记录). Not `complaints.Check`, which ends a case."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="checks", verbose_name=_("检查轮次")
    )
    point = models.ForeignKey(
        InspectionPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("点位"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", verbose_name=_("片区")
    )
    place_text = models.CharField(_("位置说明"), max_length=200, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    checked_at = models.DateTimeField(_("检查时间"))  # as the device had it, if sane
    checked_on = models.DateField(_("检查日期"))
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("检查人"),
    )
    is_passed = models.BooleanField(_("全部合格"))
    n_failed = models.PositiveSmallIntegerField(_("不合格项数"), default=0)
    # +1 where the point came up to standard by it, -1 where it fell below, else 0: the
    # sum up to a day is how many were up to it then.
    gain = models.SmallIntegerField(default=0)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    key_hash = models.CharField(max_length=64, unique=True)  # of the form: sent once

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(point__isnull=False) | ~Q(place_text=""),
                name="spot_check_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(is_passed=True, n_failed=0)
                | Q(is_passed=False, n_failed__gt=0),
                name="spot_check_fails_by_something",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "checked_on"]),
            models.Index(fields=["round", "checked_on"]),
        ]
        verbose_name = _("检查记录")
        verbose_name_plural = _("检查记录")

    def __str__(self) -> str:
        return f"{self.where} {self.checked_on}"

    @property
    def where(self) -> str:
        return self.point.name if self.point else self.place_text


class Tick(models.Model):
    spot_check = models.ForeignKey(
        SpotCheck, models.CASCADE, related_name="ticks", verbose_name=_("检查记录")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="ticks", verbose_name=_("检查项")
    )
    is_passed = models.BooleanField(_("合格"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["spot_check", "criterion"], name="ticked_once_a_check"
            )
        ]
        verbose_name = _("打勾")
        verbose_name_plural = _("打勾")

    def __str__(self) -> str:
        return f"{self.criterion} {self.is_passed}"


class CheckEvidence(models.Model):
    """A photo that was taken during a check."""

    spot_check = models.ForeignKey(
        SpotCheck,
        models.PROTECT,
        related_name="evidence_links",
        verbose_name=_("检查记录"),
    )
    evidence = models.OneToOneField(
        Evidence, models.PROTECT, related_name="of_spot_check", verbose_name=_("证据")
    )
    sort_order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["spot_check", "sort_order", "pk"]
        verbose_name = _("检查照片")
        verbose_name_plural = _("检查照片")

    def __str__(self) -> str:
        return str(self.spot_check)
