"""The map of the areas, drawn by the server: no script, no tiles, no third party."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from portal.directory.models import Area

WIDTH = 600
MARGIN = 28

Point = tuple[float, float]


@dataclass(frozen=True)
class DrawnArea:
    """One area on the drawing: its outline, and where its numbered pin stands."""

    area: Area
    number: int
    outline: str
    pin: Point


@dataclass(frozen=True)
class Projection:
    """From degrees to the drawing, north at the top.

    A degree of longitude is shorter than one of latitude by the cosine of the
    latitude: without it the county seat would look a sixth too wide.
    """

    west: float
    north: float
    shrink: float
    scale: float
    indent: float

    def __call__(self, point: Point) -> Point:
        return (
            round(self.indent + (point[0] - self.west) * self.shrink * self.scale, 1),
            round(MARGIN + (self.north - point[1]) * self.scale, 1),
        )


@dataclass(frozen=True)
class AreaMap:
    width: int
    height: int
    areas: list[DrawnArea]
    project: Projection | None = None  # None where there is no area to draw


def draw(areas: Iterable[Area]) -> AreaMap:
    """Project all areas onto one drawing."""
    rings = [(area, _ring(area)) for area in areas]
    drawable = [(area, ring) for area, ring in rings if len(ring) > 2]
    if not drawable:
        return AreaMap(WIDTH, WIDTH // 2, [])
    everywhere = [point for _, ring in drawable for point in ring]
    west, east = _span(point[0] for point in everywhere)
    south, north = _span(point[1] for point in everywhere)
    shrink = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * shrink, (north - south), 1e-9)
    height = round((north - south) * scale) + 2 * MARGIN
    indent = (WIDTH - (east - west) * shrink * scale) / 2
    project = Projection(west, north, shrink, scale, indent)
    drawn = []
    for number, (area, ring) in enumerate(drawable, start=1):
        projected = [project(point) for point in ring]
        drawn.append(DrawnArea(area, number, _path(projected), _middle(projected)))
    return AreaMap(WIDTH, height, drawn, project)


def _ring(area: Area) -> list[Point]:
    """Return the outer ring, or nothing where the outline was entered wrongly."""
    try:
        ring = area.polygon["coordinates"][0]
        return [(float(point[0]), float(point[1])) for point in ring]
    except (KeyError, IndexError, TypeError, ValueError):
        return []


def _span(values: Iterable[float]) -> tuple[float, float]:
    known = sorted(values)
    return known[0], known[-1]


def _path(ring: Sequence[Point]) -> str:
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in ring) + "z"


def _middle(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity: the mean of the corners leans to where they crowd."""
    twice_area = x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        cross = x1 * y2 - x2 * y1
        twice_area += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if abs(twice_area) < 1e-6:
        return ring[0]
    return round(x / (3 * twice_area), 1), round(y / (3 * twice_area), 1)
