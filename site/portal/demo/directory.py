"""Units, areas and duties of the demonstration county."""

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.models import (
    Area,
    Place,
    Street,
    StreetKind,
    Unit,
    UnitDuty,
    UnitKind,
)


def load_units(context: Context) -> None:
    kinds = {str(kind.label): kind for kind in UnitKind}
    rows = context.read("units")["units"]
    former = context.relations["former_names"]
    known = set(Unit.objects.values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    Unit.objects.bulk_create(
        Unit(
            code=row["code"],
            name=row["name"],
            short_name=row["short"],
            former_name=former.get(row["code"], ""),
            kind=kinds[row["kind"]],
            primary_post=row["lead"],
            direct_post=_deputy(row["lead"], context.relations["deputies"]),
            phone=row["phone"],
            responsibilities="\n".join(row["responsibilities"]),
        )
        for row in new
    )
    children = []
    for row in new:
        if row["parent"]:
            child = context.units[row["code"]]
            child.parent = context.units[row["parent"]]
            children.append(child)
    Unit.objects.bulk_update(children, ["parent"])
    if new:
        UnitDuty.objects.bulk_create(
            UnitDuty(
                unit=context.units[row["unit"]],
                title=context.signature["handling_duty"].format(**row),
            )
            for row in context.read("categories")["categories"]
        )
    context.tell(_("责任单位"), len(rows), len(rows))


def _deputy(post: str, deputies: dict[str, str]) -> str:
    """Return the post of the deputy in charge, who answers directly (S-03)."""
    return next(
        (deputy for title, deputy in deputies.items() if post.endswith(title)), ""
    )


def load_areas(context: Context) -> None:
    rows = context.read("areas")["areas"]
    said = context.signature
    for row in rows:
        area, is_new = Area.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "description": row["description"],
                "polygon": row["polygon"],
                "lead_unit": context.units[row["lead_unit"]],
                "sponsor_post": row["leader_role"],
                "shop_count": row["shops_total"],
            },
        )
        if not is_new:
            continue
        members = [context.units[code] for code in row["member_units"]]
        area.member_units.set(members)
        UnitDuty.objects.bulk_create(
            [
                UnitDuty(unit=area.lead_unit, area=area, title=said["lead_duty"]),
                *(
                    UnitDuty(unit=unit, area=area, title=said["member_duty"])
                    for unit in members
                ),
            ]
        )
    context.tell(_("责任片区"), len(rows), len(rows))


def load_streets(context: Context) -> None:
    told = context.read("streets")
    kinds = {str(kind.label): kind for kind in StreetKind}
    known = set(Street.objects.values_list("code", flat=True))
    rows = [row for row in told["streets"] if row["code"] not in known]
    new = Street.objects.bulk_create(
        Street(
            code=row["code"],
            name=row["name"],
            kind=kinds[row["kind"]],
            line=row["line"],
        )
        for row in rows
    )
    through = Street.areas.through
    through._default_manager.bulk_create(
        through(street_id=street.pk, area_id=context.areas[code].pk)
        for street, row in zip(new, rows, strict=True)
        for code in row["areas"]
    )
    streets = {street.code: street for street in Street.objects.all()}
    known = set(Place.objects.values_list("code", flat=True))
    Place.objects.bulk_create(
        Place(
            code=row["code"],
            name=row["name"],
            area=context.areas[row["area"]],
            street=streets.get(row["street"]),
            lat=row["lat"],
            lon=row["lon"],
        )
        for row in told["places"]
        if row["code"] not in known
    )
    count = len(told["streets"]) + len(told["places"])
    context.tell(_("街道和地点"), count, count)
