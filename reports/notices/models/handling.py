"""What the unit and the inspectors do about a notice."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.timeline.permanent import Permanent, PermanentQuerySet
from reports.complaints.models import UnitLink
from reports.complaints.workflow import Decision
from reports.notices.models.notices import RectificationNotice
from reports.notices.workflow import ExtensionKind, ObjectionState


class _FromUnit(models.Model):
    """What a unit said: by its secret address, or a member of staff wrote it down."""

    by_link = models.ForeignKey(
        UnitLink, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_user = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        abstract = True


class NoticePlan(_FromUnit):
    """Why it came to it and what will be done (原因分析和整改方案)."""

    notice = models.ForeignKey(
        RectificationNotice, models.PROTECT, related_name="plans"
    )
    cause = models.TextField(_("原因分析"))
    plan = models.TextField(_("整改方案"))
    decided_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    is_accepted = models.BooleanField(_("通过"), null=True)
    decision_text = models.CharField(_("审定意见"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("整改方案")
        verbose_name_plural = _("整改方案")
        constraints = [
            models.CheckConstraint(
                name="plan_decided_by_another",
                condition=Q(decided_by__isnull=True)
                | Q(by_user__isnull=True)
                | ~Q(by_user=F("decided_by")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.at:%Y-%m-%d}"


class NoticeSubmission(_FromUnit):
    """What the unit says that it has done (整改反馈), once a round or oftener."""

    notice = models.ForeignKey(
        RectificationNotice, models.PROTECT, related_name="submissions"
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    text = models.TextField(_("整改情况"))
    # By post, never by name (EX-14).
    by_post = models.CharField(_("填报人（职务）"), max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("整改反馈")
        verbose_name_plural = _("整改反馈")

    def __str__(self) -> str:
        return f"{self.notice} {self.round}"


class Reinspection(models.Model):
    """A look at the place, not at the folder (复查). It can find it worse."""

    notice = models.ForeignKey(
        RectificationNotice, models.PROTECT, related_name="reinspections"
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    inspector = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    is_passed = models.BooleanField(_("合格"))
    is_worse = models.BooleanField(_("比检查时更差"), default=False)
    text = models.TextField(_("复查情况"))
    # What the next round has to be done by; empty where it was passed.
    next_due_at = models.DateTimeField(_("下一轮期限"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("复查")
        verbose_name_plural = _("复查")
        constraints = [
            models.CheckConstraint(
                name="passed_is_not_worse",
                condition=Q(is_passed=False) | Q(is_worse=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.round} {self.at:%Y-%m-%d}"


class NoticeExtension(_FromUnit):
    """A move of the deadline (延期) within a round."""

    notice = models.ForeignKey(
        RectificationNotice, models.PROTECT, related_name="extensions"
    )
    kind = models.CharField(
        _("种类"),
        max_length=20,
        choices=ExtensionKind.choices,
        default=ExtensionKind.ASKED,
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    reason = models.CharField(_("理由（公开）"), max_length=300)
    due_before = models.DateTimeField(_("原期限"))
    due_after = models.DateTimeField(_("新期限"))
    state = models.CharField(
        _("决定"), max_length=20, choices=Decision.choices, default=Decision.OPEN
    )
    decided_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision_text = models.CharField(_("决定说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("通知单延期")
        verbose_name_plural = _("通知单延期")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(state=Decision.OPEN),
                name="one_open_notice_extension",
            ),
            models.CheckConstraint(
                name="notice_extension_only_longer",
                condition=Q(due_after__gt=F("due_before")),
            ),
            models.CheckConstraint(
                name="notice_extension_decided_by_another",
                condition=Q(decided_by__isnull=True)
                | Q(by_user__isnull=True)
                | ~Q(by_user=F("decided_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_kind_display()}"


class Objection(_FromUnit):
    """The unit says that the notice is wrong (EX-05): others decide, within 30 days."""

    notice = models.ForeignKey(
        RectificationNotice, models.PROTECT, related_name="objections"
    )
    reason = models.TextField(_("异议理由"))
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=ObjectionState.choices,
        default=ObjectionState.OPEN,
    )
    decide_by = models.DateTimeField(_("决定期限"))
    decided_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision_text = models.TextField(_("决定理由"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(state=ObjectionState.OPEN),
                name="one_open_objection",
            ),
            models.CheckConstraint(
                name="objection_decided_with_a_reason",
                condition=Q(state=ObjectionState.OPEN, decided_by=None)
                | ~Q(state=ObjectionState.OPEN)
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decision_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_state_display()}"


class OverdueRecord(Permanent):
    """A deadline passed unmet: a fact that no edit removes (EX-34)."""

    notice = models.ForeignKey(
        RectificationNotice, models.PROTECT, related_name="overdue_records"
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    due_at = models.DateTimeField(_("期限"))
    recorded_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    objects = PermanentQuerySet["OverdueRecord"].as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("逾期记录")
        verbose_name_plural = _("逾期记录")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "round", "due_at"], name="one_record_per_deadline"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.due_at:%Y-%m-%d}"
