"""An area's score of a day, counted from the checks of its shop fronts."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q

from portal.directory.models import Area
from reports.inspections.models import AreaScore, SpotCheck, Tick
from reports.inspections.models.scores import FULL, PARTS
from reports.inspections.workflow import RoundKind

HALF_POINT = Decimal("0.5")


def refresh_score(area: Area, on: date) -> AreaScore | None:
    """Count the day anew. Each part is worth 25 points times the share that passed.

    What was handed in on a sheet stays as it is.
    """
    # Two checks at once would each count without the other. No key of the area changes:
    # a full lock would wait for the checks that point to it, and they for each other.
    list(Area.objects.select_for_update(no_key=True).filter(pk=area.pk).values("pk"))
    score = AreaScore.objects.filter(area=area, on=on).first()
    if score is not None and score.is_from_sheet:
        return score
    checks = SpotCheck.objects.filter(
        round__kind=RoundKind.FRONTAGE, area=area, checked_on=on
    )
    shops = checks.aggregate(
        checked=Count("pk"), passed=Count("pk", filter=Q(is_passed=True))
    )
    if not shops["checked"]:
        return None
    counted = {
        code: (whole, passed)
        for code, whole, passed in Tick.objects.filter(spot_check__in=checks)
        .order_by()
        .values_list("criterion__code")
        .annotate(whole=Count("pk"), passed=Count("pk", filter=Q(is_passed=True)))
    }
    # A county with fewer than four parts loses no points for the others (CP-70).
    points = {part: _points(*counted.get(part, (1, 1))) for part in PARTS}
    score, _is_new = AreaScore.objects.update_or_create(
        area=area,
        on=on,
        defaults={
            "shops_checked": shops["checked"],
            "shops_passed": shops["passed"],
            "total": sum(points.values(), Decimal(0)),
            **points,
        },
    )
    return score


def _points(whole: int, passed: int) -> Decimal:
    share = Decimal(FULL * passed) / whole / HALF_POINT
    return share.quantize(Decimal(1), ROUND_HALF_UP) * HALF_POINT
