"""A question and its wordings. A wording that was kept is never changed."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

from portal.timeline.permanent import Permanent, PermanentQuerySet
from quizzes.bank.content import Content
from quizzes.bank.workflow import (
    Difficulty,
    Kind,
    QuestionState,
    Topic,
)


class QuestionQuerySet(models.QuerySet["Question"]):
    def ready(self, on: date) -> Self:
        """Keep what may be drawn: what is in doubt or out of date is in no pool."""
        return self.filter(
            Q(current__valid_until__isnull=True) | Q(current__valid_until__gte=on),
            state=QuestionState.READY,
            current__isnull=False,
        )

    def practisable(self, on: date) -> Self:
        """Keep what everybody may be told the key of on that day."""
        return self.ready(on).unreserved(on)

    def unreserved(self, on: date) -> Self:
        # A pool without an address is kept for a contest until its day has passed:
        # practising would give its keys away. What stands in a pool for practice as
        # well may be practised.
        pools = Pool.questions.through.objects.filter(question=OuterRef("pk"))
        is_over = Q(pool__kept_until__lt=on)
        return self.filter(
            ~Exists(pools.filter(~is_over, pool__slug__isnull=True))
            | Exists(pools.filter(pool__slug__isnull=False))
        )

    def in_doubt(self) -> Self:
        return self.filter(state=QuestionState.NEEDS_REVIEW)


class Question(models.Model):
    """One question, whatever its wording is today. `code` names it in files."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=QuestionState.choices,
        default=QuestionState.DRAFT,
    )
    # What lists filter by, as the current wording has it.
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    kind = models.CharField(_("题型"), max_length=20, choices=Kind.choices)
    difficulty = models.PositiveSmallIntegerField(
        _("难度"), choices=Difficulty.choices, default=Difficulty.RATHER_EASY
    )
    current = models.ForeignKey(
        "QuestionVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("现行版本"),
    )
    doubt = models.CharField(_("为什么要复核"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("建题时间"), auto_now_add=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("题目")
        verbose_name_plural = _("题库")
        permissions = [
            ("import_question", _("导入导出题目")),
            ("approve_question", _("审定题目可用")),
        ]
        indexes = [
            models.Index(fields=["state", "topic", "difficulty"]),
        ]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(Permanent):
    """One wording with its key. A trigger of the database refuses to change it too.

    `content` is what `quizzes.bank.content.Content` writes. `case_number` names a closed
    public exposure whose pictures it shows (see `portal.case_pictures`): the unit's name
    never stands in a stem.
    """

    question = models.ForeignKey(
        Question, models.PROTECT, related_name="versions", verbose_name=_("题目")
    )
    number = models.PositiveIntegerField(_("版本"))
    kind = models.CharField(_("题型"), max_length=20, choices=Kind.choices)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    difficulty = models.PositiveSmallIntegerField(_("难度"), choices=Difficulty.choices)
    stem = models.TextField(_("题干"))
    content = models.JSONField(_("选项和答案"))
    explanation = models.TextField(_("解析"), blank=True)
    clause = models.ForeignKey(
        "publicity.Clause",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="question_versions",
        verbose_name=_("依据条款"),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("图片"),
    )
    image_alt = models.CharField(_("图片说明"), max_length=200, blank=True)
    film = models.ForeignKey(
        "media.Recording",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("短片"),
    )
    case_number = models.CharField(_("案例编号"), max_length=60, blank=True)
    valid_until = models.DateField(_("有效至"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("出题人"),
    )
    made_at = models.DateTimeField(_("写成时间"), auto_now_add=True)

    objects = PermanentQuerySet["QuestionVersion"].as_manager()

    class Meta:
        ordering = ["question", "-number"]
        verbose_name = _("题目版本")
        verbose_name_plural = _("题目版本")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="one_question_version_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    @property
    def parts(self) -> Content:
        """Return the options with the key: never into a page that is still asked."""
        return Content.from_json(self.kind, self.content)


class Pool(models.Model):
    """Questions picked by hand, for stages to draw from (题组)."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    slug = models.SlugField(
        _("网址名"),
        max_length=60,
        null=True,
        blank=True,
        unique=True,
        help_text=_("写上以后，居民可以拿这一组练习。竞赛要用的题组请留空。"),
    )
    kept_until = models.DateField(
        _("竞赛用到"),
        null=True,
        blank=True,
        help_text=_("没有网址名的题组留给竞赛；写上日期，过了这一天题目也可以练习。"),
    )
    questions = models.ManyToManyField(
        Question, blank=True, related_name="pools", verbose_name=_("题目")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("题组")
        verbose_name_plural = _("题组")

    def __str__(self) -> str:
        return self.name


class PracticeCount(models.Model):
    """How often a wording was answered in practice, and how often well (QZ-07).

    Nothing of who answered, nor when, is kept.
    """

    version = models.OneToOneField(
        QuestionVersion, models.CASCADE, related_name="practice", primary_key=True
    )
    n = models.PositiveIntegerField(_("答题次数"), default=0)
    n_right = models.PositiveIntegerField(_("答对次数"), default=0)

    class Meta:
        verbose_name = _("练习计数")
        verbose_name_plural = _("练习计数")
        constraints = [
            models.CheckConstraint(
                condition=Q(n_right__lte=F("n")), name="practice_right_within_n"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.n_right}/{self.n}"
