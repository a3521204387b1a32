"""What every PDF of ours has: Chinese faces in the file, lines that break as they should."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache

import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont

from portal import fonts

POINT = 25.4 / 72  # in millimetres
QUIET = 4  # modules of white around a QR code


class NoChineseFont(Exception):
    """Raised where the machine has no font to print Chinese with."""


def chinese_pdf(width: float, height: float, *, title: str, made_on: datetime) -> FPDF:
    """Open a PDF, in millimetres, with the families `text` and `title`.

    The same words, drawn as made on the same day, give the same bytes.
    """
    faces = fonts.chinese_faces()
    if faces is None:
        raise NoChineseFont
    pdf = FPDF(unit="mm", format=(width, height))
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(made_on)
    pdf.set_title(title)
    pdf.set_lang("zh-CN")
    pdf.set_creator("portal")
    for family, face in (("text", faces.text), ("title", faces.title)):
        pdf.add_font(family, fname=face.path, collection_font_number=face.number)
    return pdf


def measure_of(pdf: FPDF, family: str) -> Callable[[str], float]:
    """Return what measures a text in ems of `family`."""
    font = pdf.fonts[family]
    assert isinstance(font, TTFFont)  # noqa: S101

    @cache
    def width(character: str) -> float:
        return font.get_text_width(character, 1, None)[1]

    return lambda text: sum(map(width, text))


def draw_qr(pdf: FPDF, address: str, x: float, y: float, size: float) -> None:
    """Draw a QR code whose dark part fills nearly `size` millimetres."""
    rows = list(segno.make(address, error="m", micro=False).matrix)
    module = size / (len(rows) + 2 * QUIET - 4)
    x, y = x + module * (QUIET - 2), y + module * (QUIET - 2)
    pdf.set_fill_color(0, 0, 0)
    for line, row in enumerate(rows):
        for start, length in _runs(row):
            # A hair of overlap: no viewer shows seams between the rows.
            pdf.rect(
                x + start * module,
                y + line * module,
                length * module + 0.01,
                module + 0.01,
                style="F",
            )


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield begin and length of the dark stretches of a row."""
    start = length = 0
    for place, is_dark in enumerate([*row, 0]):
        if is_dark:
            start = place if not length else start
            length += 1
        elif length:
            yield start, length
            length = 0
