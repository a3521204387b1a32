"""The two ways a certificate is painted: a PDF to print, a picture for chats."""

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from portal import fonts
from portal.pdf import POINT, NoChineseFont, chinese_pdf, draw_qr, measure_of
from quizzes.certificates.drawing.layout import (
    HEIGHT,
    HILL,
    WIDTH,
    Ink,
    Sheet,
    compose,
)

DOTS = 6  # in a millimetre of the picture
TILT = 5.0
STAMP_WIDTH, STAMP_HEIGHT = 40.0, 25.0
WHITE = (255, 255, 255)


def draw_pdf(sheet: Sheet, *, made_on: datetime) -> bytes:
    """Draw it on A4, lying. The same certificate gives the same bytes."""
    paper = _Paper(sheet, made_on)
    compose(sheet, paper)
    return bytes(paper.pdf.output())


def draw_png(sheet: Sheet) -> bytes:
    canvas = _Canvas()
    compose(sheet, canvas)
    out = io.BytesIO()
    # A few colours and their shades: a third of the bytes of a full picture.
    canvas.picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Paper:
    def __init__(self, sheet: Sheet, made_on: datetime) -> None:
        self.pdf = chinese_pdf(WIDTH, HEIGHT, title=sheet.number, made_on=made_on)
        self.pdf.set_author(sheet.organiser)
        self.pdf.add_page()

    @cache  # noqa: B019 -- lives as long as one certificate is drawn
    def measure(self, family: str) -> Callable[[str], float]:
        return measure_of(self.pdf, family)

    def text(
        self, x: float, y: float, text: str, *, size: float, ink: Ink, family: str
    ) -> None:
        self.pdf.set_font(family, size=size)
        self.pdf.set_text_color(*ink)
        self.pdf.text(x - self.measure(family)(text) * size * POINT / 2, y, text)

    def box(
        self, x: float, y: float, width: float, height: float, line: float, ink: Ink
    ) -> None:
        self.pdf.set_draw_color(*ink)
        self.pdf.set_line_width(line)
        self.pdf.rect(x, y, width, height)

    def stamp(self, x: float, y: float, word: str, below: str) -> None:
        with self.pdf.rotation(TILT, x, y):
            _stamp(self, x, y, word, below)

    def code(self, address: str, x: float, y: float, size: float) -> None:
        draw_qr(self.pdf, address, x, y, size)


class _Canvas:
    def __init__(self) -> None:
        faces = fonts.chinese_faces()
        if faces is None:
            raise NoChineseFont
        self.faces = {"text": faces.text, "title": faces.title}
        size = round(WIDTH * DOTS), round(HEIGHT * DOTS)
        self.picture = Image.new("RGB", size, WHITE)
        self.draw = ImageDraw.Draw(self.picture)

    @cache  # noqa: B019 -- lives as long as one certificate is drawn
    def _font(self, family: str, dots: float) -> ImageFont.FreeTypeFont:
        face = self.faces[family]
        return ImageFont.truetype(str(face.path), dots, index=face.number)

    def measure(self, family: str) -> Callable[[str], float]:
        font = self._font(family, 100)
        return lambda text: font.getlength(text) / 100

    def text(
        self, x: float, y: float, text: str, *, size: float, ink: Ink, family: str
    ) -> None:
        font = self._font(family, size * POINT * DOTS)
        self.draw.text((x * DOTS, y * DOTS), text, ink, font, anchor="ms")

    def box(
        self, x: float, y: float, width: float, height: float, line: float, ink: Ink
    ) -> None:
        # The line stands on the edge, half of it on either side.
        half = line / 2
        corners = (x - half, y - half, x + width + half, y + height + half)
        self.draw.rectangle(
            [corner * DOTS for corner in corners],
            outline=ink,
            width=max(1, round(line * DOTS)),
        )

    def stamp(self, x: float, y: float, word: str, below: str) -> None:
        upright = self.picture
        self.picture = Image.new("RGB", upright.size, WHITE)
        self.draw = ImageDraw.Draw(self.picture)
        _stamp(self, x, y, word, below)
        turned = self.picture.rotate(
            TILT,
            Image.Resampling.BICUBIC,
            center=(x * DOTS, y * DOTS),
            fillcolor=WHITE,
        )
        # As ink on paper: what is white in the stamp leaves the paper as it is.
        self.picture = ImageChops.multiply(upright, turned)
        self.draw = ImageDraw.Draw(self.picture)

    def code(self, address: str, x: float, y: float, size: float) -> None:
        rows = list(segno.make(address, error="m", micro=False).matrix)
        module = int(size * DOTS / (len(rows) + 4))
        start_x, start_y = round((x + 2) * DOTS), round((y + 2) * DOTS)
        for line, row in enumerate(rows):
            for place, is_dark in enumerate(row):
                if is_dark:
                    left, top = start_x + place * module, start_y + line * module
                    self.draw.rectangle(
                        (left, top, left + module - 1, top + module - 1), (0, 0, 0)
                    )


def _stamp(
    painter: "_Paper | _Canvas", x: float, y: float, word: str, below: str
) -> None:
    """Draw the upright stamp around a point: a double line, a word, what is below it."""
    left, top = x - STAMP_WIDTH / 2, y - STAMP_HEIGHT / 2
    for inset, line in ((0.0, 0.5), (1.4, 0.5)):
        painter.box(
            left + inset,
            top + inset,
            STAMP_WIDTH - 2 * inset,
            STAMP_HEIGHT - 2 * inset,
            line,
            HILL,
        )
    painter.text(x, y + 1, "　".join(word), size=24, ink=HILL, family="title")
    painter.text(x, y + 9, below, size=13, ink=HILL, family="text")
