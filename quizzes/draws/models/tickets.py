"""The tickets of a draw, and who has won. Both are kept by the database as they are."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.timeline.permanent import Permanent, PermanentQuerySet
from quizzes.contests.models import Participant
from quizzes.contests.models.contests import staff_field
from quizzes.draws.models.draws import HASHED, Draw, Prize
from quizzes.draws.workflow import WinState


class Ticket(Permanent):
    """One ticket of a sealed list. Its code says nothing of whose it is.

    Whoever holds it finds it behind their private link. Nothing may be added to a list
    that is sealed, and only its holder may be forgotten.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="tickets")
    position = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("票号"), max_length=20)
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="tickets"
    )

    objects = PermanentQuerySet["Ticket"].as_manager()

    class Meta:
        ordering = ["draw", "position"]
        verbose_name = _("票")
        verbose_name_plural = _("票")
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="one_ticket_a_code"),
            models.UniqueConstraint(
                fields=["draw", "position"], name="one_ticket_a_position"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class WinnerQuerySet(models.QuerySet["Winner"]):
    def late(self, at: datetime) -> Self:
        return self.filter(state=WinState.WAITING, claim_until__lte=at)


class Winner(models.Model):
    """A ticket that has won. No name is kept of whose it is: who leaves has none."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="winners")
    rank = models.PositiveIntegerField(_("开奖次序"))
    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="win")
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="winners")
    substitutes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="substitute",
        verbose_name=_("替补"),
    )
    state = models.CharField(
        _("状态"),
        max_length=20,
        choices=WinState.choices,
        default=WinState.WAITING,
    )
    claim_until = models.DateTimeField(_("领取截止"))
    claim_code_hash = models.CharField(max_length=HASHED, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("领取时间"), null=True)
    claimed_before = staff_field(_("经办人"))
    forfeited_at = models.DateTimeField(_("作废时间"), null=True)

    objects = WinnerQuerySet.as_manager()

    class Meta:
        ordering = ["draw", "rank"]
        verbose_name = _("中奖")
        verbose_name_plural = _("中奖")
        constraints = [
            models.UniqueConstraint(fields=["draw", "rank"], name="one_winner_a_rank"),
            models.CheckConstraint(
                condition=~Q(state=WinState.CLAIMED)
                | Q(claimed_at__isnull=False, claimed_before__isnull=False),
                name="prize_claimed_before_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=WinState.FORFEITED) | Q(forfeited_at__isnull=False),
                name="prize_forfeited_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["claim_until"],
                condition=Q(state=WinState.WAITING),
                name="prizes_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}/{self.rank}"
