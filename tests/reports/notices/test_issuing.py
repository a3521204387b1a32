"""Who may send a notice, on what ground, under which number."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from publicity.workflow import VersionState
from reports.complaints.workflow import ClockKind
from reports.notices.models import NoticeCounter, RectificationNotice
from reports.notices.refusals import Incomplete, NoMandate, NotTheirs, Refused, TooLate
from reports.notices.services import (
    ProblemDraft,
    acknowledge,
    discard,
    hide,
    issue,
    publish,
    revise_draft,
    serve,
)
from reports.notices.workflow import NoticeSource, NoticeState
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.publicity.make_reading import make_version
from tests.reports.make import make_category, make_link
from tests.reports.notices.make import (
    draft,
    issued,
    known,
    last_words,
    make_basis,
    make_mandate,
    make_notice,
    served,
)

pytestmark = pytest.mark.django_db


def test_ex31_numbers_go_up_by_one_each_year_from_one():
    with time_machine.travel("2026-12-31 15:00 +0800"):
        first, second = issued(), issued()
    with time_machine.travel("2027-01-01 09:00 +0800"):
        third = issued(mandate=make_mandate(valid_to=date(2027, 12, 31)))

    assert first.number == "临双创督〔2026〕1号"
    assert second.number == "临双创督〔2026〕2号"
    assert third.number == "临双创督〔2027〕1号"


def test_ex31_what_fails_or_is_thrown_away_takes_no_number():
    refused = draft(inspectors=[make_user()])
    with pytest.raises(Refused):
        issue(refused, by=make_user())
    discard(draft(), by=make_user())

    assert issued().sequence == 1
    assert RectificationNotice.objects.get(pk=refused.pk).number is None


def test_ex31_a_revoked_notice_keeps_its_number():
    NoticeCounter.objects.create(year=timezone.localdate().year, last=86)

    assert issued().sequence == 87
    assert issued().sequence == 88


@pytest.mark.parametrize(
    "mandate",
    [
        None,
        {"valid_from": date(2020, 1, 1), "valid_to": date(2020, 12, 31)},
        {"valid_from": date(2099, 1, 1), "valid_to": date(2099, 12, 31)},
    ],
    ids=["none", "over", "not yet"],
)
def test_ex02_without_a_living_mandate_nothing_is_issued(mandate):
    notice = draft(mandate=make_mandate(**mandate) if mandate else None)

    with pytest.raises(NoMandate):
        issue(notice, by=make_user())

    notice.refresh_from_db()
    assert notice.state == NoticeState.DRAFT
    assert not Event.objects.of(notice).filter(verb="issue").exists()


def test_ex02_a_mandate_that_began_after_the_check_does_not_cover_it():
    notice = draft(
        mandate=make_mandate(valid_from=timezone.localdate()),
        checked_at=timezone.now() - timedelta(days=3),
    )

    with pytest.raises(NoMandate, match="不在有效期"):
        issue(notice, by=make_user())


def test_ex30_two_look_or_nothing_is_issued():
    with pytest.raises(Incomplete, match="不少于两人"):
        issue(draft(inspectors=[make_user()]), by=make_user())


def test_ex30_a_notice_stands_on_a_clause():
    with pytest.raises(Incomplete, match="条款"):
        issue(draft(clauses=[]), by=make_user())


@pytest.mark.parametrize(
    "fields",
    [
        {"repealed_on": date(2021, 1, 1)},
        {"state": VersionState.DRAFT},
    ],
)
def test_ex30_the_clause_was_in_force_on_the_day_of_the_check(fields):
    with pytest.raises(Incomplete, match="没有生效"):
        issue(draft(clauses=[make_basis(**fields)]), by=make_user())


def test_ex30_what_was_in_force_then_serves_though_it_is_amended_now():
    old = make_basis()
    checked_at = timezone.now() - timedelta(days=5)
    make_version(
        old.version.regulation, effective_on=timezone.localdate() - timedelta(days=1)
    )

    notice = draft(clauses=[old], checked_at=checked_at)
    issue(notice, by=make_user())

    assert notice.state == NoticeState.ISSUED


@pytest.mark.parametrize(
    ("clock", "limit", "due"),
    [
        (ClockKind.WORK_DAY, 3, "2026-10-10 23:59:59"),  # a make-up Saturday counts
        (ClockKind.NATURAL_DAY, 3, "2026-10-08 23:59:59"),  # nor does one end it
        (ClockKind.WORK_HOUR, 4, "2026-10-08 11:00:00"),
        (ClockKind.URGENT_HOUR, 4, "2026-09-30 21:00:00"),
    ],
)
def test_the_deadline_is_counted_once_by_the_clock_of_its_category(clock, limit, due):
    category = make_category(clock=clock, limit=limit)
    with time_machine.travel("2026-09-30 17:00 +0800"):
        notice = issued(category=category)
    category.limit = 99
    category.save()

    notice.refresh_from_db()
    assert f"{timezone.localtime(known(notice.due_at)):%Y-%m-%d %H:%M:%S}" == due
    assert notice.first_due_at == notice.due_at


def test_a_notice_goes_its_way_to_the_unit_and_each_step_is_told():
    unit = make_unit(short_name="城管局")
    link = make_link(unit)
    notice = issued(unit=unit)

    serve(notice, by=make_user(), how="当面")
    acknowledge(notice, by=link, post="办公室主任")

    assert notice.state == NoticeState.ACKNOWLEDGED
    assert notice.acknowledged_post == "办公室主任"
    assert [event.verb for event in Event.objects.of(notice)] == [
        "draft",
        "issue",
        "serve",
        "acknowledge",
    ]
    assert last_words(notice) == "城管局签收"


def test_a_unit_signs_for_its_own_notices_alone():
    with pytest.raises(NotTheirs):
        acknowledge(served(), by=make_link(), post="主任")


def test_what_is_overdue_before_it_was_served_is_not_served():
    notice = make_notice(
        state=NoticeState.ISSUED, due_at=timezone.now() - timedelta(hours=1)
    )

    with pytest.raises(TooLate):
        serve(notice, by=make_user())


def test_it_is_public_once_served_and_names_no_person():
    notice = issued()
    with pytest.raises(Refused, match="送达以后"):
        publish(notice, by=make_user())
    serve(notice, by=make_user())
    publish(notice, by=make_user())
    assert RectificationNotice.objects.public().get() == notice

    hide(notice, by=make_user(), because="涉及未成年人")
    assert not RectificationNotice.objects.public().exists()

    private = served(requirement="请与摊主联系，电话19912345678。")
    with pytest.raises(Refused, match="电话"):
        publish(private, by=make_user())


def test_a_draft_is_written_anew_and_an_issued_notice_never():
    notice = draft()
    fields: dict[str, Any] = {
        "unit": make_unit(),
        "title": "新标题",
        "problems": [ProblemDraft("一"), ProblemDraft("二")],
        "requirement": "改",
        "checked_at": timezone.now(),
        "source": NoticeSource.COVERT,
    }
    revise_draft(notice, by=make_user(), **fields)

    assert notice.title == "新标题"
    assert [each.text for each in notice.problems.all()] == ["一", "二"]
    with pytest.raises(TransitionNotAllowed):
        revise_draft(served(), by=make_user(), **fields)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title": ""}, "标题"),
        ({"title": "长" * 81}, "最多80"),
        ({"requirement": " "}, "整改要求"),
        ({"problems": []}, "存在问题"),
        ({"problems": [ProblemDraft("")]}, "存在问题"),
        ({"limit": 0}, "时限"),
        (
            {
                "checked_at": datetime(
                    2999, 1, 1, tzinfo=timezone.get_current_timezone()
                )
            },
            "检查时间",
        ),
    ],
)
def test_a_draft_lacks_nothing_that_no_notice_can_be_without(fields, why):
    with pytest.raises(Refused, match=why):
        draft(**fields)

    assert not RectificationNotice.objects.exists()


def test_a_unit_that_is_no_more_gets_no_notice():
    unit = make_unit()
    unit.valid_to = date(2020, 1, 1)
    unit.save()

    with pytest.raises(Refused, match="停用"):
        draft(unit=unit)
