"""A check comes in once, whole, from who may send it; what failed is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from portal.evidence.models import Evidence
from portal.evidence.owners import can_view
from portal.timeline.models import Event
from portal.users.roles import Role, sync_roles
from portal.workflow import TransitionNotAllowed
from reports.complaints.refusals import NotTheirs, Refused
from reports.inspections import failing
from reports.inspections.models import (
    AreaScore,
    CheckEvidence,
    PointType,
    Round,
    SpotCheck,
    Tick,
)
from reports.inspections.ranking import rate_figures, rates_by_area
from reports.inspections.services import close_round, record_check
from reports.inspections.workflow import ROUND_STEPS, RoundKind, RoundState
from tests.portal.evidence.make import sent
from tests.portal.make import make_area
from tests.portal.users.make import make_user
from tests.reports.inspections.make import (
    answers,
    check,
    make_criterion,
    make_inspector,
    make_point,
    make_round,
    submission,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db):
    sync_roles()


@pytest.fixture
def told(monkeypatch):
    calls = []
    monkeypatch.setattr(failing, "_callbacks", [])
    failing.on_failed(lambda check, ticks: calls.append((check, list(ticks))))
    return calls


def test_s11_a_check_keeps_four_ticks_a_photo_and_its_step():
    inspector, round_, point = make_inspector(), make_round(), make_point()

    found = check(round_, point, by=inspector, photos=[sent()], note="门口有油渍")

    assert found.is_passed
    assert found.ticks.count() == 4
    assert found.evidence_links.count() == 1
    assert [event.verb for event in Event.objects.of(found)] == ["check"]


def test_the_same_key_twice_is_one_check():
    inspector = make_inspector()
    sent_first = submission(make_round(), make_point())

    first = record_check(sent_first, [sent()], by=inspector)
    again = record_check(sent_first, [sent()], by=inspector)

    assert (first.is_new, again.is_new) == (True, False)
    assert again.check == first.check
    assert SpotCheck.objects.count() == 1
    assert Evidence.objects.count() == 1
    assert AreaScore.objects.get().shops_checked == 1


def test_nobody_is_answered_by_the_key_of_another():
    sent_first = submission(make_round(), make_point())
    record_check(sent_first, by=make_inspector())

    with pytest.raises(NotTheirs):
        record_check(sent_first, by=make_inspector())


def test_a_failed_tick_is_told_once_to_who_wants_to_know(told):
    inspector = make_inspector()
    sent_first = submission(make_round(), make_point(), failed=["hygiene", "order"])

    found = record_check(sent_first, by=inspector).check
    record_check(sent_first, by=inspector)
    check(make_round(), make_point())

    assert found.n_failed == 2
    assert [(each, len(ticks)) for each, ticks in told] == [(found, 2)]
    assert {tick.criterion.code for tick in told[0][1]} == {"hygiene", "order"}


def test_who_cannot_act_on_a_failed_tick_keeps_it_from_being_half_kept(monkeypatch):
    def refuse(check, ticks):
        raise Refused

    monkeypatch.setattr(failing, "_callbacks", [refuse])

    with pytest.raises(Refused):
        check(make_round(), make_point(), failed=["hygiene"])

    assert not SpotCheck.objects.exists()
    assert not Tick.objects.exists()


def wrong(case):
    """Return a submission that no round takes."""
    round_, point = make_round(), make_point()
    if case == "a tick is missing":
        passed = answers(round_, point)
        passed.popitem()
        return submission(round_, point, passed=passed)
    if case == "nowhere":
        return submission(make_round(RoundKind.FREE), area=make_area())
    if case == "no point":
        return submission(round_, area=point.area, place_text="东门外")
    if case == "a point of another kind":
        return submission(round_, make_point(kind=RoundKind.SMALL))
    if case == "another area":
        return submission(make_round(areas=[make_area()]), point)
    if case == "before it begins":
        later = timezone.localdate() + timedelta(days=1)
        return submission(make_round(starts_on=later), point)
    if case == "a short key":
        return submission(round_, point, key="short")
    close_round(round_, by=make_user())
    return submission(round_, point)


@pytest.mark.parametrize(
    "case",
    [
        "a tick is missing",
        "nowhere",
        "no point",
        "a point of another kind",
        "another area",
        "before it begins",
        "a short key",
        "after the end",
    ],
)
def test_it_refuses_what_is_not_a_check_of_the_round(case):
    sent_wrong, inspector = wrong(case), make_inspector()

    with pytest.raises(Refused):
        record_check(sent_wrong, [sent()], by=inspector)

    assert not SpotCheck.objects.exists()
    assert not Evidence.objects.exists()


def test_what_was_checked_before_the_end_may_come_in_after_it():
    round_, point = make_round(), make_point()
    close_round(round_, by=make_user())
    before = round_.closed_at - timedelta(minutes=1)

    found = check(round_, point, checked_at=before)

    assert found.checked_at == before


@pytest.mark.parametrize("days", [400, 8, -1])
def test_a_clock_that_cannot_be_right_is_not_believed(days):
    claimed = timezone.now() - timedelta(days=days)
    late = timezone.localdate() - timedelta(days=settings.INSPECTIONS["LATE_DAYS"] + 1)

    found = check(make_round(starts_on=late), make_point(), checked_at=claimed)

    assert abs(found.checked_at - timezone.now()) < timedelta(minutes=1)


def test_st22_undercover_ticks_go_by_the_type_of_the_point():
    market = PointType.objects.create(code="market", name="集贸市场")
    school = PointType.objects.create(code="school", name="学校")
    make_criterion(RoundKind.COVERT, point_type=market, code="scales")
    make_criterion(RoundKind.COVERT, point_type=school, code="gate")
    inspector = make_inspector()
    round_ = make_round(RoundKind.COVERT, inspectors=[inspector])
    point = make_point(kind=RoundKind.COVERT, point_type=market)

    found = check(round_, point, by=inspector)

    codes = {tick.criterion.code for tick in found.ticks.all()}
    assert "scales" in codes
    assert "gate" not in codes


def test_an_undercover_round_is_known_to_its_inspectors_alone():
    ours, others = make_inspector(), make_inspector()
    office = make_user(role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        make_round(RoundKind.COVERT)
    kind = PointType.objects.create(code="market", name="集贸市场")
    round_ = make_round(RoundKind.COVERT, inspectors=[ours])
    point = make_point(kind=RoundKind.COVERT, point_type=kind)
    found = check(round_, point, by=ours, photos=[sent()])
    photo = found.evidence_links.get().evidence

    with pytest.raises(NotTheirs):
        check(round_, point, by=others)

    seen = [Round.objects.visible_to(each).count() for each in (ours, others, office)]
    assert seen == [1, 0, 1]
    assert [can_view(photo, each) for each in (ours, others)] == [True, False]


def test_the_day_of_an_area_is_counted_from_its_checks():
    area, round_ = make_area(), make_round()
    for failed in ([], ["hygiene"], ["hygiene", "order"], []):
        check(round_, make_point(area=area), failed=failed)

    score = AreaScore.objects.get()

    assert (score.shops_checked, score.shops_passed) == (4, 2)
    assert score.hygiene == Decimal("12.5")
    assert score.order == Decimal("19.0")  # 18.75, to half a point
    assert score.total == Decimal("81.5")


def test_what_was_handed_in_on_a_sheet_stays():
    area = make_area()
    sheet = AreaScore.objects.create(
        area=area,
        on=timezone.localdate(),
        shops_checked=40,
        shops_passed=30,
        hygiene=20,
        order=20,
        greening=20,
        facilities=20,
        total=80,
        is_from_sheet=True,
    )

    check(make_round(), make_point(area=area))

    sheet.refresh_from_db()
    assert sheet.total == 80


@time_machine.travel("2026-11-20 09:00+08:00")  # an hour before is the same day
def test_cp73_the_rate_follows_the_latest_check_of_every_shop():
    area, round_ = make_area(), make_round(RoundKind.SMALL)
    shops = [make_point(area=area, kind=RoundKind.SMALL) for _number in range(4)]
    now = timezone.now()

    check(round_, shops[0])
    check(round_, shops[1], failed=["licence"])
    check(round_, shops[1])  # mended
    check(round_, shops[2])
    check(round_, shops[2], failed=["layout"])  # fell back
    check(round_, shops[0], failed=["licence"], checked_at=now - timedelta(hours=1))

    rate = rates_by_area(timezone.localdate())[area.pk]
    assert (rate.registered, rate.passing) == (4, 2)
    assert rate.percent == Decimal("50.0")
    assert [figure.actual for figure in rate_figures(4)] == [Decimal("50.0")]


@pytest.mark.once
def test_every_state_of_a_round_has_a_row():
    assert set(ROUND_STEPS) == set(RoundState)


def test_a_round_ends_once():
    round_ = make_round()
    close_round(round_, by=make_user())

    with pytest.raises(TransitionNotAllowed):
        close_round(round_, by=make_user())

    assert [event.verb for event in Event.objects.of(round_)] == ["open", "close"]


def test_a_photo_of_a_check_is_kept_and_never_public(client):
    found = check(make_round(), make_point(), photos=[sent()])

    link = CheckEvidence.objects.get(spot_check=found)

    assert not link.evidence.public_copies.exists()
