"""The picture of a score that is passed on: numbers, and a way to try it oneself."""

from functools import lru_cache
from io import BytesIO

import segno
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from portal import fonts
from quizzes.practice.scores import Score

SIZE = (1200, 630)
EDGE = 72
GROUND, PAPER, INK, INK_2 = (231, 239, 233), (255, 255, 255), (17, 32, 27), (56, 74, 67)
HILL, RIVER = (24, 92, 60), (12, 74, 94)
QR_SIDE = 260


def card_of(score: Score, *, site: str, address: str) -> bytes | None:
    """Return it as PNG, or None where the machine has no Chinese font."""
    return _draw(
        _("文明答题"),
        score.title,
        _("答对%(right)s题") % {"right": score.right},
        _("共%(total)s题") % {"total": score.total},
        f"{score.day:%Y-%m-%d}　{site}",
        _("扫码答今天的十道题"),
        address,
    )


# The same words give the same picture, so nothing has to be forgotten.
@lru_cache(maxsize=64)
def _draw(
    head: str, title: str, right: str, total: str, foot: str, call: str, address: str
) -> bytes | None:
    faces = fonts.chinese_faces()
    if faces is None:
        return None
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 24), fill=HILL)
    draw.text((EDGE, 76), head, font=_font(faces.title, 44), fill=INK_2)
    draw.text((EDGE, 150), title[:16], font=_font(faces.title, 60), fill=INK)
    draw.text((EDGE, 270), right, font=_font(faces.title, 120), fill=RIVER)
    draw.text((EDGE, 440), total, font=_font(faces.text, 44), fill=INK_2)
    draw.text((EDGE, 552), foot[:36], font=_font(faces.text, 30), fill=INK_2)
    left, top = SIZE[0] - EDGE - QR_SIDE, 190
    draw.rectangle(
        (left - 20, top - 20, left + QR_SIDE + 20, top + QR_SIDE + 84), fill=PAPER
    )
    code = _code(address)
    inset = (QR_SIDE - code.width) // 2
    image.paste(code, (left + inset, top + inset))
    small = _font(faces.text, 28)
    middle = left + (QR_SIDE - draw.textlength(call, font=small)) / 2
    draw.text((middle, top + QR_SIDE + 24), call, font=small, fill=INK)
    written = BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _code(address: str) -> Image.Image:
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    code = Image.new("L", (len(rows), len(rows)))
    code.putdata([0 if dark else 255 for row in rows for dark in row])
    side = QR_SIDE // len(rows) * len(rows)  # each module as wide as the next
    return code.resize((side, side), Image.Resampling.NEAREST).convert("RGB")


def _font(face: fonts.Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.path), size, index=face.number)
