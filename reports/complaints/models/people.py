"""Who complained, who follows, and who looked: apart from what was said (C4, C11)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.complaints.models.complaints import Complaint
from reports.complaints.workflow import Decision, RightKind


class Reporter(models.Model):
    """Whoever sent a complaint and told how to be reached (反映人).

    Only `services.contacts` reads it for the desk, and writes down each time.
    """

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="reporter", verbose_name=_("投诉件")
    )
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    wants_notice = models.BooleanField(_("愿意接收进度通知"), default=False)
    may_be_called = models.BooleanField(_("愿意接受回访"), default=False)
    may_be_told_unit = models.BooleanField(_("同意告知承办单位"), default=False)
    anonymised_at = models.DateTimeField(_("匿名化时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("反映人")
        verbose_name_plural = _("反映人")
        permissions = [
            ("reveal_contact", _("查看联系方式")),
            ("reveal_confidential", _("查看保密件的联系方式")),
            ("anonymise_reporter", _("到期匿名化")),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never a name: it would end in a log


class ContactReveal(models.Model):
    """Somebody looked at who complained, and why (PR-21). Never edited."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reveals")
    user = models.ForeignKey("users.User", models.PROTECT, related_name="+")
    because = models.CharField(_("理由"), max_length=200)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("联系方式查看记录")
        verbose_name_plural = _("联系方式查看记录")

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%Y-%m-%d %H:%M}"


class Follow(models.Model):
    """One reader's wish to hear of a complaint, an area, a category or a unit.

    The reader holds a token; without it nobody can tell whose wish this is.
    """

    token_hash = models.CharField(max_length=64)
    complaint = models.ForeignKey(
        Complaint, models.CASCADE, null=True, related_name="follows"
    )
    area = models.ForeignKey(
        "directory.Area", models.CASCADE, null=True, related_name="+"
    )
    category = models.ForeignKey(
        "reports.Category", models.CASCADE, null=True, related_name="+"
    )
    unit = models.ForeignKey(
        "directory.Unit", models.CASCADE, null=True, related_name="+"
    )
    since = models.DateField(_("开始"), auto_now_add=True)

    class Meta:
        verbose_name = _("关注")
        verbose_name_plural = _("关注")
        constraints = [
            models.CheckConstraint(
                name="follow_of_one_thing",
                condition=Q(
                    complaint__isnull=False, area=None, category=None, unit=None
                )
                | Q(complaint=None, area__isnull=False, category=None, unit=None)
                | Q(complaint=None, area=None, category__isnull=False, unit=None)
                | Q(complaint=None, area=None, category=None, unit__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    fields=["token_hash", target],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"one_follow_per_{target}",
                )
                for target in ("complaint", "area", "category", "unit")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DataRightsRequest(models.Model):
    """A resident asks to read, correct or delete what is kept of them (PR-08)."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="data_rights_requests"
    )
    kind = models.CharField(_("事项"), max_length=20, choices=RightKind.choices)
    text = models.TextField(_("说明"), blank=True)
    state = models.CharField(
        _("状态"), max_length=20, choices=Decision.choices, default=Decision.OPEN
    )
    reply = models.TextField(_("答复"), blank=True)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    due_at = models.DateTimeField(_("期限"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "users.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("个人信息权利申请")
        verbose_name_plural = _("个人信息权利申请")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "kind"],
                condition=Q(state=Decision.OPEN),
                name="one_open_request_per_right",
            ),
            models.CheckConstraint(
                condition=Q(state=Decision.OPEN) | ~Q(reply=""),
                name="decided_request_has_a_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"


class Delivery(models.Model):
    """A notice that went out, so that a task that runs twice sends it once."""

    event = models.ForeignKey("timeline.Event", models.PROTECT, related_name="+")
    reporter = models.ForeignKey(
        Reporter, models.CASCADE, null=True, related_name="deliveries"
    )
    unit_link = models.ForeignKey(
        "reports.UnitLink", models.CASCADE, null=True, related_name="deliveries"
    )
    channel = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [
            models.UniqueConstraint(
                fields=["event", receiver, "channel"],
                condition=Q(**{f"{receiver}__isnull": False}),
                name=f"one_delivery_per_event_and_{receiver}",
            )
            for receiver in ("reporter", "unit_link")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d %H:%M}"
