"""The county's mark: large on the opening and closing cards, small in the corner between them."""

from functools import lru_cache

from PIL import Image

from portal.demo.films.raster import raster
from portal.demo.films.shots import Card

WASH = "#0c3936"
TILE_SHARE = 0.46  # of the picture's height
CORNER_SHARE = 0.11
MARGIN_SHARE = 0.045

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 76 76">{}</svg>'
_TILE = '<rect x="-10" y="-10" width="76" height="76" rx="14" fill="#fcfefc"/>'
# The site's logo: the square of a check box, the river as its tick, a persimmon.
_SQUARE = (
    '<path d="M43 30v19H7V13h27" fill="none" stroke="#185c3c" stroke-width="3.5"/>'
)
_TICK = (
    '<path d="M14 27c5 2 8 6 11 11C31 26 41 14 54 6 43 18 35 31 29 47h-7c-1-8-3-14-8-20z"'
    ' fill="#0a5264"/>'
)
_FRUIT = '<circle cx="19" cy="19.5" r="3" fill="#ee8434"/>'


def draw_card(picture: Image.Image, card: Card, passed: float, length: float) -> None:
    """Draw the card as it stands `passed` seconds after its start.

    The opening writes the mark stroke by stroke; the closing shows it whole.
    """
    share = min(1.0, max(0.0, passed / (length * 0.75)))
    wash = Image.new("RGB", picture.size, WASH)
    depth = 0.45 if card is Card.OPENING else 0.45 + 0.3 * share
    picture.paste(wash, (0, 0), Image.new("L", picture.size, round(255 * depth)))
    side = round(picture.height * TILE_SHARE)
    tile = _written(side, share if card is Card.OPENING else 1.0)
    pop = _eased(min(1.0, share * 5)) if card is Card.OPENING else 1.0
    if pop < 1:
        tile = tile.resize((max(1, round(side * pop)),) * 2, Image.Resampling.BILINEAR)
    place = (picture.width - tile.width) // 2, (picture.height - tile.height) // 2
    picture.paste(tile, place, tile)


def draw_corner_mark(picture: Image.Image) -> None:
    side, margin = (
        round(picture.height * CORNER_SHARE),
        round(picture.height * MARGIN_SHARE),
    )
    mark = _corner_mark(side)
    picture.paste(mark, (picture.width - side - margin, margin), mark)


def _written(side: int, share: float) -> Image.Image:
    """Write the mark from left to right: the square, then the tick, then the fruit."""
    tile = _part(_TILE, side).copy()
    for shape, begins, ends in (
        (_SQUARE, 0.1, 0.4),
        (_TICK, 0.4, 0.8),
        (_FRUIT, 0.8, 0.9),
    ):
        done = min(1.0, max(0.0, (share - begins) / (ends - begins)))
        width = round(side * _eased(done))
        if width:
            stroke = _part(shape, side).crop((0, 0, width, side))
            tile.paste(stroke, (0, 0), stroke)
    return tile


def _eased(share: float) -> float:
    return 1 - (1 - share) ** 3


@lru_cache(maxsize=8)
def _part(shape: str, side: int) -> Image.Image:
    return raster(_SVG.format(shape), side)


@lru_cache(maxsize=2)
def _corner_mark(side: int) -> Image.Image:
    mark = _written(side, 1.0)
    mark.putalpha(mark.getchannel("A").point(lambda alpha: alpha * 0.8))
    return mark
