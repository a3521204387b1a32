"""Kinds and states of rounds, and the half-months that areas are compared in (评比)."""

import calendar
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HALF = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])-([12])")
MIDDLE = 15


class RoundKind(models.TextChoices):
    FRONTAGE = "frontage", gettext_lazy("门前四包")
    SMALL = "small", gettext_lazy("六小行业")
    FREE = "free", gettext_lazy("自由检查")
    COVERT = "covert", gettext_lazy("暗访")


class Trade(models.TextChoices):
    """The six small trades (CP-73)."""

    EATERY = "eatery", gettext_lazy("小餐饮")
    FOOD = "food", gettext_lazy("小食品店")
    BEAUTY = "beauty", gettext_lazy("小美容美发店")
    INN = "inn", gettext_lazy("小旅店")
    BATH = "bath", gettext_lazy("小浴室")
    AMUSEMENT = "amusement", gettext_lazy("小歌舞厅和小网吧")


class RoundState(models.TextChoices):
    OPEN = "open", gettext_lazy("进行中")
    CLOSED = "closed", gettext_lazy("已结束")


FIRST_STATE = RoundState.OPEN
ROUND_STEPS: Mapping[RoundState, Set[RoundState]] = {
    RoundState.OPEN: {RoundState.CLOSED},
    RoundState.CLOSED: set(),
}


@dataclass(frozen=True, order=True)
class HalfMonth:
    """Written `2026-11-1` for the first half of November, `-2` for the second."""

    year: int
    month: int
    half: int

    @classmethod
    def of(cls, day: date) -> "HalfMonth":
        return cls(day.year, day.month, 1 if day.day <= MIDDLE else 2)

    @classmethod
    def parse(cls, written: str) -> "HalfMonth | None":
        match = HALF.fullmatch(written)
        return cls(int(match[1]), int(match[2]), int(match[3])) if match else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.half}"

    @property
    def label(self) -> str:
        half = _("上半月") if self.half == 1 else _("下半月")
        return _("%(month)s月%(half)s") % {"month": self.month, "half": half}

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1 if self.half == 1 else MIDDLE + 1)

    @property
    def last(self) -> date:
        if self.half == 1:
            return date(self.year, self.month, MIDDLE)
        return date(
            self.year, self.month, calendar.monthrange(self.year, self.month)[1]
        )

    @property
    def previous(self) -> "HalfMonth":
        if self.half == 2:
            return HalfMonth(self.year, self.month, 1)
        if self.month == 1:
            return HalfMonth(self.year - 1, 12, 2)
        return HalfMonth(self.year, self.month - 1, 2)
