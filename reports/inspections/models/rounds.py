from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area
from portal.users.models import User
from reports.inspections.workflow import FIRST_STATE, RoundKind, RoundState


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> Self:
        return self.filter(state=RoundState.OPEN)

    def visible_to(self, user: User) -> Self:
        """Leave out rounds that name others as inspectors: nobody is to be warned."""
        if not user.has_perm("reports.view_round"):
            return self.none()
        if user.has_perm("reports.change_round"):
            return self.all()
        mine = Round.inspectors.through._default_manager.filter(user=user)
        named = Round.inspectors.through._default_manager.values("round")
        return self.filter(Q(pk__in=mine.values("round")) | ~Q(pk__in=named))


class Round(models.Model):
    """One going round: of a day, a month or a campaign (一轮检查)."""

    kind = models.CharField(_("种类"), max_length=10, choices=RoundKind)
    title = models.CharField(_("名称"), max_length=60)
    areas = models.ManyToManyField(
        Area,
        related_name="+",
        blank=True,
        verbose_name=_("片区"),
        help_text=_("不选表示全部片区。"),
    )
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        blank=True,
        verbose_name=_("检查人员"),
        help_text=_("不选表示全体检查员；暗访必须指定，别人看不到。"),
    )
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=RoundState, default=FIRST_STATE
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("开始时间"), default=timezone.now)
    closed_at = models.DateTimeField(_("结束时间"), null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="round_ends_after_it_begins",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.OPEN, closed_at__isnull=True)
                | Q(state=RoundState.CLOSED, closed_at__isnull=False),
                name="round_closed_at_a_time",
            ),
        ]
        verbose_name = _("检查轮次")
        verbose_name_plural = _("检查轮次")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
