"""The figures of a month, counted by a periodic job so that a page reads few rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

COUNTS = (
    "accepted",
    "filed",
    "due",
    "due_closed_in_time",
    "due_replied_in_time",
    "closed",
    "found_true",
    "resolved",
    "reworked",
    "extended",
    "rated",
    "satisfied",
)


class MonthlyFigure(models.Model):
    """The counts of one month and one unit; without a unit, of what has none yet."""

    month = models.DateField(_("月份"))  # its first day
    unit = models.ForeignKey(
        "directory.Unit", models.CASCADE, null=True, related_name="+"
    )
    accepted = models.PositiveIntegerField(_("受理数"), default=0)
    filed = models.PositiveIntegerField(_("立案数"), default=0)
    due = models.PositiveIntegerField(_("应结案数"), default=0)
    due_closed_in_time = models.PositiveIntegerField(_("按期结案数"), default=0)
    due_replied_in_time = models.PositiveIntegerField(_("按期答复数"), default=0)
    closed = models.PositiveIntegerField(_("结案数"), default=0)
    found_true = models.PositiveIntegerField(_("属实数"), default=0)
    resolved = models.PositiveIntegerField(_("解决数"), default=0)
    reworked = models.PositiveIntegerField(_("返工数"), default=0)
    extended = models.PositiveIntegerField(_("延期数"), default=0)
    rated = models.PositiveIntegerField(_("评价数"), default=0)
    satisfied = models.PositiveIntegerField(_("满意数"), default=0)
    counted_at = models.DateTimeField(_("统计时间"))

    class Meta:
        ordering = ["-month", "unit"]
        verbose_name = _("月度统计")
        verbose_name_plural = _("月度统计")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "unit"], name="one_figure_per_month_and_unit"
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=models.Q(unit__isnull=True),
                name="one_figure_per_month_without_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.unit or ''}".strip()
