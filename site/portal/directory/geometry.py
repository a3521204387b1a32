"""Where a point lies: which area, how far away, and how much of it may be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from portal.directory.models import Area

METRES_PER_DEGREE = 111_320


@dataclass(frozen=True)
class Point:
    """A place on earth, WGS-84."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        # Written so that NaN is refused too.
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError("There is no such place on earth.")

    @property
    def rounded(self) -> "Point":
        """Return the knot of a grid of some 100 m that is nearest (C8)."""
        return Point(round(self.lat, 3), round(self.lon, 3))

    @property
    def metres_per_degree_east(self) -> float:
        return METRES_PER_DEGREE * cos(radians(self.lat))

    def metres_to(self, other: "Point") -> float:
        """Return the distance as on a plane: right to the metre within a county."""
        return hypot(
            (other.lat - self.lat) * METRES_PER_DEGREE,
            (other.lon - self.lon) * self.metres_per_degree_east,
        )


def area_at(point: Point, areas: Iterable[Area]) -> Area | None:
    """Return the area whose outline holds `point`."""
    return next(
        (area for area in areas if any(_holds(ring, point) for ring in _outers(area))),
        None,
    )


def _outers(area: Area) -> list[Sequence[Sequence[float]]]:
    shape = area.polygon
    if not isinstance(shape, dict) or not shape.get("coordinates"):
        return []
    return [shape["coordinates"][0]]


def _holds(ring: Sequence[Sequence[float]], point: Point) -> bool:
    """Count how often a ray to the east crosses the outline: odd is inside."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > point.lat) != (y2 > point.lat):
            crossing = x1 + (point.lat - y1) / (y2 - y1) * (x2 - x1)
            inside ^= point.lon < crossing
    return inside
