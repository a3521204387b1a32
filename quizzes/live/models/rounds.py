"""A round on a big screen, its questions, and phones without names that answer them."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.timeline.moving import Moving
from quizzes.bank.models import Pool, QuestionVersion
from quizzes.bank.workflow import Topic
from quizzes.live.workflow import OPEN, RoundState


class LiveRoundQuerySet(models.QuerySet["LiveRound"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def begun(self) -> Self:
        return self.exclude(state=RoundState.DRAFT)


class LiveRound(Moving):
    """One round (现场赛). Only services change the state; the clock is the server's.

    `pin` is everybody's: whoever is in the hall reads it. It names one open round, and
    the newest of those that are over.
    """

    title = models.CharField(_("名称"), max_length=60)
    pool = models.ForeignKey(
        Pool,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="live_rounds",
        verbose_name=_("题组"),
        help_text=_("留空时从整个题库抽。"),
    )
    topic = models.CharField(
        _("类别"), max_length=20, choices=Topic.choices, blank=True
    )
    n_questions = models.PositiveSmallIntegerField(
        _("几题"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    seconds = models.PositiveSmallIntegerField(
        _("每题几秒"),
        default=25,
        validators=[MinValueValidator(5), MaxValueValidator(300)],
    )
    speed_bonus = models.PositiveSmallIntegerField(
        _("抢答加分"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("答对得100分。这里是答得最快时另加的分，0是不比快慢。"),
    )
    has_names = models.BooleanField(
        _("可以起昵称"),
        default=False,
        help_text=_("不起的用编号。屏幕上昵称只显示首尾两个字。"),
    )
    pin = models.CharField(max_length=6, blank=True, editable=False)
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=RoundState.choices,
        default=RoundState.DRAFT,
        editable=False,
    )
    position = models.PositiveSmallIntegerField(_("第几题"), default=0, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(_("开场"), null=True, editable=False)
    over_at = models.DateTimeField(_("结束"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    objects = LiveRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("现场赛")
        verbose_name_plural = _("现场赛")
        permissions = [("host_liveround", _("主持现场赛"))]
        constraints = [
            models.UniqueConstraint(
                fields=["pin"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_round_a_pin",
            ),
            models.CheckConstraint(
                condition=~Q(state=RoundState.ASKING)
                | Q(asked_at__isnull=False, ends_at__isnull=False, position__gt=0),
                name="round_asks_with_a_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("live:join", args=[self.pin])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_last(self) -> bool:
        return self.position >= self.n_questions

    def seconds_left(self, at: datetime) -> float:
        return max(0.0, (self.ends_at - at).total_seconds()) if self.ends_at else 0.0


class LiveQuestion(models.Model):
    """A wording as it was when the round was opened, in the order for everybody."""

    live_round = models.ForeignKey(LiveRound, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("题号"))
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    order = models.JSONField(default=list)

    class Meta:
        ordering = ["live_round", "position"]
        verbose_name = _("现场题")
        verbose_name_plural = _("现场题")
        constraints = [
            models.UniqueConstraint(
                fields=["live_round", "position"], name="one_live_question_a_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.live_round_id}/{self.position}"


class LivePlayer(models.Model):
    """A phone: a number, and a nickname where somebody wanted one. Nothing personal."""

    live_round = models.ForeignKey(LiveRound, models.CASCADE, related_name="players")
    number = models.PositiveSmallIntegerField(_("编号"))
    name = models.CharField(_("昵称"), max_length=10, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    joined_at = models.DateTimeField(_("进场时间"))

    class Meta:
        ordering = ["live_round", "number"]
        verbose_name = _("选手")
        verbose_name_plural = _("选手")
        constraints = [
            models.UniqueConstraint(
                fields=["live_round", "number"], name="one_player_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class LiveAnswer(models.Model):
    """What a phone answered, once; what it is worth is told when the question is closed."""

    player = models.ForeignKey(LivePlayer, models.CASCADE, related_name="answers")
    question = models.ForeignKey(LiveQuestion, models.CASCADE, related_name="answers")
    chosen = models.JSONField(default=list)
    is_right = models.BooleanField()
    points = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("现场作答")
        verbose_name_plural = _("现场作答")
        constraints = [
            models.UniqueConstraint(
                fields=["player", "question"], name="one_live_answer_a_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.player_id}/{self.question_id}"
