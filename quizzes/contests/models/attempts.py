"""An attempt, what was asked and answered, and how far it brought somebody."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.timeline.permanent import Permanent, PermanentQuerySet
from quizzes.bank.models import QuestionVersion
from quizzes.contests.models.contests import Stage, UnitEntry, staff_field
from quizzes.contests.models.participants import Participant
from quizzes.contests.workflow import (
    COUNTED,
    AppealState,
    AttemptState,
    FlagKind,
)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def counted(self) -> Self:
        return self.filter(state__in=COUNTED)

    def overtime(self, at: datetime) -> Self:
        """Keep what the clock has ended, grace included, and nobody has handed in."""
        return self.filter(state=AttemptState.IN_PROGRESS, closes_at__lte=at)


class Attempt(models.Model):
    """One paper (答卷). `ends_at` is what the participant is told, `closes_at` is with grace.

    The constraints, not a look before, keep attempts within the day's number: `nth` and
    `nth_of_day` are given under the participant's lock and stand once.
    """

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="attempts", verbose_name=_("参赛人")
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="attempts", verbose_name=_("阶段")
    )
    day = models.DateField(_("日期"))
    nth_of_day = models.PositiveSmallIntegerField(_("当天第几次"))
    nth = models.PositiveSmallIntegerField(_("第几次"))
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=AttemptState.choices,
        default=AttemptState.IN_PROGRESS,
    )
    started_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("到时"), null=True, blank=True)
    closes_at = models.DateTimeField(_("含宽限"))
    finished_at = models.DateTimeField(_("交卷"), null=True, blank=True)
    is_extended = models.BooleanField(_("长辈版时间"), default=False)
    n_questions = models.PositiveSmallIntegerField(_("题数"))
    n_right = models.PositiveSmallIntegerField(_("答对"), default=0)
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=2, default=0)
    most = models.DecimalField(_("满分"), max_digits=7, decimal_places=2)
    seconds = models.DecimalField(
        _("用时（秒）"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    # Keyed hashes, for what same devices and networks tell; no address is kept.
    network_hash = models.CharField(max_length=64, blank=True, editable=False)
    agent_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("答卷")
        verbose_name_plural = _("答卷")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "stage", "day", "nth_of_day"],
                name="one_attempt_of_a_day_and_number",
            ),
            models.UniqueConstraint(
                fields=["participant", "stage", "nth"], name="one_attempt_a_number"
            ),
            models.UniqueConstraint(
                fields=["participant", "stage"],
                condition=Q(state=AttemptState.IN_PROGRESS),
                name="one_attempt_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=F("most")),
                name="attempt_score_within_most",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["in_progress", "abandoned"])
                | Q(finished_at__isnull=False, seconds__isnull=False),
                name="attempt_finished_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_at"],
                condition=Q(state=AttemptState.IN_PROGRESS),
                name="attempts_running",
            ),
            models.Index(fields=["stage", "state", "finished_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.stage_id}/{self.nth}"


class AttemptItem(models.Model):
    """One question of one paper, as it was shown, and the last answer given.

    `order` is what `quizzes.bank.portions.new_order` drew. `earned` is written when the
    paper is marked, and not before.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("题号"))
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="attempt_items"
    )
    order = models.JSONField(default=list)
    points = models.DecimalField(_("分值"), max_digits=5, decimal_places=2)
    # When it was first shown: of importance where each question has its own time.
    shown_at = models.DateTimeField(null=True)
    answer = models.JSONField(_("作答"), null=True)
    answered_at = models.DateTimeField(_("作答时间"), null=True)
    n_saves = models.PositiveSmallIntegerField(_("改了几次"), default=0)
    earned = models.DecimalField(_("得分"), max_digits=5, decimal_places=2, null=True)
    is_right = models.BooleanField(_("答对"), null=True)

    class Meta:
        ordering = ["attempt", "position"]
        verbose_name = _("答题")
        verbose_name_plural = _("答题")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="one_item_a_position"
            ),
            models.UniqueConstraint(
                fields=["attempt", "version"], name="question_once_in_an_attempt"
            ),
            models.CheckConstraint(
                condition=Q(earned__isnull=True)
                | Q(earned__gte=0, earned__lte=F("points")),
                name="item_earns_within_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class StandingQuerySet(models.QuerySet["Standing"]):
    def shown(self) -> Self:
        return self.filter(is_shown=True)

    def ranked(self) -> Self:
        """Order as the boards do: the score, then the time, then who was earlier (Q5)."""
        return self.order_by("-score", "seconds", "finished_at", "pk")


class Standing(models.Model):
    """The one attempt that counts for somebody in a stage: what boards are made of.

    Written with every attempt that is handed in, voided or cleared, and taken off the
    boards (`is_shown`) when its participant withdraws. `seconds` is 0 where the stage's
    tie rule asks for no time.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="standings")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="standings"
    )
    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="standing")
    score = models.DecimalField(max_digits=7, decimal_places=2)
    seconds = models.DecimalField(max_digits=9, decimal_places=3)
    finished_at = models.DateTimeField()
    unit_entry = models.ForeignKey(
        UnitEntry, models.PROTECT, null=True, related_name="+"
    )
    area = models.ForeignKey(
        "directory.Area", models.PROTECT, null=True, related_name="+"
    )
    is_shown = models.BooleanField(default=True)  # on the board of persons
    is_counted = models.BooleanField(default=True)  # in the rates of units and areas

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("成绩")
        verbose_name_plural = _("成绩")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "participant"], name="one_standing_a_participant"
            )
        ]
        indexes = [
            models.Index(
                "stage",
                F("score").desc(),
                "seconds",
                "finished_at",
                "id",
                condition=Q(is_shown=True),
                name="standings_of_persons",
            ),
            models.Index(
                fields=["stage", "unit_entry", "score"],
                condition=Q(is_counted=True),
                name="standings_of_units",
            ),
            models.Index(
                fields=["stage", "area", "score"],
                condition=Q(is_counted=True),
                name="standings_of_areas",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.score}"


class AttemptFlag(Permanent):
    """Something that looks odd (QZ-05). A person decides what it means; it stays written."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="flags")
    kind = models.CharField(_("疑点"), max_length=20, choices=FlagKind.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    other = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(_("发现时间"))

    objects = PermanentQuerySet["AttemptFlag"].as_manager()

    class Meta:
        ordering = ["raised_at"]
        verbose_name = _("疑点")
        verbose_name_plural = _("疑点")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "kind", "other"], name="one_flag_of_a_kind_and_twin"
            ),
            models.UniqueConstraint(
                fields=["attempt", "kind"],
                condition=Q(other__isnull=True),
                name="one_flag_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.get_kind_display()}"


class Appeal(models.Model):
    """What a participant says to a voided paper, and what somebody else decided."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="appeals")
    text = models.TextField(_("申诉"))
    filed_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=AppealState.choices,
        default=AppealState.OPEN,
    )
    answer = models.TextField(_("答复"), blank=True)
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    decided_by = staff_field(_("答复人"))

    class Meta:
        ordering = ["filed_at"]
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(state=AppealState.OPEN),
                name="one_open_appeal_an_attempt",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(answer=""),
                name="appeal_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.get_state_display()}"
