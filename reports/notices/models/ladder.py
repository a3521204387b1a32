"""What follows when nothing happens (问责阶梯, EX-44): data, proposed, taken by people."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.users.roles import Role
from reports.notices.models.notices import RectificationNotice
from reports.notices.workflow import Card, LadderTrigger, ProposalState


class LadderStep(models.Model):
    order = models.PositiveSmallIntegerField(_("顺序"), unique=True)
    name = models.CharField(_("措施"), max_length=40)
    trigger = models.CharField(
        _("触发条件"),
        max_length=20,
        choices=LadderTrigger.choices,
        default=LadderTrigger.BY_HAND,
    )
    threshold = models.PositiveSmallIntegerField(_("N"), default=1)
    card = models.CharField(
        _("发牌"), max_length=10, choices=Card.choices, blank=True, default=Card.NONE
    )
    decided_by_role = models.CharField(
        _("由谁决定"), max_length=20, choices=Role.choices, default=Role.HEAD
    )
    is_publishable = models.BooleanField(
        _("可以公开"), default=False, help_text=_("只公开决定机关已经发布的内容。")
    )
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["order"]
        verbose_name = _("问责阶梯")
        verbose_name_plural = _("问责阶梯")

    def __str__(self) -> str:
        return f"{self.order}. {self.name}"


class LadderProposalQuerySet(models.QuerySet["LadderProposal"]):
    def waiting(self) -> Self:
        return self.filter(state=ProposalState.PROPOSED)

    def taken(self) -> Self:
        return self.filter(state=ProposalState.TAKEN)

    def public(self) -> Self:
        """Keep what was taken and released; never a draft of discipline (EX-43)."""
        return self.taken().filter(step__is_publishable=True).exclude(released_text="")


class LadderProposal(models.Model):
    """A step that the data call for, and what somebody decided about it."""

    step = models.ForeignKey(LadderStep, models.PROTECT, related_name="proposals")
    unit = models.ForeignKey(
        "directory.Unit", models.PROTECT, related_name="ladder_proposals"
    )
    notice = models.ForeignKey(
        RectificationNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ladder_proposals",
    )
    because = models.CharField(_("提出理由"), max_length=200)
    proposed_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ProposalState.choices,
        default=ProposalState.PROPOSED,
    )
    by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    text = models.TextField(_("决定说明（内部）"), blank=True)
    released_text = models.TextField(_("公开内容"), blank=True)

    objects = LadderProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("问责建议")
        verbose_name_plural = _("问责建议")
        constraints = [
            models.UniqueConstraint(
                fields=["step", "notice"], name="one_proposal_per_step_and_notice"
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=Q(state=ProposalState.PROPOSED, by=None, decided_at=None)
                | ~Q(state=ProposalState.PROPOSED)
                & Q(by__isnull=False, decided_at__isnull=False)
                & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="proposal_released_once_taken",
                condition=Q(released_text="") | Q(state=ProposalState.TAKEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.unit}"
