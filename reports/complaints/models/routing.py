"""Which unit a complaint goes to: ordered rules, the first that fits wins."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.complaints.models.categories import Category, Family

EVERY_DAY = "1234567"


class RoutingRule(models.Model):
    """Sends what it fits to one unit. An empty condition fits everything."""

    position = models.PositiveIntegerField(_("顺序"), default=100)
    family = models.ForeignKey(
        Family, models.CASCADE, null=True, blank=True, verbose_name=_("大类")
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, verbose_name=_("类别")
    )
    area = models.ForeignKey(
        "directory.Area", models.CASCADE, null=True, blank=True, verbose_name=_("片区")
    )
    weekdays = models.CharField(
        _("星期"),
        max_length=7,
        default=EVERY_DAY,
        help_text=_("1为星期一，7为星期日。"),
    )
    from_time = models.TimeField(_("从"), null=True, blank=True)
    to_time = models.TimeField(
        _("到"), null=True, blank=True, help_text=_("早于开始时间表示到第二天。")
    )
    unit = models.ForeignKey(
        "directory.Unit",
        models.CASCADE,
        related_name="routing_rules",
        verbose_name=_("派给"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("备注"), max_length=100, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("派单规则")
        verbose_name_plural = _("派单规则")

    def __str__(self) -> str:
        return f"{self.position} → {self.unit}"

    def misfit(self, category: Category, area_pk: int | None, at: datetime) -> str:
        """Return why the rule does not fit, in words; empty where it does."""
        moment = timezone.localtime(at)
        if not self.is_active:
            return str(_("已停用"))
        if self.family_id and self.family_id != category.family_id:
            return str(_("大类不符"))
        if self.category_id and self.category_id != category.pk:
            return str(_("类别不符"))
        if self.area_id and self.area_id != area_pk:
            return str(_("片区不符"))
        if not self._is_within(moment):
            return str(_("时间不符"))
        return ""

    def _is_within(self, moment: datetime) -> bool:
        day, now = moment.isoweekday(), moment.time()
        if self.from_time is None or self.to_time is None:
            return str(day) in self.weekdays
        if self.from_time <= self.to_time:
            return str(day) in self.weekdays and self.from_time <= now < self.to_time
        # Over midnight: the small hours belong to the day before.
        if now >= self.from_time:
            return str(day) in self.weekdays
        return now < self.to_time and str((day + 5) % 7 + 1) in self.weekdays
