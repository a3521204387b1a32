"""What a certificate looks like, in millimetres; a painter puts it on paper or pixels.

One layout for both: the picture in a chat is the sheet on the wall.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from portal.pdf import POINT
from publicity.posters.breaking import break_lines

WIDTH, HEIGHT = 297.0, 210.0
INK, INK_2 = (17, 32, 27), (56, 74, 67)
HILL, SEAL = (24, 92, 60), (160, 26, 34)
MIDDLE = WIDTH / 2
ROOM = 214.0  # for a line of text
SIZE, LEADING = 20.0, 12.5
SIGN_SIZE, SIGN_ROOM = 14.0, 92.0
Ink = tuple[int, int, int]


@dataclass(frozen=True)
class Sheet:
    """What a certificate says."""

    number: str
    code: str
    name: str
    contest: str
    stage: str
    score: str
    most: str  # empty where it is a hundred
    organiser: str
    day: date
    address: str

    @property
    def sentence(self) -> str:
        return _("参加%(contest)s%(stage)s") % {
            "contest": self.contest,
            "stage": self.stage,
        }

    @property
    def result(self) -> str:
        if self.most:
            return _("满分%(most)s分，答得%(score)s分，门前的规矩，心里有数。") % {
                "most": self.most,
                "score": self.score,
            }
        return _("答得%s分，门前的规矩，心里有数。") % self.score

    @property
    def signed_on(self) -> str:
        return _("%(year)s年%(month)s月%(day)s日") % {
            "year": self.day.year,
            "month": self.day.month,
            "day": self.day.day,
        }

    @property
    def spaced_code(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"


class Painter(Protocol):
    """Puts marks in place. Texts stand around `x`, on their baseline `y`."""

    def measure(self, family: str) -> Callable[[str], float]: ...

    def text(
        self, x: float, y: float, text: str, *, size: float, ink: Ink, family: str
    ) -> None: ...

    def box(
        self, x: float, y: float, width: float, height: float, line: float, ink: Ink
    ) -> None: ...

    def stamp(self, x: float, y: float, word: str, below: str) -> None: ...

    def code(self, address: str, x: float, y: float, size: float) -> None: ...


def compose(sheet: Sheet, painter: Painter) -> None:
    painter.box(12, 12, WIDTH - 24, HEIGHT - 24, 1.2, HILL)
    painter.box(16, 16, WIDTH - 32, HEIGHT - 32, 0.4, HILL)
    painter.text(MIDDLE, 34, sheet.number, size=13, ink=SEAL, family="text")
    title = "　".join(_("明白人证书"))
    painter.text(MIDDLE, 58, title, size=38, ink=HILL, family="title")
    painter.text(MIDDLE, 80, _("兹证明"), size=18, ink=INK, family="text")
    _fitting(painter, 98, sheet.name, size=34)
    y = 114.0
    for paragraph in (sheet.sentence, sheet.result):
        room = ROOM / (SIZE * POINT)
        for line in break_lines(paragraph, room, painter.measure("text")):
            painter.text(MIDDLE, y, line.text, size=SIZE, ink=INK, family="text")
            y += LEADING
    painter.code(sheet.address, 26, 152, 32)
    code = _("校验码 %s") % sheet.spaced_code
    painter.text(80, 172, _("扫码核验"), size=11, ink=INK_2, family="text")
    painter.text(80, 179, code, size=11, ink=INK_2, family="text")
    _signed(painter, sheet)
    painter.stamp(WIDTH - 50, 168, _("明白"), _("%s分") % sheet.score)


def _signed(painter: Painter, sheet: Sheet) -> None:
    """Write who issued it on how many lines it takes, the day below."""
    room = SIGN_ROOM / (SIGN_SIZE * POINT)
    lines = break_lines(sheet.organiser, room, painter.measure("text"))
    y = 178 - 8 * len(lines)
    for line in lines:
        y += 8
        painter.text(160, y - 6, line.text, size=SIGN_SIZE, ink=INK, family="text")
    painter.text(160, 182, sheet.signed_on, size=13, ink=INK, family="text")


def _fitting(painter: Painter, y: float, text: str, *, size: float) -> None:
    """Write one line that is made smaller where it would not fit."""
    width = painter.measure("title")(text) * size * POINT
    size = min(size, size * ROOM / width) if width else size
    painter.text(MIDDLE, y, text, size=size, ink=INK, family="title")
