"""Published commendations, with what pages say of each."""

from publicity.models import Clause
from reports.lists.models import Commendation
from reports.lists.models.commendations import CommendationQuerySet


def for_pages() -> CommendationQuerySet:
    return Commendation.objects.public().select_related("unit", "area", "place")


def clauses_of(commendation: Commendation) -> list[Clause]:
    """Return by which clauses: one query, regulation and all."""
    return list(commendation.clauses.select_related("version__regulation"))
