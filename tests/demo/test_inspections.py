"""The demonstration county's inspections agree with what its news and lists say."""

from datetime import date
from decimal import Decimal

import pytest

from portal.demo.context import Context
from portal.directory.models import Area
from reports.inspections.demo.points import load_checks, load_points
from reports.inspections.demo.scores import load_scores
from reports.inspections.models import AreaScore, InspectionPoint, SpotCheck
from reports.inspections.ranking import rank, rate_figures, sums_by_half
from reports.inspections.workflow import HalfMonth, RoundKind
from reports.standards.demo.tags import load_tags
from reports.standards.models import EvidenceTag, ItemAssessment

pytestmark = pytest.mark.django_db


def test_our_ranking_is_the_leaderboard_that_was_published():
    halves, areas = sums_by_half(), list(Area.objects.all())

    for period in Context().read("leaderboard")["periods"]:
        half = HalfMonth.of(date.fromisoformat(period["start"]))
        ours = rank(halves[half], areas)
        published = {row["area"]: row for row in period["ranking"]}
        assert half.label == period["period"]
        for place in ours:
            row = published[place.area.code]
            assert place.average == Decimal(str(row["average"]))
            # The list broke ties by the code; here equal averages share the place.
            ties = [
                each["rank"]
                for each in published.values()
                if each["average"] == row["average"]
            ]
            assert place.rank == min(ties)


def test_sixty_days_of_every_area_are_there():
    assert AreaScore.objects.count() == 720
    assert AreaScore.objects.values("on").distinct().count() == 60


def test_s06_the_rate_goes_by_the_news():
    shops = InspectionPoint.objects.of_kind(RoundKind.SMALL).count()
    figures = {figure.as_of: figure.actual for figure in rate_figures(shops)}

    assert shops == 712
    assert next(iter(figures.values())) == 61
    assert max(figures.items())[1] == Decimal("86.4")


def test_loading_again_changes_nothing():
    before = _counts()

    for load in (load_scores, load_points, load_checks, load_tags):
        load(Context())

    assert _counts() == before
    assert all(before)


def _counts():
    return [
        model.objects.count()
        for model in (
            AreaScore,
            InspectionPoint,
            SpotCheck,
            EvidenceTag,
            ItemAssessment,
        )
    ]
