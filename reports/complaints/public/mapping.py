"""The map of complaints: drawn by the server, and as GeoJSON for whoever can move it.

Only the rounded places are known here: `public()` does not load the others (C8).
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from portal.directory.mapping import MARGIN, AreaMap, DrawnArea, Projection, draw
from portal.directory.models import Area, Street, StreetKind
from reports.complaints.models import Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.looks import Look, look_of

HEAT_OF = 2000  # of the newest ones: more would read the whole table
SHADES = 4
BESIDE = 22  # pins of one and the same place stand side by side
Line = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Pin:
    """One complaint on the drawing, with its number in the list beside it."""

    number: int
    complaint: Complaint
    look: Look
    x: float
    y: float


@dataclass(frozen=True)
class Face:
    """One area on the drawing, the darker the more there is."""

    drawn: DrawnArea
    count: int
    shade: int


@dataclass(frozen=True)
class DrawnLine:
    path: str
    street: Street


@dataclass(frozen=True)
class Step:
    """One shade of the legend."""

    shade: int
    least: int
    most: int


@dataclass(frozen=True)
class ComplaintMap:
    width: int
    height: int
    faces: list[Face]
    water: list[str]
    streets: list[DrawnLine]
    pins: list[Pin]
    legend: list[Step]


def draw_map(
    areas: Iterable[Area],
    streets: Iterable[Street],
    numbered: Iterable[tuple[int, Complaint]],
    heat: dict[int, int],
) -> ComplaintMap:
    ground: AreaMap = draw(areas)
    legend = legend_of(heat.values())
    project = ground.project
    return ComplaintMap(
        width=ground.width,
        height=ground.height,
        faces=[
            Face(each, count, _shade(count, legend))
            for each in ground.areas
            for count in [heat.get(each.area.pk, 0)]
        ],
        water=[_path(ring, project) + "z" for ring in _rings_of_water()]
        if project
        else [],
        streets=[
            DrawnLine(_path(street.line, project), street)
            for street in streets
            if _is_line(street.line)
        ]
        if project
        else [],
        pins=_pins(numbered, project, ground) if project else [],
        legend=legend,
    )


def heat_of(items: ComplaintQuerySet) -> dict[int, int]:
    """Count the newest of `items` by area: one query of bounded cost."""
    newest = items.order_by("-pk").values("pk")[:HEAT_OF]
    rows = (
        Complaint.objects.filter(pk__in=newest, area__isnull=False)
        .order_by()
        .values_list("area")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def legend_of(counts: Iterable[int]) -> list[Step]:
    """Divide one to the most into at most four shades of the same width."""
    most = max(counts, default=0)
    if not most:
        return []
    shades = min(SHADES, most)
    ends = [most * shade // shades for shade in range(shades + 1)]
    return [
        Step(shade, ends[shade - 1] + 1, ends[shade]) for shade in range(1, shades + 1)
    ]


def _shade(count: int, legend: Sequence[Step]) -> int:
    return (
        next((step.shade for step in legend if count <= step.most), 0) if count else 0
    )


def _pins(
    numbered: Iterable[tuple[int, Complaint]], project: Projection, ground: AreaMap
) -> list[Pin]:
    known = [
        (number, each, project((each.public_lon, each.public_lat)))
        for number, each in numbered
        if each.public_lat is not None and each.public_lon is not None
    ]
    total = Counter(place for _number, _each, place in known)
    seen: Counter[tuple[float, float]] = Counter()
    pins = []
    for number, each, place in known:
        aside = (seen[place] - (total[place] - 1) / 2) * BESIDE
        seen[place] += 1
        # A place outside all areas still has its pin, at the edge.
        x = min(max(place[0] + aside, MARGIN), ground.width - MARGIN)
        y = min(max(place[1], 2 * MARGIN), ground.height - MARGIN / 2)
        pins.append(Pin(number, each, look_of(each), round(x, 1), round(y, 1)))
    # The northern ones first: a pin covers what is behind it.
    return sorted(pins, key=lambda pin: (pin.y, pin.x))


def base_layer() -> dict[str, Any]:
    """Return areas, streets and water as GeoJSON: two queries."""
    return {
        "type": "FeatureCollection",
        "features": [
            *(_feature("water", "", ring) for ring in _rings_of_water()),
            *(
                _feature("area", area.name, area.polygon["coordinates"][0])
                for area in Area.objects.all()
                if _is_ring(area.polygon)
            ),
            *(
                _feature(
                    "bridge" if street.kind == StreetKind.BRIDGE else "street",
                    street.name,
                    street.line,
                )
                for street in Street.objects.all()
                if _is_line(street.line)
            ),
        ],
    }


def _feature(kind: str, name: str, line: Line) -> dict[str, Any]:
    is_face = kind in {"area", "water"}
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name},
        "geometry": {
            "type": "Polygon" if is_face else "LineString",
            "coordinates": [line] if is_face else line,
        },
    }


def _rings_of_water() -> list[Line]:
    return _read_water(settings.MAP_WATER) if settings.MAP_WATER else []


@lru_cache(maxsize=4)
def _read_water(path: str) -> list[Line]:
    features = json.loads(Path(path).read_text("utf-8"))["features"]
    return [
        each["geometry"]["coordinates"][0]
        for each in features
        if each["geometry"]["type"] == "Polygon"
    ]


def _path(line: Line, project: Projection) -> str:
    points = (project((float(point[0]), float(point[1]))) for point in line)
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in points)


def _is_line(line: Any) -> bool:
    return (
        isinstance(line, list)
        and len(line) > 1
        and all(
            isinstance(point, list)
            and len(point) >= 2
            and all(_is_number(each) for each in point[:2])
            for point in line
        )
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_ring(shape: Any) -> bool:
    return (
        isinstance(shape, dict)
        and bool(shape.get("coordinates"))
        and _is_line(shape["coordinates"][0])
    )
