"""The picture that a chat shows of a shared link: drawn of words, coloured by state."""

from functools import lru_cache
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from portal import fonts
from reports.exposures.models import Exposure
from reports.exposures.public.looks import Look, look_of

SIZE = (1200, 630)
EDGE = 72
PAPER, INK, INK_2 = (231, 239, 233), (17, 32, 27), (56, 74, 67)
COLOURS = {
    Look.LATE: (160, 26, 34),
    Look.OPEN: (12, 74, 94),
    Look.REVIEW: (56, 74, 67),
    Look.MENDED: (24, 92, 60),
}
PER_LINE, MOST_LINES = 15, 3


def card_of(exposure: Exposure, site: str) -> bytes | None:
    """Return it as PNG, or None where the machine has no Chinese font."""
    look = look_of(exposure)
    state = str(look.label)
    if look == Look.MENDED and exposure.rectified_on:
        day = exposure.rectified_on
        state = f"{state} {day.month}月{day.day}日"
    published = timezone.localdate(exposure.published_at)
    return _draw(
        look.value,
        state,
        exposure.title,
        exposure.target,
        _("%(number)s　%(day)s　%(site)s")
        % {"number": exposure.public_number, "day": f"{published}", "site": site},
    )


# The same words give the same picture, so nothing has to be forgotten.
@lru_cache(maxsize=64)
def _draw(look: str, state: str, title: str, target: str, foot: str) -> bytes | None:
    faces = fonts.chinese_faces()
    if faces is None:
        return None
    colour = COLOURS[Look(look)]
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 24), fill=colour)
    draw.text((EDGE, 76), _("曝光台"), font=_font(faces.title, 44), fill=INK_2)
    stamp = _font(faces.title, 52)
    wide = draw.textlength(state, font=stamp)
    left = SIZE[0] - EDGE - wide - 48
    draw.rectangle(
        (left, 66, SIZE[0] - EDGE, 66 + 88), outline=colour, width=6, fill=PAPER
    )
    draw.text((left + 24, 76), state, font=stamp, fill=colour)
    for number, line in enumerate(_lines(title)):
        draw.text(
            (EDGE, 200 + number * 92), line, font=_font(faces.title, 68), fill=INK
        )
    draw.text((EDGE, 490), target[:24], font=_font(faces.text, 40), fill=INK_2)
    draw.text((EDGE, 552), foot[:44], font=_font(faces.text, 30), fill=INK_2)
    written = BytesIO()
    image.quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


def _lines(title: str) -> list[str]:
    lines = [title[at : at + PER_LINE] for at in range(0, len(title), PER_LINE)]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES - 1] = f"{lines[MOST_LINES - 1][:-1]}…"
    return lines[:MOST_LINES]


def _font(face: fonts.Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.path), size, index=face.number)
