"""Bars of who joined and who finished, as places in a drawing."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from quizzes.contests.participation import Participation

WIDTH, HEIGHT, FOOT = 720, 180, 22


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    joined: float
    finished: float
    label: str
    n_joined: int
    n_finished: int

    @property
    def joined_y(self) -> float:
        return HEIGHT - self.joined

    @property
    def finished_x(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def finished_y(self) -> float:
        return HEIGHT - self.finished


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    most: int
    view_box: str = f"0 -14 {WIDTH} {HEIGHT + FOOT + 14}"
    width: int = WIDTH
    base: int = HEIGHT
    text_y: int = HEIGHT + 16

    @property
    def marks(self) -> list[Bar]:
        """Return the bars to write a time under: half a dozen at most."""
        every = max(1, -(-len(self.bars) // 6))
        return self.bars[::every]


def chart_of(found: Participation) -> Chart:
    most = found.most
    slot = WIDTH / max(1, len(found.buckets))
    looks = "n月j日 H时" if found.is_by_hour else "n月j日"
    bars = [
        Bar(
            x=round(n * slot + slot * 0.1, 2),
            width=round(slot * 0.4, 2),
            joined=_height(each.n_joined, most),
            finished=_height(each.n_finished, most),
            label=date_format(timezone.localtime(each.at), looks),
            n_joined=each.n_joined,
            n_finished=each.n_finished,
        )
        for n, each in enumerate(found.buckets)
    ]
    return Chart(bars, most)


def _height(count: int, most: int) -> float:
    return round(HEIGHT * count / most, 2) if most else 0
