"""Where it is, as a small drawing: no script, no tiles."""

from dataclasses import dataclass

from portal.directory.mapping import AreaMap, draw
from portal.directory.models import Area
from reports.complaints.models import Complaint


@dataclass(frozen=True)
class Sketch:
    map: AreaMap
    x: float
    y: float


def sketch_of(complaint: Complaint) -> Sketch | None:
    """Draw the areas and a pin; nothing where nobody knows the place."""
    if complaint.point is None:
        return None
    drawn = draw(Area.objects.only("name", "polygon"))
    if drawn.project is None:
        return None
    x, y = drawn.project((complaint.point.lon, complaint.point.lat))
    # A place outside all areas has its pin at the edge.
    return Sketch(drawn, min(max(x, 0), drawn.width), min(max(y, 0), drawn.height))
