"""What was computed of a stage and of each wording asked in it. Written anew each time."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.bank.models import QuestionVersion
from quizzes.contests.models import Stage


class StageStat(models.Model):
    """The papers of one stage, all that count: what is public when it is over (QZ-10)."""

    stage = models.OneToOneField(
        Stage, models.CASCADE, related_name="stat", primary_key=True
    )
    n_attempts = models.PositiveIntegerField(_("参与人次"), default=0)
    mean = models.FloatField(_("平均得分率"), null=True)
    deviation = models.FloatField(_("标准差"), null=True)
    # The papers it was made of, to tell whether there are others by now.
    fingerprint = models.CharField(max_length=80, blank=True)
    computed_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = _("阶段统计")
        verbose_name_plural = _("阶段统计")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.n_attempts}"


class ItemStatQuerySet(models.QuerySet["ItemStat"]):
    def sound(self) -> Self:
        """Keep what enough people answered to say anything."""
        return self.filter(n__gte=settings.CONTESTS["LEAST_ANSWERS"])


class ItemStat(models.Model):
    """One wording in one stage, over those who were asked it.

    All are percentages as Moodle shows them. None stands where a figure does not
    exist: nobody's marks differ, or there is nothing else in the paper.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="item_stats")
    version = models.ForeignKey(
        QuestionVersion, models.CASCADE, related_name="item_stats"
    )
    n = models.PositiveIntegerField(_("答题人次"))
    facility = models.FloatField(_("难度系数"))
    deviation = models.FloatField(_("标准差"), null=True)
    discrimination = models.FloatField(_("区分度"), null=True)
    efficiency = models.FloatField(_("区分效率"), null=True)
    guess = models.FloatField(_("猜对的机会"), null=True)
    # How often each answer was given, by what `figures.answer_keys` calls it.
    counts = models.JSONField(_("选项计数"), default=dict)
    computed_at = models.DateTimeField(_("计算时间"))

    objects = ItemStatQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "version"]
        verbose_name = _("题目统计")
        verbose_name_plural = _("题目统计")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "version"], name="one_stat_a_stage_and_version"
            ),
            models.CheckConstraint(
                condition=Q(facility__gte=0, facility__lte=100),
                name="facility_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.version_id}: {self.facility:.1f}"
