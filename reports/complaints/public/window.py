"""What a window of the map holds: single places, or heaps where there are too many."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from typing import Any, Self

from django.conf import settings
from django.db.models import Avg, Count, F, FloatField, Max, Q
from django.db.models.functions import Cast, Floor
from django.utils import timezone

from portal.coordinates import DATUMS, LonLat
from reports.complaints.models import Complaint
from reports.complaints.models.questions import ComplaintQuerySet
from reports.complaints.public.links import address_of, title_of
from reports.complaints.public.lists import for_lists
from reports.complaints.public.looks import is_late, look_of
from reports.complaints.workflow import ComplaintState

KNOT = 0.001  # shown places lie on a grid of this width (C8)
CELLS = 12  # across a window
MOST = 2000  # the newest of a window are looked at
SINGLE = 150  # up to so many are shown one by one


class BadWindow(ValueError):
    """What was asked for is no part of the earth."""


@dataclass(frozen=True)
class Window:
    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read `west,south,east,north` in degrees of the datum that the map is drawn by."""
        parts = written.split(",")
        if len(parts) != 4 or len(written) > 120:
            raise BadWindow
        try:
            west, south, east, north = (float(part) for part in parts)
        except ValueError:
            raise BadWindow from None
        if not all(isfinite(each) for each in (west, south, east, north)):
            raise BadWindow
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise BadWindow
        _shift, back = _datum()
        west, south = back((west, south))
        east, north = back((east, north))
        return cls(west, south, east, north)

    @property
    def step(self) -> float:
        """Return the width of a cell: the grid's own, or that doubled again and again."""
        wanted = max(self.east - self.west, self.north - self.south) / CELLS
        step = KNOT
        while step < wanted:
            step *= 2
        return step


def features_in(window: Window, items: ComplaintQuerySet) -> dict[str, Any]:
    """Return the window as GeoJSON: two queries, of bounded cost."""
    newest = (
        items.on_map(window.south, window.west, window.north, window.east)
        .order_by("-pk")
        .values("pk")[:MOST]
    )
    step = window.step
    rows = (
        Complaint.objects.filter(pk__in=newest)
        .order_by()
        .annotate(row=_cell(F("public_lat"), step), column=_cell(F("public_lon"), step))
        .values("row", "column")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=is_late(timezone.now())),
            done=Count("pk", filter=Q(state=ComplaintState.CLOSED)),
            lat=Avg("public_lat"),
            lon=Avg("public_lon"),
            newest=Max("pk"),
        )
        .order_by("-newest")
    )
    cells = [dict[str, Any](row) for row in rows]
    total = sum(cell["count"] for cell in cells)
    shift, _back = _datum()
    if total <= SINGLE:
        features = _places(items, newest, shift)
    else:
        features = [_heap(cell, shift) for cell in cells]
    return {
        "type": "FeatureCollection",
        "total": total,
        "is_cut": total >= MOST,
        "features": features,
    }


def _cell(degrees: Any, step: float) -> Any:
    # Half a knot aside: no knot lies on the border between two cells.
    return Floor(Cast((degrees + KNOT / 2) / step, FloatField()))


def _places(
    items: ComplaintQuerySet, newest: Any, shift: Callable[[LonLat], LonLat]
) -> list[dict[str, Any]]:
    def place(complaint: Complaint) -> LonLat:
        return complaint.public_lon or 0, complaint.public_lat or 0

    rows = sorted(for_lists(items).filter(pk__in=newest), key=lambda each: -each.pk)
    rows.sort(key=place)
    return [
        _feature(
            shift(where),
            {
                "items": [
                    {
                        "number": each.number,
                        "title": title_of(each),
                        "address": address_of(each),
                        "look": look.value,
                        "state": str(look.label),
                        "on": each.submitted_on.isoformat(),
                    }
                    for each in found
                    for look in [look_of(each)]
                ]
            },
        )
        for where, group in groupby(rows, place)
        for found in [list(group)]
    ]


def _heap(cell: dict[str, Any], shift: Callable[[LonLat], LonLat]) -> dict[str, Any]:
    return _feature(
        shift((cell["lon"], cell["lat"])),
        {name: cell[name] for name in ("count", "late", "done")},
    )


def _feature(where: LonLat, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(where[0], 5), round(where[1], 5)],
        },
        "properties": properties,
    }


def _datum() -> tuple[Callable[[LonLat], LonLat], Callable[[LonLat], LonLat]]:
    return DATUMS[settings.MAP_TILES["DATUM"] if settings.MAP_TILES["URL"] else "wgs84"]
