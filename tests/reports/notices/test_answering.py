"""What the unit does, and who decides on it: never the same hand."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.workflow import TransitionNotAllowed
from reports.complaints.workflow import Decision
from reports.notices.refusals import Incomplete, NotTheirs, Refused, SameHand, TooLate
from reports.notices.services import (
    AfterPhoto,
    accept_plan,
    acknowledge,
    ask_extension,
    decide_extension,
    decide_objection,
    file_plan,
    object_to,
    reinspect,
    return_plan,
    revoke,
    submit,
)
from reports.notices.workflow import ExtensionKind, NoticeState, ObjectionState
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_link
from tests.reports.notices.make import (
    draft,
    hand_in,
    known,
    make_evidence,
    make_notice,
    served,
    submitted,
)

pytestmark = pytest.mark.django_db


def received(**fields):
    notice = served(**fields)
    acknowledge(notice, by=make_link(notice.unit), post="主任")
    return notice


def test_a_plan_is_filed_sent_back_filed_again_and_accepted():
    notice = received(needs_plan=True)
    link = make_link(notice.unit)

    file_plan(notice, by=link, cause="人手不足", plan="加人")
    return_plan(notice, by=make_user(), because="没有写时间")
    file_plan(notice, by=link, cause="人手不足", plan="十月前加两人")
    accept_plan(notice, by=make_user())

    assert notice.state == NoticeState.PLAN_OK
    assert [plan.is_accepted for plan in notice.plans.all()] == [False, True]


def test_where_a_plan_is_wanted_nothing_is_handed_in_before_it():
    notice = received(needs_plan=True)

    with pytest.raises(Incomplete, match="先报整改方案"):
        hand_in(notice)


def test_who_wrote_the_plan_down_does_not_accept_it():
    notice = received()
    clerk = make_user()
    file_plan(notice, by=clerk, cause="无", plan="无")

    with pytest.raises(SameHand):
        accept_plan(notice, by=clerk)


def test_ex32_time_is_asked_for_twice_at_most_and_granted_by_another():
    notice = served(limit=3)
    first_due = known(notice.due_at)
    link = make_link(notice.unit)
    for _each in range(2):
        extension = ask_extension(notice, by=link, because="下雨")
        with pytest.raises(Refused, match="等决定"):
            ask_extension(notice, by=link, because="又下雨")
        decide_extension(extension, by=make_user(), is_granted=True, because="属实")
        notice.refresh_from_db()

    with pytest.raises(Refused, match="最多延期2次"):
        ask_extension(notice, by=link, because="还下雨")
    assert known(notice.due_at) > first_due
    assert notice.first_due_at == notice.due_at
    assert notice.n_extensions == 2


def test_ex32_who_asked_does_not_grant():
    notice = served()
    clerk = make_user()
    extension = ask_extension(notice, by=clerk, because="单位来电")

    with pytest.raises(SameHand):
        decide_extension(extension, by=clerk, is_granted=True, because="同意")
    decide_extension(extension, by=make_user(), is_granted=False, because="不必")

    assert extension.state == Decision.REFUSED
    with pytest.raises(Refused, match="已经有决定"):
        decide_extension(extension, by=make_user(), is_granted=True, because="同意")


def test_after_the_deadline_no_time_is_asked_for():
    notice = make_notice(
        state=NoticeState.SERVED, due_at=timezone.now() - timedelta(minutes=1)
    )

    with pytest.raises(TooLate):
        ask_extension(notice, by=make_link(notice.unit), because="忘了")


def test_what_was_handed_in_needs_no_more_time():
    notice = served()
    ask_extension(notice, by=make_link(notice.unit), because="下雨")
    hand_in(notice)

    assert not notice.extensions.exists()


def test_a_unit_hands_in_its_own_with_a_photo():
    notice = served()

    with pytest.raises(NotTheirs):
        hand_in(notice, by=make_link())
    with pytest.raises(Incomplete, match="照片"):
        submit(notice, by=make_link(notice.unit), text="好了", photos=[])
    photo = make_evidence()
    submit(notice, by=make_link(notice.unit), text="好了", photos=[AfterPhoto(photo)])

    assert notice.state == NoticeState.SUBMITTED
    assert notice.submissions.get().by_link is not None
    assert photo.of_notice.round == 1
    with pytest.raises(TransitionNotAllowed):
        hand_in(notice)


def test_one_photo_serves_one_notice():
    photo = make_evidence()
    submitted(photo=photo)

    with pytest.raises(Refused, match="别的通知单"):
        submitted(photo=photo)


def test_ex05_a_unit_objects_once_within_thirty_days():
    notice = served()
    link = make_link(notice.unit)
    objection = object_to(notice, by=link, reason="不归我们管")
    assert notice.state == NoticeState.OBJECTED
    assert 29 <= (objection.decide_by - timezone.now()).days <= 40

    decide_objection(objection, by=make_user(), is_upheld=True, because="职责明确")
    notice.refresh_from_db()

    assert notice.state == NoticeState.SERVED
    with pytest.raises(Refused, match="已经复核过"):
        object_to(notice, by=link, reason="还是不归")


def test_ex05_on_the_thirty_first_day_it_is_too_late():
    notice = served()

    with (
        time_machine.travel(timezone.now() + timedelta(days=31), tick=False),
        pytest.raises(TooLate, match="超过30天"),
    ):
        object_to(notice, by=None, reason="不归我们管")


@pytest.mark.parametrize(
    "hand", ["drafted", "inspected", "issued", "reinspected", "asked"]
)
def test_ex05_whoever_had_a_hand_in_it_recuses(hand):
    drafter, other = make_user(), make_user()
    notice = served(by=drafter, inspectors=[drafter, other])
    checker, clerk = make_user(), make_user()
    hand_in(notice)
    reinspect(notice, by=checker, is_passed=False, text="没改")
    objection = object_to(notice, by=clerk, reason="改了")
    people = {
        "drafted": drafter,
        "inspected": other,
        "issued": notice.issued_by,
        "reinspected": checker,
        "asked": clerk,
    }

    with pytest.raises(SameHand, match="回避"):
        decide_objection(
            objection, by=known(people[hand]), is_upheld=True, because="对"
        )

    objection.refresh_from_db()
    assert objection.state == ObjectionState.OPEN


def test_ex05_a_unit_that_is_right_is_rid_of_the_notice():
    notice = served()
    objection = object_to(notice, by=make_link(notice.unit), reason="不归我们管")
    decide_objection(objection, by=make_user(), is_upheld=False, because="确属别家")
    notice.refresh_from_db()

    assert notice.state == NoticeState.REVOKED
    assert not notice.is_open
    assert notice.number


def test_ex05_the_time_of_the_review_is_given_back():
    notice = served(limit=3)
    due = known(notice.due_at)
    objection = object_to(notice, by=make_link(notice.unit), reason="不归我们管")
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        decide_objection(objection, by=make_user(), is_upheld=True, because="归")
    notice.refresh_from_db()

    assert timedelta(days=19) < known(notice.due_at) - due < timedelta(days=21)
    extension = notice.extensions.get()
    assert extension.kind == ExtensionKind.OBJECTION
    assert notice.n_extensions == 0


def test_ex05_who_objects_after_the_deadline_is_late_all_the_same():
    notice = served(limit=1)
    with time_machine.travel(known(notice.due_at) + timedelta(days=2), tick=False):
        objection = object_to(notice, by=make_link(notice.unit), reason="不归我们管")
        decide_objection(objection, by=make_user(), is_upheld=True, because="归")
        notice.refresh_from_db()

        assert notice.is_overdue
    assert not notice.extensions.exists()


def test_a_wrong_notice_is_taken_back_with_a_public_reason():
    notice = served()
    revoke(notice, by=make_user(), because="单位写错")

    assert notice.state == NoticeState.REVOKED
    with pytest.raises(TransitionNotAllowed):
        revoke(draft(), by=make_user(), because="没有签发")


def test_what_is_under_review_is_not_revoked_beside_it():
    notice = served()
    object_to(notice, by=make_link(notice.unit), reason="不归我们管")

    with pytest.raises(Refused, match="复核中决定"):
        revoke(notice, by=make_user(), because="算了")


def test_unit_names_stay_short_in_words():
    unit = make_unit(short_name="城管局")
    notice = served(unit=unit)
    ask_extension(notice, by=make_link(unit), because="下雨")

    assert notice.extensions.get().by_link is not None
