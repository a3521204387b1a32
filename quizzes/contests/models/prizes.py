"""What the first of a stage win, as the rules promised it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quizzes.contests.models.contests import Stage


class RankPrize(models.Model):
    """A prize for the next `count` places of a stage. Nothing changes once published."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="rank_prizes")
    position = models.PositiveSmallIntegerField(_("次序"), default=1)
    name = models.CharField(_("奖项"), max_length=20, help_text=_("例如一等奖。"))
    count = models.PositiveSmallIntegerField(
        _("几名"), validators=[MinValueValidator(1)]
    )
    prize = models.CharField(_("奖品"), max_length=80, blank=True)

    class Meta:
        ordering = ["stage", "position", "pk"]
        verbose_name = _("名次奖")
        verbose_name_plural = _("名次奖")
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gt=0), name="rank_prize_is_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return _now("%(name)s%(count)s名") % {"name": self.name, "count": self.count}
