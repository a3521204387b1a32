"""A draw with its rules and prizes. What was announced is never changed (QZ-03)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.timeline.moving import Moving
from quizzes.contests.models import Contest, Stage
from quizzes.draws.workflow import (
    WITH_TICKETS,
    WITH_WINNERS,
    DrawState,
    PrizeKind,
    TicketRule,
)

HASHED = 64  # hexadecimal signs of a SHA-256


class DrawQuerySet(models.QuerySet["Draw"]):
    def public(self) -> Self:
        """Leave out what nobody has heard of, also where it was cancelled."""
        return self.filter(committed_at__isnull=False)


class Draw(Moving):
    """One draw of one contest. Only services change the state.

    The seed is made of our secret key and `seed_salt`: until the draw it stands nowhere,
    and a copy of the database does not tell it. `seed_hash` binds us to it.
    """

    contest = models.ForeignKey(
        Contest, models.PROTECT, related_name="draws", verbose_name=_("竞赛")
    )
    number = models.PositiveSmallIntegerField(_("第几场"))
    title = models.CharField(_("名称"), max_length=60)
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="draws", verbose_name=_("阶段")
    )
    least_percent = models.PositiveSmallIntegerField(
        _("至少得分（百分制）"), default=0, validators=[MaxValueValidator(100)]
    )
    ticket_rule = models.CharField(
        _("怎么发票"),
        max_length=20,
        choices=TicketRule.choices,
        default=TicketRule.ONE_EACH,
    )
    tickets_until = models.DateTimeField(
        _("得票截止"), help_text=_("这以前交的卷才有票。种子要在这以前公布承诺。")
    )
    draws_at = models.DateTimeField(
        _("开奖时间"), help_text=_("票单要在截止以后、开奖以前封存。")
    )
    public_source = models.CharField(
        _("公共随机数"),
        max_length=200,
        blank=True,
        help_text=_(
            "填一个封存以后才产生、谁也管不了的数，"
            "例如“全国统一发行的双色球第2026140期开奖号码，从小到大，空格分开”。"
        ),
    )
    claim_days = models.PositiveSmallIntegerField(
        _("几天内领"), default=15, validators=[MinValueValidator(1)]
    )
    claim_note = models.TextField(_("怎么领"), help_text=_("地点、时间、电话。"))
    n_substitutes = models.PositiveSmallIntegerField(
        _("候补人数"),
        default=0,
        help_text=_("逾期没领的，按开奖排出的次序补给下一位，一共补这么多人。"),
    )
    algorithm = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=DrawState.choices,
        default=DrawState.DRAFT,
        editable=False,
    )
    seed_salt = models.CharField(max_length=64, blank=True, editable=False)
    seed_hash = models.CharField(max_length=HASHED, blank=True, editable=False)
    committed_at = models.DateTimeField(_("公布规则"), null=True, editable=False)
    tickets_hash = models.CharField(max_length=HASHED, blank=True, editable=False)
    n_tickets = models.PositiveIntegerField(_("票数"), default=0, editable=False)
    sealed_at = models.DateTimeField(_("封存票单"), null=True, editable=False)
    seed = models.CharField(_("种子"), max_length=HASHED, blank=True, editable=False)
    chance = models.CharField(
        _("公共随机数的值"), max_length=200, blank=True, editable=False
    )
    drawn_at = models.DateTimeField(_("开奖"), null=True, editable=False)
    ended_at = models.DateTimeField(_("结束"), null=True, editable=False)
    cancelled_because = models.CharField(
        _("为什么取消"), max_length=300, blank=True, editable=False
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["contest", "number"]
        verbose_name = _("抽奖")
        verbose_name_plural = _("抽奖")
        permissions = [
            ("commit_draw", _("公布抽奖规则")),
            ("hold_draw", _("开奖")),
            ("claim_winner", _("兑奖")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], name="one_draw_a_number"
            ),
            models.CheckConstraint(
                condition=Q(draws_at__gt=F("tickets_until"), least_percent__lte=100),
                name="draw_after_the_last_ticket",
            ),
            # Invariant 13: both hashes are there before the time that would tell.
            models.CheckConstraint(
                condition=Q(state__in=[DrawState.DRAFT, DrawState.CANCELLED])
                | Q(committed_at__lt=F("tickets_until")) & ~Q(seed_hash=""),
                name="draw_committed_before_the_last_ticket",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WITH_TICKETS))
                | Q(
                    sealed_at__gte=F("tickets_until"),
                    sealed_at__lt=F("draws_at"),
                    n_tickets__gt=0,
                )
                & ~Q(tickets_hash=""),
                name="draw_sealed_before_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(WITH_WINNERS))
                & Q(drawn_at__gte=F("draws_at"))
                & ~Q(seed="")
                | ~Q(state__in=sorted(WITH_WINNERS)) & Q(seed=""),
                name="draw_seed_revealed_when_drawn",
            ),
            models.CheckConstraint(
                condition=~Q(state=DrawState.CANCELLED) | ~Q(cancelled_because=""),
                name="draw_cancelled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("draws:draw", args=[self.contest.slug, self.number])

    @cached_property
    def prize_list(self) -> list["Prize"]:
        return list(self.prizes.all())

    @property
    def n_prizes(self) -> int:
        return sum(prize.count for prize in self.prize_list)

    @property
    def has_tickets(self) -> bool:
        return self.state in WITH_TICKETS

    @property
    def has_winners(self) -> bool:
        return self.state in WITH_WINNERS

    def claim_until(self, since: datetime) -> datetime:
        return since + timedelta(days=self.claim_days)


def most_yuan() -> Decimal:
    return Decimal(settings.DRAWS["MOST_YUAN"])


class Prize(models.Model):
    """What is given, how often, and what one is worth. The first is drawn first."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="prizes")
    position = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("种类"), max_length=20, choices=PrizeKind.choices)
    name = models.CharField(_("奖品"), max_length=60)
    count = models.PositiveSmallIntegerField(
        _("份数"), validators=[MinValueValidator(1)]
    )
    value = models.DecimalField(_("每份价值（元）"), max_digits=8, decimal_places=2)

    class Meta:
        ordering = ["draw", "position"]
        verbose_name = _("奖品")
        verbose_name_plural = _("奖品")
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "position"], name="one_prize_a_position"
            ),
            models.UniqueConstraint(fields=["draw", "name"], name="one_prize_a_name"),
            models.CheckConstraint(
                condition=Q(count__gt=0, value__gte=0), name="prize_gives_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def percent_of(self, n_tickets: int) -> Any:
        """Return the chance of one ticket to win this, as a percentage."""
        return min(Decimal(100), Decimal(100 * self.count) / n_tickets)
