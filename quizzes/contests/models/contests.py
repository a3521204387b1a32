"""A contest with its rules (QZ-02), its stages, and what each draws."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

from portal.timeline.moving import Moving
from quizzes.bank.models import Pool
from quizzes.bank.workflow import Difficulty, MarkRule, Topic
from quizzes.contests.workflow import (
    PUBLIC_CONTESTS,
    ContestState,
    Keeps,
    Phase,
    Reveals,
    StageKind,
    TieRule,
)


class ContestQuerySet(models.QuerySet["Contest"]):
    def public(self) -> Self:
        return self.filter(state__in=PUBLIC_CONTESTS)

    def open(self, at: datetime) -> Self:
        return self.filter(
            state=ContestState.PUBLISHED, opens_at__lte=at, closes_at__gt=at
        )


class Contest(Moving):
    """What its opening page says, and where it stands. Only services change the state."""

    slug = models.SlugField(_("网址名"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=80)
    number_prefix = models.CharField(
        _("编号"),
        max_length=20,
        unique=True,
        help_text=_("证书号从这里来，例如LX-QZ-2026-03。"),
    )
    summary = models.CharField(_("一句话介绍"), max_length=200)
    cover = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("配图"),
    )
    organiser = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="contests",
        verbose_name=_("主办单位"),
    )
    co_organisers = models.ManyToManyField(
        "directory.Unit", blank=True, related_name="+", verbose_name=_("协办单位")
    )
    opens_at = models.DateTimeField(_("开始"))
    closes_at = models.DateTimeField(_("结束"))
    # The complete rules (QZ-02), as a reader finds them.
    eligibility = models.TextField(_("谁可以参加"))
    scoring_note = models.TextField(_("怎么算分和排名次"), blank=True)
    prizes = models.TextField(
        _("奖项、数量和中奖机会"), blank=True, help_text=_("没有奖的请写明没有奖。")
    )
    naming = models.TextField(_("名单怎么公布"))
    privacy = models.TextField(_("个人信息怎么用"))
    appeals = models.TextField(_("对成绩有疑问怎么办"))
    contact = models.CharField(_("咨询电话"), max_length=60)
    is_for_prizes = models.BooleanField(
        _("有奖"),
        default=False,
        help_text=_("有奖的，正式赛前要验证手机号，也不提供延长时间的版本。"),
    )
    has_units = models.BooleanField(_("设单位榜"), default=False)
    least_per_unit = models.PositiveSmallIntegerField(
        _("单位上榜最少人数"), default=10, validators=[MinValueValidator(1)]
    )
    certificate_from = models.PositiveSmallIntegerField(
        _("多少分发证书"), null=True, blank=True, help_text=_("百分制。留空不发。")
    )
    preview_days = models.PositiveSmallIntegerField(_("公示天数"), default=3)
    preview_until = models.DateTimeField(_("公示截止"), null=True, editable=False)
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=ContestState.choices,
        default=ContestState.DRAFT,
        editable=False,
    )

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        verbose_name = _("竞赛")
        verbose_name_plural = _("竞赛")
        permissions = [
            ("publish_contest", _("发布竞赛和结果")),
            ("judge_attempt", _("核答卷、处理申诉")),
            ("export_contest", _("导出竞赛名单")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="contest_closes_after_opening",
                violation_error_message=_("结束要晚于开始。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["preview", "final"])
                | Q(preview_until__isnull=False),
                name="contest_previewed_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contests:contest", args=[self.slug])

    def phase(self, at: datetime | None = None) -> Phase:
        at = at or timezone.now()
        if at < self.opens_at:
            return Phase.UPCOMING
        is_over = at >= self.closes_at or self.state != ContestState.PUBLISHED
        return Phase.CLOSED if is_over else Phase.OPEN


class Stage(models.Model):
    """One stage: practice or official, with its times, limits and rules of marking.

    Times are the server's. Whoever begins late has no longer: `Attempt.ends_at` is
    never after `closes_at`.
    """

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("次序"), default=1)
    kind = models.CharField(
        _("性质"),
        max_length=20,
        choices=StageKind.choices,
        default=StageKind.OFFICIAL,
    )
    title = models.CharField(_("名称"), max_length=40)
    opens_at = models.DateTimeField(_("开始"))
    closes_at = models.DateTimeField(_("结束"))
    attempts_per_day = models.PositiveSmallIntegerField(
        _("每天几次"), default=1, help_text=_("0是不限。")
    )
    attempts_in_all = models.PositiveSmallIntegerField(
        _("一共几次"), default=1, help_text=_("0是不限。")
    )
    time_limit = models.PositiveIntegerField(_("全卷限时（秒）"), null=True, blank=True)
    question_limit = models.PositiveIntegerField(
        _("每题限时（秒）"), null=True, blank=True
    )
    grace = models.PositiveSmallIntegerField(
        _("宽限（秒）"), default=5, help_text=_("到时以后，网络慢还来得及的几秒。")
    )
    extension = models.DecimalField(
        _("长辈版时间倍数"),
        max_digits=3,
        decimal_places=1,
        default=1,
        help_text=_("没有奖的阶段可以大于1；0是不限时（AC-22、QZ-09）。"),
    )
    are_questions_shuffled = models.BooleanField(_("打乱题目"), default=True)
    are_options_shuffled = models.BooleanField(_("打乱选项"), default=True)
    avoids_seen = models.BooleanField(_("不出答过的题"), default=True)
    mark_rule = models.CharField(
        _("多选怎么算"), max_length=20, choices=MarkRule.choices, default=MarkRule.EXACT
    )
    keeps = models.CharField(
        _("几次取哪次"), max_length=20, choices=Keeps.choices, default=Keeps.BEST
    )
    tie_rule = models.CharField(
        _("同分怎么排"),
        max_length=20,
        choices=TieRule.choices,
        default=TieRule.TIME_THEN_EARLIER,
    )
    reveals = models.CharField(
        _("何时看答案"),
        max_length=20,
        choices=Reveals.choices,
        default=Reveals.ON_CLOSE,
    )

    class Meta:
        ordering = ["contest", "position"]
        verbose_name = _("阶段")
        verbose_name_plural = _("阶段")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "position"], name="one_stage_a_position"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="stage_closes_after_opening",
                violation_error_message=_("结束要晚于开始。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.title}"

    def clean(self) -> None:
        if self.contest_id and self.is_for_prizes and self.extension != 1:
            raise ValidationError(
                {"extension": _("有奖的正式阶段，时间对大家一样（QZ-09）。")}
            )

    @property
    def is_official(self) -> bool:
        return self.kind == StageKind.OFFICIAL

    @property
    def is_for_prizes(self) -> bool:
        return self.is_official and self.contest.is_for_prizes

    def is_open(self, at: datetime) -> bool:
        return (
            self.contest.state == ContestState.PUBLISHED
            and self.opens_at <= at < self.closes_at
        )


class DrawRule(models.Model):
    """How many questions of what kind an attempt draws, and what each is worth."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="draw_rules")
    position = models.PositiveSmallIntegerField(_("次序"), default=1)
    count = models.PositiveSmallIntegerField(
        _("几题"), validators=[MinValueValidator(1)]
    )
    points = models.DecimalField(
        _("每题几分"), max_digits=5, decimal_places=2, default=5
    )
    pool = models.ForeignKey(
        Pool,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="draw_rules",
        verbose_name=_("题组"),
        help_text=_("留空时从整个题库抽。"),
    )
    topic = models.CharField(
        _("类别"), max_length=20, choices=Topic.choices, blank=True
    )
    kinds = models.JSONField(_("题型"), default=list, blank=True)
    easiest = models.PositiveSmallIntegerField(
        _("难度自"), choices=Difficulty.choices, default=Difficulty.EASY
    )
    hardest = models.PositiveSmallIntegerField(
        _("难度至"), choices=Difficulty.choices, default=Difficulty.HARD
    )

    class Meta:
        ordering = ["stage", "position"]
        verbose_name = _("抽题规则")
        verbose_name_plural = _("抽题规则")
        constraints = [
            models.CheckConstraint(
                condition=Q(easiest__lte=F("hardest")),
                name="draw_rule_easiest_first",
                violation_error_message=_("难度自不能高于难度至。"),
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0, points__gt=0), name="draw_rule_draws_something"
            ),
        ]

    def __str__(self) -> str:
        return _now("%(count)s题，每题%(points)s分") % {
            "count": self.count,
            "points": self.points,
        }


class UnitEntry(models.Model):
    """A unit, school or class that takes part, with the number of people it declares.

    Whoever types its `code` takes part for it. A school's class (`is_of_minors`) gives
    no personal data at all, and nobody of it stands on a board (QZ-06).
    """

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="unit_entries")
    unit = models.ForeignKey(
        "directory.Unit",
        models.PROTECT,
        related_name="contest_entries",
        verbose_name=_("单位"),
    )
    label = models.CharField(
        _("班级或科室"), max_length=40, blank=True, help_text=_("整个单位的留空。")
    )
    code = models.CharField(_("参赛码"), max_length=12)
    headcount = models.PositiveIntegerField(
        _("申报人数"), validators=[MinValueValidator(1)]
    )
    is_of_minors = models.BooleanField(_("未成年人班级"), default=False)

    class Meta:
        ordering = ["contest", "unit", "label"]
        verbose_name = _("参赛单位")
        verbose_name_plural = _("参赛单位")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "code"], name="one_unit_entry_a_code"
            ),
            models.UniqueConstraint(
                fields=["contest", "unit", "label"], name="unit_enters_once"
            ),
            models.CheckConstraint(
                condition=Q(headcount__gt=0), name="unit_entry_has_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.label}"


def staff_field(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )
