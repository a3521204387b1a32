"""How far an item of a standard has come, and the periods that it is judged in."""

import re
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

QUARTER = re.compile(r"(20[0-9]{2})Q([1-4])")


class AssessmentStatus(models.TextChoices):
    """Any may follow any: an assessment says what was found, not what was done."""

    NOT_STARTED = "not_started", gettext_lazy("未开始")
    IN_PROGRESS = "in_progress", gettext_lazy("推进中")
    MET = "met", gettext_lazy("已达标")
    NOT_MET = "not_met", gettext_lazy("未达标")


@dataclass(frozen=True, order=True)
class Quarter:
    """Self-assessment goes by quarters; written `2026Q4`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, written: str) -> "Quarter | None":
        match = QUARTER.fullmatch(written)
        return cls(int(match[1]), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        return _("%(year)s年第%(number)s季度") % {
            "year": self.year,
            "number": self.number,
        }

    @property
    def previous(self) -> "Quarter":
        if self.number == 1:
            return Quarter(self.year - 1, 4)
        return Quarter(self.year, self.number - 1)
