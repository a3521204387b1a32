from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area

PARTS = ("hygiene", "order", "greening", "facilities")
FULL = 25  # points for each of the four


class AreaScore(models.Model):
    """What an area got on one day for its shop fronts (门前四包 每日得分)."""

    area = models.ForeignKey(
        Area, models.PROTECT, related_name="scores", verbose_name=_("片区")
    )
    on = models.DateField(_("日期"))
    shops_checked = models.PositiveIntegerField(_("检查户数"))
    shops_passed = models.PositiveIntegerField(_("合格户数"))
    hygiene = models.DecimalField(_("卫生"), max_digits=4, decimal_places=1)
    order = models.DecimalField(_("秩序"), max_digits=4, decimal_places=1)
    greening = models.DecimalField(_("绿化"), max_digits=4, decimal_places=1)
    facilities = models.DecimalField(_("设施"), max_digits=4, decimal_places=1)
    total = models.DecimalField(_("总分"), max_digits=4, decimal_places=1)
    inspected_by = models.CharField(
        _("检查单位"), max_length=60, blank=True, help_text=_("写单位，不写姓名。")
    )
    notes = models.CharField(_("发现的问题"), max_length=300, blank=True)
    # Handed in on a sheet: no count of single checks replaces it.
    is_from_sheet = models.BooleanField(_("汇总表填报"), default=False)

    class Meta:
        ordering = ["-on", "area"]
        constraints = [
            models.UniqueConstraint(fields=["area", "on"], name="one_score_a_day"),
            models.CheckConstraint(
                condition=Q(shops_passed__lte=F("shops_checked")),
                name="passed_among_the_checked",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=4 * FULL),
                name="score_within_a_hundred",
            ),
        ]
        indexes = [models.Index(fields=["on"])]
        verbose_name = _("片区每日得分")
        verbose_name_plural = _("片区每日得分")

    def __str__(self) -> str:
        return f"{self.area} {self.on}"
