"""Where a notice stands, by the number that is printed on it."""

from dataclasses import dataclass
from typing import Self

from django.urls import reverse

from reports.notices.models import RectificationNotice
from reports.notices.models.questions import NoticeQuerySet


@dataclass(frozen=True)
class NoticeKey:
    """The part of a number that addresses have: 临双创督〔2026〕87号 is 2026-87."""

    year: int
    sequence: int

    @classmethod
    def of(cls, notice: RectificationNotice) -> Self:
        if notice.year is None or notice.sequence is None:
            raise ValueError("A draft has no address.")
        return cls(notice.year, notice.sequence)

    def __str__(self) -> str:
        return f"{self.year}-{self.sequence}"

    def among(self, notices: NoticeQuerySet) -> NoticeQuerySet:
        return notices.filter(year=self.year, sequence=self.sequence)


class NoticeKeyConverter:
    """For addresses; a zero in front would be a second address of one notice."""

    regex = "20[0-9]{2}-[1-9][0-9]{0,6}"

    def to_python(self, value: str) -> NoticeKey:
        year, _dash, sequence = value.partition("-")
        return NoticeKey(int(year), int(sequence))

    def to_url(self, value: NoticeKey) -> str:
        return str(value)


def address_of(notice: RectificationNotice) -> str:
    return reverse("open_notices:notice", args=[NoticeKey.of(notice)])
