"""Two keys: nobody closes their own case (invariant 4)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.directory.geometry import METRES_PER_DEGREE, Point
from portal.workflow import TransitionNotAllowed
from reports.notices.models import RectificationNotice
from reports.notices.refusals import DoubtfulPhotos, Refused, SameHand, Stale
from reports.notices.services import (
    AfterPhoto,
    clear_doubt,
    reinspect,
    reopen,
    serve,
    submit,
    take_for_reinspection,
)
from reports.notices.workflow import NoticeState, PhotoRole, PhotoWarning
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_link
from tests.reports.notices.make import (
    hand_in,
    issued,
    known,
    last_words,
    make_evidence,
    make_notice,
    passed,
    served,
    submitted,
)

pytestmark = pytest.mark.django_db
PLACE = Point(31.885, 109.525)


def metres_north(metres):
    return Point(PLACE.lat + metres / METRES_PER_DEGREE, PLACE.lon)


def test_somebody_else_looks_and_it_is_struck_off():
    notice = submitted()
    inspector = make_user()
    take_for_reinspection(notice, by=inspector)
    reinspect(notice, by=inspector, is_passed=True, text="现场干净。")

    assert notice.state == NoticeState.CLOSED
    assert notice.closed_by == inspector
    assert not notice.is_open
    assert RectificationNotice.objects.closed_in_time().get() == notice


@pytest.mark.parametrize("act", [take_for_reinspection, reinspect])
def test_neither_who_signed_nor_who_handed_in_strikes_off(act):
    clerk = make_user()
    notice = submitted(by=clerk)
    more = {} if act is take_for_reinspection else {"is_passed": True, "text": "好"}

    for hand in (notice.issued_by, clerk):
        with pytest.raises(SameHand):
            act(notice, by=hand, **more)

    notice.refresh_from_db()
    assert notice.state == NoticeState.SUBMITTED


def test_who_handed_in_the_first_round_does_not_close_the_second():
    clerk = make_user()
    notice = submitted(by=clerk)
    reinspect(notice, by=make_user(), is_passed=False, text="没有")
    hand_in(notice, by=make_link(notice.unit))

    with pytest.raises(SameHand):
        reinspect(notice, by=clerk, is_passed=True, text="好")


def test_who_drafted_and_looked_alone_does_not_close():
    drafter = make_user()
    notice = make_notice(state=NoticeState.SUBMITTED, drafted_by=drafter)

    with pytest.raises(SameHand, match="独自"):
        reinspect(notice, by=drafter, is_passed=True, text="好")


def test_the_database_itself_refuses_the_issuer_as_the_closer():
    notice = make_notice(state=NoticeState.CLOSED)

    with pytest.raises(IntegrityError), transaction.atomic():
        RectificationNotice.objects.update(closed_by=notice.issued_by)


def test_what_fails_begins_a_new_round_of_the_same_notice():
    notice = submitted(limit=3)
    number, first_due = notice.number, notice.first_due_at
    reinspect(notice, by=make_user(), is_passed=False, is_worse=True, text="更脏了")

    assert notice.state == NoticeState.FAILED
    assert (notice.round, notice.number) == (2, number)
    assert notice.first_due_at == first_due
    assert known(notice.due_at) >= known(first_due)
    assert notice.reinspections.get().is_worse
    assert "更差" in last_words(notice)

    hand_in(notice)
    reinspect(notice, by=make_user(), is_passed=True, text="好了")
    assert notice.state == NoticeState.CLOSED


def test_worse_is_not_good():
    with pytest.raises(Refused, match="更差"):
        reinspect(submitted(), by=make_user(), is_passed=True, is_worse=True, text="怪")


def test_ex34_proof_in_time_that_was_none_has_missed_the_deadline():
    notice = submitted(limit=1)
    with time_machine.travel(known(notice.due_at) + timedelta(days=1), tick=False):
        reinspect(notice, by=make_user(), is_passed=False, text="没有改")

    assert notice.overdue_records.get().round == 1
    assert RectificationNotice.objects.was_overdue().get() == notice


def test_a_forged_proof_opens_it_again_and_stays_in_the_books():
    notice = passed(limit=1)
    with time_machine.travel(known(notice.due_at) + timedelta(days=9), tick=False):
        reopen(notice, by=make_user(), because="照片系伪造")

    assert notice.state == NoticeState.FAILED
    assert notice.is_open
    assert notice.closed_by is None
    assert notice.overdue_records.count() == 1
    assert "照片系伪造" in last_words(notice)
    with pytest.raises(TransitionNotAllowed):
        reopen(served(), by=make_user(), because="没有销号")


def test_who_decides_on_what_has_changed_looks_again():
    notice = submitted()
    other = RectificationNotice.objects.get(pk=notice.pk)
    take_for_reinspection(other, by=make_user())

    with pytest.raises(Stale):
        reinspect(notice, by=make_user(), is_passed=True, text="好")


def after(notice, *, evidence=None, **fields):
    submit(
        notice,
        by=make_link(notice.unit),
        text="好了",
        photos=[AfterPhoto(evidence or make_evidence(), **fields)],
    )
    return notice.evidence_links.get(role=PhotoRole.AFTER, round=notice.round)


def test_a_photo_taken_on_the_spot_has_nothing_against_it():
    link = after(served(), point=metres_north(40), is_from_camera=True)

    assert link.warnings == []
    assert link.distance_m == 40
    assert link.is_from_camera


def test_a_copy_of_any_earlier_photo_does_not_pass_by_itself():
    elsewhere = make_evidence(print_of=0xFFFF_0000_FFFF_0000)
    notice = served()
    link = after(notice, evidence=make_evidence(print_of=0xFFFF_0000_FFFF_0003))

    assert link.warnings == [PhotoWarning.NEAR_COPY]
    assert link.resembles == elsewhere
    with pytest.raises(DoubtfulPhotos):
        reinspect(notice, by=make_user(), is_passed=True, text="好")
    notice.refresh_from_db()
    assert notice.state == NoticeState.SUBMITTED

    clear_doubt(link, by=make_user(), because="同一面墙，光线不同")
    notice.refresh_from_db()
    reinspect(notice, by=make_user(), is_passed=True, text="好")
    assert notice.state == NoticeState.CLOSED


def test_a_doubtful_photo_may_fail_without_a_word():
    make_evidence(print_of=1)
    notice = served()
    after(notice, evidence=make_evidence(print_of=1))

    reinspect(notice, by=make_user(), is_passed=False, text="旧照片")

    assert notice.state == NoticeState.FAILED


def test_two_shots_of_one_corner_are_no_copies_of_each_other():
    notice = served()
    pair = [make_evidence(print_of=7), make_evidence(print_of=7)]
    submit(
        notice,
        by=make_link(notice.unit),
        text="好了",
        photos=[AfterPhoto(each) for each in pair],
    )

    assert {tuple(link.warnings) for link in notice.evidence_links.all()} == {()}


@pytest.mark.parametrize(
    ("metres", "radius", "warnings"),
    [(99, 50, []), (101, 50, ["too_far"]), (150, 200, []), (201, 200, ["too_far"])],
)
def test_too_far_is_more_than_the_house_and_the_category_allow(
    metres, radius, warnings
):
    notice = served(category=make_category(dup_radius_m=radius))

    assert after(notice, point=metres_north(metres)).warnings == warnings


def test_the_place_in_the_file_counts_where_the_camera_gives_none():
    notice = served()
    far = make_evidence(latitude=PLACE.lat + 0.02, longitude=PLACE.lon)

    assert after(notice, evidence=far).warnings == ["too_far"]


def test_a_photo_from_before_the_notice_shows_no_mending():
    notice = issued()
    early = make_evidence(taken_at=timezone.now() - timedelta(days=1))
    serve(notice, by=make_user())

    assert after(notice, evidence=early).warnings == ["too_early"]


def test_a_photo_from_before_the_failed_look_shows_none_either():
    notice = submitted()
    between = timezone.now()
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        reinspect(notice, by=make_user(), is_passed=False, text="没改")
        old = make_evidence(taken_at=between)

        assert after(notice, evidence=old).warnings == ["too_early"]


def test_who_handed_in_a_photo_does_not_clear_it():
    clerk = make_user()
    make_evidence(print_of=1)
    notice = submitted(by=clerk, photo=make_evidence(print_of=1))
    link = notice.evidence_links.get()

    with pytest.raises(SameHand):
        clear_doubt(link, by=clerk, because="没问题")
    with pytest.raises(Refused, match="排除理由"):
        clear_doubt(link, by=make_user(), because="  ")


def test_a_photo_handed_in_before_is_not_handed_in_again():
    photo = make_evidence()
    notice = submitted(photo=photo)
    reinspect(notice, by=make_user(), is_passed=False, text="没改")

    with pytest.raises(Refused, match="以前交过"):
        hand_in(notice, photo=photo)
