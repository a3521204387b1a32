"""Keeps drawn posters, so that only the first reader of each waits for it."""

from hashlib import sha256

from django.core.cache import caches

from portal import fonts
from publicity.posters.content import Poster
from publicity.posters.drawing import draw
from publicity.posters.options import Options

DRAWING = "1"  # another number when posters are drawn otherwise


def name_of(poster: Poster, options: Options) -> str:
    """Name a poster by all that is drawn on it: other words, another name."""
    drawn_from = (DRAWING, poster, options, fonts.chinese_faces())
    return sha256(repr(drawn_from).encode()).hexdigest()[:40]


def kept(name: str) -> bytes | None:
    found: bytes | None = caches["posters"].get(name)
    return found


def draw_and_keep(name: str, poster: Poster, options: Options) -> bytes:
    drawn = draw(poster, options)
    caches["posters"].set(name, drawn)
    return drawn
