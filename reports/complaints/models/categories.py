"""What residents may complain of, by which rules, and who answers for it."""

from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.calendar import WorkCalendar
from reports.complaints.workflow import ClockKind, CodeScheme, ComplaintState


def due_after(
    start: datetime, limit: int, clock: ClockKind, calendar: WorkCalendar
) -> datetime:
    """Return when `limit` units of `clock` have passed since `start`."""
    count = {
        ClockKind.URGENT_HOUR: calendar.add_urgent_hours,
        ClockKind.WORK_HOUR: calendar.add_work_hours,
        ClockKind.WORK_DAY: calendar.add_workdays,
        ClockKind.NATURAL_DAY: calendar.add_natural_days,
    }
    return count[clock](start, limit)


class Family(models.Model):
    """One of the eight kinds of disorder that a resident tells apart (CP-59)."""

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=20)
    hint = models.CharField(_("说明"), max_length=60, blank=True)
    # The picture on its card: a symbol of static/images/icons.svg.
    icon = models.SlugField(_("图标"), max_length=20, default="more")
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("问题大类")
        verbose_name_plural = _("问题大类")

    def __str__(self) -> str:
        return self.name


class CategoryQuerySet(models.QuerySet["Category"]):
    def offered(self) -> Self:
        return self.filter(is_active=True)


class Category(models.Model):
    """A kind of problem: its limit, its standards, its unit (CP-56, C-04)."""

    family = models.ForeignKey(
        Family, models.PROTECT, related_name="categories", verbose_name=_("大类")
    )
    code = models.SlugField(_("代码"), max_length=20, unique=True)
    scheme = models.CharField(
        _("编码体系"),
        max_length=20,
        choices=CodeScheme.choices,
        default=CodeScheme.LOCAL,
    )
    national_name = models.CharField(_("国标名称"), max_length=60, blank=True)
    legacy_code = models.CharField(_("旧编码"), max_length=20, blank=True)
    name = models.CharField(_("名称"), max_length=40)
    description = models.CharField(_("说明"), max_length=200, blank=True)
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="categories",
        verbose_name=_("主办单位"),
    )
    limit = models.PositiveSmallIntegerField(
        _("办理时限"), validators=[MinValueValidator(1)]
    )
    clock = models.CharField(
        _("时限单位"),
        max_length=20,
        choices=ClockKind.choices,
        default=ClockKind.WORK_DAY,
    )
    dup_radius_m = models.PositiveSmallIntegerField(_("查重半径（米）"), default=50)
    dup_days = models.PositiveSmallIntegerField(_("查重天数"), default=7)
    allow_anonymous = models.BooleanField(_("可以匿名"), default=True)
    is_public = models.BooleanField(_("可以公开"), default=True)
    is_active = models.BooleanField(_("启用"), default=True)
    filing_standard = models.TextField(_("立案标准"), blank=True)
    closing_standard = models.TextField(_("结案标准"), blank=True)
    emergency_note = models.CharField(
        _("紧急提示"),
        max_length=200,
        blank=True,
        help_text=_("填写前先提醒拨打110、119、120、122。"),
    )
    clauses = models.ManyToManyField(
        "publicity.Clause",
        blank=True,
        related_name="categories",
        verbose_name=_("依据条款"),
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("问题类别")
        verbose_name_plural = _("问题类别")
        constraints = [
            models.CheckConstraint(
                condition=Q(limit__gte=1), name="category_limit_is_positive"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def due_after(self, start: datetime, calendar: WorkCalendar) -> datetime:
        """Return when what began at `start` must be done."""
        return due_after(start, self.limit, ClockKind(self.clock), calendar)

    @property
    def dup_window(self) -> timedelta:
        return timedelta(days=self.dup_days)


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def in_force(self, at: datetime) -> Self:
        """Put the notice that counts at `at` first."""
        return self.filter(effective_from__lte=at).order_by("-effective_from")

    def current(self) -> "PrivacyNotice | None":
        return self.in_force(timezone.now()).first()


class PrivacyNotice(models.Model):
    """What a resident is told before sending (PR-03). Changed by a new version only."""

    version = models.CharField(_("版本"), max_length=20, unique=True)
    text = models.TextField(_("正文"))
    effective_from = models.DateTimeField(_("启用时间"))

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_from"]
        verbose_name = _("个人信息处理告知")
        verbose_name_plural = _("个人信息处理告知")

    def __str__(self) -> str:
        return self.version


class ResponseTemplate(models.Model):
    """Words that a clerk starts from, by state and category."""

    title = models.CharField(_("标题"), max_length=60)
    state = models.CharField(
        _("用于"), max_length=20, choices=ComplaintState.choices, blank=True
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, verbose_name=_("类别")
    )
    text = models.TextField(_("正文"))

    class Meta:
        ordering = ["state", "category", "pk"]
        verbose_name = _("回复模板")
        verbose_name_plural = _("回复模板")

    def __str__(self) -> str:
        return self.title
