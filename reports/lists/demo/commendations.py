"""The demonstration county's commendations, of units and groups alone."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.models import Place
from portal.users.models import User
from publicity.demo.parts import at, clauses_by_id
from reports.lists.demo.people import people
from reports.lists.models import Commendation
from reports.lists.workflow import CommendationKind, CommendationState


def load_commendations(context: Context) -> None:
    rows = context.read("commendations")["commendations"]
    if not Commendation.objects.exists():
        _load(context, rows)
    context.tell(_("表彰"), len(rows), len(rows))


def _load(context: Context, rows: list[dict[str, Any]]) -> None:
    kinds = {str(kind.label): kind for kind in CommendationKind}
    places = {place.code: place for place in Place.objects.all()}
    drafted, _checked, approved = people()
    made = [
        _commendation(context, row, kinds, places, drafted, approved) for row in rows
    ]
    Commendation.objects.bulk_create(made)
    clauses = clauses_by_id(context)
    through = Commendation.clauses.through
    through._default_manager.bulk_create(
        through(commendation_id=each.pk, clause_id=clauses[named].pk)
        for each, row in zip(made, rows, strict=True)
        for named in row["basis"]
        if named in clauses
    )


def _commendation(
    context: Context,
    row: dict[str, Any],
    kinds: dict[str, CommendationKind],
    places: dict[str, Place],
    drafted: User,
    approved: User,
) -> Commendation:
    day = date.fromisoformat(row["date"])
    return Commendation(
        number=f"{day}-{row['id'].lower()}",
        awarded_on=day,
        period=row["period"],
        kind=kinds[row["kind"]],
        name=row["name"],
        unit=_unit_named(context, row["name"]),
        area=context.areas[row["area"]],
        place=places.get(row["place"]),
        citation=row["citation"],
        state=CommendationState.PUBLISHED,
        drafted_by=drafted,
        published_at=at(str(day + timedelta(days=1)), 9),
        published_by=approved,
    )


def _unit_named(context: Context, name: str) -> Any:
    """Return the unit whose team or market it is, where the name begins with it."""
    units = sorted(context.units.values(), key=lambda unit: -len(unit.short_name))
    return next((unit for unit in units if name.startswith(unit.short_name)), None)
