"""Rain and snow that fall: the drawings stand still, these do not."""

import random
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw

COLOUR = "#f4faf8"


class Sheet(NamedTuple):
    """Drops or flakes at one distance; lengths and speeds are in heights of the picture."""

    pieces: int
    length: float
    width: float
    speed: float
    slant: float
    alpha: int


RAIN = (
    Sheet(pieces=70, length=0.05, width=0.003, speed=1.1, slant=-0.22, alpha=80),
    Sheet(pieces=32, length=0.10, width=0.004, speed=1.9, slant=-0.22, alpha=130),
)
SNOW = (
    Sheet(pieces=90, length=0.0, width=0.009, speed=0.10, slant=0.35, alpha=150),
    Sheet(pieces=40, length=0.0, width=0.015, speed=0.17, slant=0.25, alpha=210),
)
# By a word of the scene's name.
WEATHER = {"flooded": RAIN, "storm": RAIN, "snow": SNOW}


def draw_weather(picture: Image.Image, scene: str, at: float) -> None:
    for word in scene.split("_"):
        for sheet in WEATHER.get(word, ()):
            _draw(picture, sheet, at)


def _draw(picture: Image.Image, sheet: Sheet, at: float) -> None:
    fallen = at * sheet.speed * picture.height
    mask = ImageChops.offset(
        _drawn(sheet, picture.size), round(fallen * sheet.slant), round(fallen)
    )
    picture.paste(COLOUR, (0, 0, *picture.size), mask)


@lru_cache(maxsize=4)
def _drawn(sheet: Sheet, size: tuple[int, int]) -> Image.Image:
    """Draw a sheet that joins itself at every edge, so that it can fall for ever."""
    fine = 2
    width, height = size[0] * fine, size[1] * fine
    fall = sheet.length * height
    image = Image.new("L", (width, height))
    pen = ImageDraw.Draw(image)
    chance = random.Random(sheet.pieces)  # noqa: S311 - drops, not secrets
    thick = sheet.width * height
    for _ in range(sheet.pieces):
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        for left in (x - width, x, x + width):
            for top in (y - height, y, y + height):
                if fall:
                    end = (left + fall * sheet.slant, top + fall)
                    pen.line([(left, top), end], fill=sheet.alpha, width=round(thick))
                else:
                    pen.ellipse((left, top, left + thick, top + thick), sheet.alpha)
    return image.resize(size, Image.Resampling.BOX)
