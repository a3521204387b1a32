"""The moving picture: drawings in two layers, seen by a camera that never quite stands still.

Pillow moves the layers, not ffmpeg: `resize(box=…)` takes fractions of a pixel, while ffmpeg's
overlay, crop and zoompan step by whole pixels, and a slow pan then trembles.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from PIL import Image

from portal.demo.drawing import layers
from portal.demo.films.cards import draw_card, draw_corner_mark
from portal.demo.films.raster import raster
from portal.demo.films.script import Film
from portal.demo.films.shots import Place, Shot, View, cut
from portal.demo.films.weather import draw_weather

FPS = 25
# The closest move sees three quarters of a drawing.
OVERSAMPLING = 1.33
# The far layer makes this much of the near layer's move, around the middle of the shot.
FAR_SHARE = 0.5
DISSOLVE_SECONDS = 0.48
FADE_SECONDS = 0.5
DARK = "#0c3936"

Size = tuple[int, int]


class Scenery(NamedTuple):
    """A drawing ready to be filmed.

    `near` is the whole picture and `outline` says where its near layer is. A near layer alone
    would have black around its things, and resizing would draw that black into their edges.
    """

    far: Image.Image
    near: Image.Image
    outline: Image.Image


def frame_count(duration: float) -> int:
    return max(1, round(duration * FPS))


def frames(film: Film, size: Size) -> Iterator[bytes]:
    """Give every frame of `film` as raw RGB."""
    shots = cut(film)
    dark = Image.new("RGB", size, DARK)
    index = 0
    for number in range(frame_count(film.duration)):
        at = number / FPS
        while index + 1 < len(shots) and at >= shots[index + 1].start:
            index += 1
        picture = _dissolved(shots, index, at, size)
        light = min(1.0, (at + 0.1) / FADE_SECONDS, (film.duration - at) / FADE_SECONDS)
        if light < 1:
            picture = Image.blend(dark, picture, light)
        yield picture.tobytes()


def _dissolved(shots: list[Shot], index: int, at: float, size: Size) -> Image.Image:
    """Show the shot, mixed with its neighbour around the moment they change."""
    shot, half = shots[index], DISSOLVE_SECONDS / 2
    picture = _filmed(shot, at, size)
    for other, distance in (
        (shots[index - 1] if index else None, at - shot.start),
        (shots[index + 1] if index + 1 < len(shots) else None, shot.end - at),
    ):
        # Two shots of one place are cut hard: a dissolve between them looks like a mistake.
        if other and distance < half and other.place != shot.place:
            picture = Image.blend(
                _filmed(other, at, size), picture, 0.5 + distance / half / 2
            )
    return picture


def _filmed(shot: Shot, at: float, size: Size) -> Image.Image:
    scenery = _scenery(shot.place, size)
    near = shot.view(at)
    far = shot.middle().towards(near, FAR_SHARE)
    picture = _seen(scenery.far, far, size)
    picture.paste(
        _seen(scenery.near, near, size), (0, 0), _seen(scenery.outline, near, size)
    )
    draw_weather(picture, shot.scene, at)
    if shot.card:
        draw_card(picture, shot.card, at - shot.start, shot.end - shot.start)
    else:
        draw_corner_mark(picture)
    return picture


def _seen(layer: Image.Image, view: View, size: Size) -> Image.Image:
    """Cut the camera's window out of `layer`; it has the film's shape, not the drawing's."""
    width = view.width * min(layer.width, layer.height * size[0] / size[1])
    height = width * size[1] / size[0]
    left = min(max(0.0, layer.width * view.x - width / 2), layer.width - width)
    top = min(max(0.0, layer.height * view.y - height / 2), layer.height - height)
    box = (left, top, left + width, top + height)
    return layer.resize(size, Image.Resampling.HAMMING, box=box)


# A dissolve needs two places at once; more would be kept for nothing.
@lru_cache(maxsize=3)
def _scenery(place: Place, size: Size) -> Scenery:
    width = round(size[0] * OVERSAMPLING)
    behind, before = (
        raster(drawing, width)
        for drawing in layers(place.scene, seed=place.seed, light=place.light)
    )
    far = behind.convert("RGB")
    near, outline = far.copy(), before.getchannel("A")
    near.paste(before, (0, 0), outline)
    return Scenery(far, near, outline)
