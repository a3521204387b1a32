"""Who approved what, what went live, what was taken down, and words to avoid."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.review.levels import Level


class Approval(models.Model):
    """One person's yes to one revision at one level. Never edited."""

    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="approvals"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.CASCADE, related_name="approvals"
    )
    workflow_state = models.ForeignKey(
        "wagtailcore.WorkflowState", models.CASCADE, related_name="approvals"
    )
    level = models.PositiveSmallIntegerField(_("审级"), choices=Level.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("审核人"),
    )
    at = models.DateTimeField(_("时间"), default=timezone.now)
    comment = models.TextField(_("意见"), blank=True)
    override_reason = models.TextField(_("放行理由"), blank=True)
    digest = models.CharField(
        max_length=64, help_text=_("所审内容的指纹：内容变了，批准就作废。")
    )

    class Meta:
        verbose_name = _("审核")
        verbose_name_plural = _("审核")
        constraints = [
            # GW-38, in the database as well: whoever comes by SQL meets it too.
            models.UniqueConstraint(
                fields=["workflow_state", "revision", "level"],
                name="one_approval_per_level",
            ),
            models.UniqueConstraint(
                fields=["workflow_state", "revision", "by"],
                name="nobody_approves_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.by}"


class Release(models.Model):
    """A version that went live: who reviewed it, and what it corrected."""

    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="releases"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, related_name="+"
    )
    # Names as they were: who marries or leaves does not change what was signed.
    first_reviewer = models.CharField(_("初审"), max_length=60, blank=True)
    second_reviewer = models.CharField(_("复审"), max_length=60, blank=True)
    final_reviewer = models.CharField(_("终审"), max_length=60, blank=True)
    correction = models.CharField(_("更正说明"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("发布记录")
        verbose_name_plural = _("发布记录")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class TakeDownReason(models.TextChoices):
    MISTAKE = "mistake", _("内容有误")
    PRIVACY = "privacy", _("涉及个人信息")
    RIGHTS = "rights", _("涉及著作权")
    LAW = "law", _("依法依规撤下")
    SUPERSEDED = "superseded", _("已被新内容取代")
    DUPLICATE = "duplicate", _("重复刊登")
    EXPIRED = "expired", _("已到期下线")
    OTHER = "other", _("其他")


class TakeDown(models.Model):
    """What stands at the address of an item that was taken down."""

    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="take_downs"
    )
    reason = models.CharField(
        _("下线原因"), max_length=20, choices=TakeDownReason.choices
    )
    note = models.CharField(_("说明（公开）"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("下线记录")
        verbose_name_plural = _("下线记录")

    def __str__(self) -> str:
        return str(self.get_reason_display())

    @property
    def hides_title(self) -> bool:
        """A title may itself be what had to go."""
        return self.reason in {TakeDownReason.PRIVACY, TakeDownReason.LAW}


class Severity(models.TextChoices):
    REFUSE = "refuse", _("不能发布")
    WARN = "warn", _("提醒")


class Wording(models.Model):
    """A wrong or banned wording (GW-40), kept by the chief editor."""

    pattern = models.CharField(_("用语"), max_length=60, unique=True)
    advice = models.CharField(
        _("应写成，或为什么不能用"), max_length=200, help_text=_("编辑会看到这句话。")
    )
    severity = models.CharField(
        _("轻重"), max_length=10, choices=Severity.choices, default=Severity.WARN
    )

    panels = [
        FieldRowPanel([FieldPanel("pattern"), FieldPanel("severity")]),
        FieldPanel("advice"),
    ]

    class Meta:
        ordering = ["pattern"]
        verbose_name = _("用语")
        verbose_name_plural = _("易错和禁用语")

    def __str__(self) -> str:
        return self.pattern
