"""Points, rounds and checks of the demonstration county, in a few bulk writes."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, pairwise
from typing import Any
from zlib import crc32

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.models import Place, Street
from portal.timeline.models import Event
from portal.timeline.services import record
from portal.tokens import hash_token, new_token
from portal.users.models import User
from reports.inspections.criteria import ensure_criteria
from reports.inspections.models import (
    Criterion,
    InspectionPoint,
    PointType,
    Round,
    SpotCheck,
    Tick,
)
from reports.inspections.services.checking import KEY_PURPOSE
from reports.inspections.workflow import RoundKind

BATCH = 500
COVERT_FAILS_OF = 4
HOURS = (9, 17)


def load_points(context: Context) -> None:
    if InspectionPoint.objects.exists():
        return
    told = context.read("inspection_points")
    types = PointType.objects.bulk_create(
        PointType(code=row["code"], name=row["name"], position=position)
        for position, row in enumerate(told["point_types"], 1)
    )
    by_code = {each.code: each for each in types}
    points = [*_shops(context, told), *_places(told, by_code)]
    InspectionPoint.objects.bulk_create(points, batch_size=BATCH)
    context.tell(_("检查点位"), len(points), len(points))


def _shops(context: Context, told: dict[str, Any]) -> Iterator[InspectionPoint]:
    """Yield the registered small shops, shared out as the shop fronts are."""
    areas = sorted(context.areas.values(), key=lambda area: area.code)
    fronts = sum(area.shop_count for area in areas)
    trades = [
        trade for trade, row in told["trades"].items() for _n in range(row["share"])
    ]
    streets: dict[int, list[Street]] = {}
    for street in Street.objects.prefetch_related("areas"):
        for area in street.areas.all():
            streets.setdefault(area.pk, []).append(street)
    left, number = told["registered"], 0
    for position, area in enumerate(areas, 1):
        share = round(told["registered"] * area.shop_count / fronts)
        count = left if position == len(areas) else share
        left -= count
        along = cycle(streets.get(area.pk, [None]))
        for place in range(1, count + 1):
            number += 1
            trade = trades[crc32(f"trade {number}".encode()) % len(trades)]
            names = told["trades"][trade]["names"]
            word = told["words"][crc32(f"word {number}".encode()) % len(told["words"])]
            yield InspectionPoint(
                code=f"{area.code}-{place:03}",
                name=word + names[number % len(names)],
                area=area,
                street=next(along),
                trade=trade,
                is_frontage=place <= told["frontage_per_area"],
            )


def _places(
    told: dict[str, Any], types: dict[str, PointType]
) -> Iterator[InspectionPoint]:
    for place in Place.objects.select_related("area", "street"):
        code = next(
            (
                row["code"]
                for row in told["point_types"]
                if any(word in place.name for word in row["words"])
            ),
            told["other"],
        )
        yield InspectionPoint(
            code=f"A-{place.code}",
            name=place.name,
            area=place.area,
            street=place.street,
            lat=place.lat,
            lon=place.lon,
            point_type=types[code],
        )


def load_checks(context: Context) -> None:
    """Open the rounds, and check the small shops as often as the news told of them."""
    if Round.objects.exists():
        return
    told = context.read("inspection_points")
    inspector = User.objects.filter(username="demo-check").first()
    rounds = {}
    for row in told["rounds"]:
        kind = RoundKind(row["kind"])
        ensure_criteria(kind)
        ends_on = date.fromisoformat(row["ends_on"]) if "ends_on" in row else None
        rounds[kind] = found = Round.objects.create(
            kind=kind,
            title=row["title"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=ends_on,
        )
        record(found, "open", by=None, to_state=found.state)
    if inspector is not None:
        rounds[RoundKind.COVERT].inspectors.add(inspector)
    checks = [
        *_checks_of_shops(context, rounds[RoundKind.SMALL]),
        *_covert_checks(rounds[RoundKind.COVERT]),
    ]
    for check in checks:
        check.inspector = inspector
    _keep(checks)
    context.tell(_("现场检查"), len(checks), len(checks))


def _checks_of_shops(context: Context, round_: Round) -> Iterator[SpotCheck]:
    """Yield a first check of each shop, and a second when it had mended."""
    shops = sorted(
        InspectionPoint.objects.of_kind(RoundKind.SMALL).select_related("area"),
        key=lambda shop: crc32(shop.code.encode()),
    )
    stages = [
        (date.fromisoformat(row["as_of"]), round(len(shops) * row["actual"] / 100))
        for row in context.relations["rates"]["points"]
    ]
    begin = round_.starts_on
    first_day, first_passing = stages[0]
    for number, shop in enumerate(shops):
        day = _day_between(begin, first_day, number, is_last=number == 0)
        yield _check(
            round_, shop, day, number < first_passing, gain=number < first_passing
        )
    for (before, passing_before), (day_to, passing) in pairwise(stages):
        for number in range(passing_before, passing):
            is_last = number == passing_before
            day = _day_between(
                before + timedelta(days=1), day_to, number, is_last=is_last
            )
            yield _check(round_, shops[number], day, True, gain=True)


def _covert_checks(round_: Round) -> Iterator[SpotCheck]:
    points = InspectionPoint.objects.of_kind(RoundKind.COVERT).select_related("area")
    for number, point in enumerate(points):
        day = round_.starts_on + timedelta(days=number % 5)
        yield _check(round_, point, day, bool(number % COVERT_FAILS_OF), gain=False)


def _day_between(first: date, last: date, number: int, *, is_last: bool) -> date:
    days = (last - first).days
    return last if is_last else first + timedelta(days=number % (days + 1))


def _check(
    round_: Round, point: InspectionPoint, day: date, is_passed: bool, *, gain: bool
) -> SpotCheck:
    hour = HOURS[0] + crc32(f"{point.code} {day}".encode()) % (HOURS[1] - HOURS[0])
    at = timezone.make_aware(datetime.combine(day, time(hour)))
    point.last_checked_at, point.is_passing = at, is_passed
    return SpotCheck(
        round=round_,
        point=point,
        area=point.area,
        checked_at=at,
        checked_on=day,
        received_at=at,
        is_passed=is_passed,
        n_failed=0 if is_passed else 1,
        gain=int(gain),
        key_hash=hash_token(KEY_PURPOSE, new_token()),
    )


def _keep(checks: list[SpotCheck]) -> None:
    SpotCheck.objects.bulk_create(checks, batch_size=BATCH)
    points = {check.point_id: check.point for check in checks if check.point}
    InspectionPoint.objects.bulk_update(
        points.values(), ["last_checked_at", "is_passing"], batch_size=BATCH
    )
    criteria: dict[str, list[Criterion]] = {}
    for criterion in Criterion.objects.active():
        criteria.setdefault(criterion.kind, []).append(criterion)
    ticks = []
    for number, check in enumerate(checks):
        asked = criteria[check.round.kind]
        worst = number % len(asked)
        ticks += [
            Tick(
                spot_check=check,
                criterion=criterion,
                is_passed=check.is_passed or place != worst,
            )
            for place, criterion in enumerate(asked)
        ]
    Tick.objects.bulk_create(ticks, batch_size=BATCH)
    kind = ContentType.objects.get_for_model(SpotCheck)
    Event.objects.bulk_create(
        (
            Event(
                content_type=kind,
                object_id=check.pk,
                verb="check",
                to_state="passed" if check.is_passed else "failed",
                actor=check.inspector,
                at=check.checked_at,
            )
            for check in checks
        ),
        batch_size=BATCH,
    )
