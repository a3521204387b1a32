"""Public pictures are drawn from pixels, with what must not be seen blotted out (C6)."""

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from portal.evidence.kinds import photo_kind
from portal.uploads import ByteFile

LONGEST_EDGE = 2560
SMALL_EDGE = 480
# What a box covers is reduced to this many points: nothing can be read from them.
COARSE = 6
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
SOUTH_OR_WEST = {"S", "W"}
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)

Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Offer:
    """What a photo says of itself: offered to its sender, kept only if he says so."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_offer(file: ByteFile) -> Offer:
    """Return time and place from the file's own notes. Never raises: they are untrusted."""
    try:
        kind = photo_kind(file)
        with Image.open(file, formats=[kind]) as picture:
            exif = picture.getexif()
            taken = exif.get_ifd(EXIF_IFD)
            gps = exif.get_ifd(GPS_IFD)
    except Exception:
        return Offer()
    finally:
        file.seek(0)
    latitude = _degrees(gps.get(2), gps.get(1), 90)
    longitude = _degrees(gps.get(4), gps.get(3), 180)
    if latitude is None or longitude is None or latitude == longitude == 0:
        latitude = longitude = None
    return Offer(
        _moment(taken.get(TAKEN), taken.get(TAKEN_OFFSET)), latitude, longitude
    )


def _degrees(parts: Any, half: Any, most: int) -> float | None:
    with suppress(TypeError, ValueError, ArithmeticError):
        degrees, minutes, seconds = (float(part) for part in parts)
        value = degrees + minutes / 60 + seconds / 3600
        if math.isfinite(value) and 0 <= value <= most:
            return round(-value if half in SOUTH_OR_WEST else value, 6)
    return None


def _moment(text: Any, offset: Any) -> datetime | None:
    with suppress(TypeError, ValueError, OverflowError):
        moment = datetime.strptime(f"{text}"[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        try:
            aware = datetime.fromisoformat(f"{moment.isoformat()}{offset or ''}")
        except ValueError:
            aware = moment
        if timezone.is_naive(aware):
            aware = timezone.make_aware(aware)
        if OLDEST <= aware <= timezone.now() + timedelta(days=1):
            return aware
    return None


def blot_out(picture: Image.Image, places: Iterable[Place]) -> Image.Image:
    """Return a copy in which nothing below the boxes can be recognised.

    A few coarse points are left, so that a reader sees that something was there.
    """
    blotted = picture.copy()
    for x, y, width, height in places:
        left, top = x * picture.width // 1000, y * picture.height // 1000
        right = -(-(x + width) * picture.width // 1000)
        bottom = -(-(y + height) * picture.height // 1000)
        area = (left, top, max(right, left + 1), max(bottom, top + 1))
        # From the copy: what two boxes share is coarsened twice.
        covered = blotted.crop(area)
        coarse = covered.resize(
            (min(COARSE, covered.width), min(COARSE, covered.height)),
            Image.Resampling.BOX,
        )
        # Steps of 32 in colour: a face of six points is not even guessed at.
        coarse = coarse.point(lambda value: value // 32 * 32 + 16)
        blotted.paste(coarse.resize(covered.size, Image.Resampling.NEAREST), area)
    return blotted


def within(picture: Image.Image, edge: int) -> Image.Image:
    small = picture.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return small


def as_webp(picture: Image.Image, *, quality: int = 80) -> bytes:
    """Write pixels alone: a picture's notes are cleared, not left out by chance."""
    bare = on_white(picture)
    bare.info.clear()
    written = BytesIO()
    bare.save(
        written, "WEBP", quality=quality, method=2, exif=b"", xmp=b"", icc_profile=b""
    )
    return written.getvalue()


def on_white(picture: Image.Image) -> Image.Image:
    """Return RGB. What was see-through may hide something: it is painted white."""
    if picture.mode in {"LA", "RGBA"}:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        return ground.convert("RGB")
    return picture.convert("RGB")
