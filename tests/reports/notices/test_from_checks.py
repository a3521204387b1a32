"""A failed tick becomes a draft, of the unit that answers for it."""

import pytest

from reports.inspections.models import SpotCheck
from reports.inspections.workflow import RoundKind
from reports.notices.models import RectificationNotice
from reports.notices.workflow import NoticeSource, NoticeState
from tests.portal.evidence.make import sent
from tests.portal.make import make_area, make_unit
from tests.reports.inspections.make import (
    check,
    make_criterion,
    make_inspector,
    make_point,
    make_round,
)
from tests.reports.make import make_category

pytestmark = pytest.mark.django_db


def going(kind=RoundKind.FREE, **fields):
    """Open a round of two things to tick off; return it with the second one's unit."""
    unit = make_unit()
    make_criterion(kind, code="t-clean")
    make_criterion(kind, code="t-bins", category=make_category(unit=unit))
    return make_round(kind, **fields), unit


def test_what_passed_makes_no_draft():
    round_, _unit = going()
    check(round_, area=make_area(), place_text="南门口")

    assert not RectificationNotice.objects.exists()


def test_what_failed_is_a_draft_to_the_unit_of_its_category():
    round_, unit = going()
    inspector, area = make_inspector(), make_area()
    check(
        round_,
        by=inspector,
        failed=["t-bins"],
        area=area,
        place_text="南门口",
        note="满了两天",
        photos=[sent()],
    )

    notice = RectificationNotice.objects.get()
    assert notice.state == NoticeState.DRAFT
    assert (notice.unit, notice.area, notice.drafted_by) == (unit, area, inspector)
    assert notice.source == NoticeSource.INSPECTION
    problem = notice.problems.get()
    assert "南门口" in problem.text
    assert "满了两天" in problem.text
    photo = SpotCheck.objects.get().evidence_links.get().evidence
    assert notice.evidence_links.get().evidence == photo


def test_what_has_no_unit_of_its_own_is_the_areas():
    round_, _unit = going()
    area = make_area()
    check(round_, failed=["t-clean"], area=area, place_text="南门口")

    assert RectificationNotice.objects.get().unit == area.lead_unit


def test_one_draft_gathers_what_a_round_finds_in_an_area():
    round_, unit = going()
    area = make_area()
    for place in ("南门口", "北门口"):
        check(round_, failed=["t-bins"], area=area, place_text=place)
    check(round_, failed=["t-bins"], area=make_area(), place_text="西门口")

    first, second = RectificationNotice.objects.order_by("pk")
    assert [each.position for each in first.problems.all()] == [1, 2]
    assert second.problems.count() == 1
    assert first.unit == second.unit == unit


def test_ex14_a_shop_is_told_by_its_place_and_not_by_its_sign():
    round_, _unit = going(RoundKind.FRONTAGE)
    point = make_point(name="老张面馆", address="南街12号")
    check(round_, point, failed=["t-bins"])

    text = RectificationNotice.objects.get().problems.get().text
    assert "南街12号" in text
    assert "老张" not in text


def test_a_check_is_kept_though_its_unit_is_no_more():
    round_, unit = going()
    unit.valid_to = unit.valid_from = "2020-01-01"
    unit.save()
    check(round_, failed=["t-bins"], area=make_area(), place_text="南门口")

    assert SpotCheck.objects.get().n_failed == 1
    assert not RectificationNotice.objects.exists()
