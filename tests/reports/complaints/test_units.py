"""Units: what they are sent, what they may do, and what they never see."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.directory.models import Unit
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import (
    Assignment,
    Complaint,
    Part,
    RoutingRule,
    UnitLinkUse,
)
from reports.complaints.refusals import Conflict, NotTheirs, Refused, SameHand
from reports.complaints.routing import explain, route
from reports.complaints.services.dispatching import (
    accept_assignment,
    dispatch,
    name_accused_unit,
    recall,
    return_assignment,
)
from reports.complaints.services.handling import (
    ask_extension,
    decide_extension,
    hand_in,
    resume,
    suspend,
)
from reports.complaints.services.links import (
    issue_link,
    open_link,
    revoke_link,
    rotate_link,
)
from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.make import (
    make_assignment,
    make_category,
    make_complaint,
    make_link,
    make_reporter,
)

pytestmark = pytest.mark.django_db
S = ComplaintState


def filed(**fields) -> Complaint:
    return make_complaint(state=S.FILED, **fields)


def test_c_11_a_unit_never_loads_who_complained():
    unit = make_unit()
    complaint = make_complaint(
        state=S.FILED, text="我叫陈麦穗，电话19900000012，垃圾满了"
    )
    make_reporter(complaint)
    dispatch(complaint, by=make_user(), unit=unit)

    with CaptureQueriesContext(connection) as asked:
        (sheet,) = Assignment.objects.sheets(unit)
        (listed,) = Complaint.objects.for_unit(unit)
        shown = (sheet.sheet_text, sheet.complaint.category.name, listed.number)

    assert len(asked) == 2
    for query in asked:
        assert "reports_reporter" not in query["sql"]
        assert '"text"' not in query["sql"]
        assert "identity_mode" not in query["sql"]
    assert "陈麦穗" not in str(shown)
    assert "19900000012" not in str(shown)
    assert "垃圾满了" in sheet.sheet_text


def test_a_unit_sees_no_case_of_another():
    assignment, other = make_assignment(), make_assignment()

    assert list(Assignment.objects.sheets(assignment.unit)) == [assignment]
    assert list(Complaint.objects.for_unit(other.unit)) == [other.complaint]


def test_it_goes_where_the_first_fitting_rule_says():
    category = make_category()
    area, night, there = make_area(), make_unit(), make_unit()
    RoutingRule.objects.create(
        position=1,
        category=category,
        from_time=time(22),
        to_time=time(6),
        weekdays="5",
        unit=night,
    )
    RoutingRule.objects.create(position=2, area=area, unit=there)

    def at(text: str, where=None) -> Unit | None:
        moment = timezone.make_aware(datetime.fromisoformat(text))
        return next(t.unit for t in explain(category, where, moment) if t.is_winner)

    assert at("2026-11-06T23:00", area) == night  # a Friday
    assert at("2026-11-07T05:59", area) == night  # its night goes on
    assert at("2026-11-07T06:00", area) == there
    assert at("2026-11-07T23:00", area) == there  # a Saturday
    assert at("2026-11-06T05:00") == category.unit


def test_the_dry_run_tells_why_and_changes_nothing():
    category, unit = make_category(), make_unit()
    RoutingRule.objects.create(position=1, area=make_area(), unit=unit)
    RoutingRule.objects.create(position=2, is_active=False, unit=unit)
    complaint = filed(category=category)

    trials = explain(category, None, timezone.now())

    assert [trial.misfit for trial in trials] == ["片区不符", "已停用", ""]
    assert [trial.is_winner for trial in trials] == [False, False, True]
    assert route(complaint, timezone.now()) == category.unit
    assert not Assignment.objects.exists()


def test_pr_22_a_unit_is_never_sent_what_is_about_its_own_staff():
    office = make_unit()
    team = make_unit()
    team.parent = office
    team.save()
    complaint = filed(category=make_category(unit=office), accused_unit=office)

    for unit in (office, team):
        with pytest.raises(Conflict):
            dispatch(complaint, by=make_user(), unit=unit)
    with pytest.raises(Conflict):
        dispatch(complaint, by=make_user(), unit=make_unit(), co_units=[team])
    with pytest.raises(Refused, match="选择"):
        dispatch(complaint, by=make_user())  # the rules give none
    assert complaint.state == S.FILED
    assert not Assignment.objects.exists()


def test_pr_22_named_later_it_is_fetched_back_and_no_longer_seen():
    assignment = make_assignment(state=S.HANDLING)
    complaint, unit = assignment.complaint, assignment.unit

    name_accused_unit(complaint, by=make_user(), unit=unit, because="反映其队员")

    assert complaint.state == S.RETURNED
    assert complaint.unit is None
    assert not Assignment.objects.sheets(unit)


def test_the_unit_takes_it_on_by_its_link():
    assignment = make_assignment()
    link = make_link(assignment.unit)

    event = accept_assignment(assignment, by=link)

    assert assignment.complaint.state == S.HANDLING
    assert event.actor is None
    assert assignment.unit.short_name in event.because
    assert UnitLinkUse.objects.get(link=link).verb == "accept_assignment"


def test_a_co_unit_says_that_it_is_there_and_moves_nothing():
    assignment = make_assignment(state=S.HANDLING)
    beside = make_assignment(complaint=assignment.complaint, part=Part.CO)

    accept_assignment(beside, by=make_link(beside.unit))

    assert beside.accepted_at
    assert assignment.complaint.state == S.HANDLING
    with pytest.raises(Refused, match="协办"):
        return_assignment(beside, by=make_link(beside.unit), because="不归我管")


@pytest.mark.parametrize(
    "act",
    [
        lambda each, link: accept_assignment(each, by=link),
        lambda each, link: return_assignment(each, by=link, because="不归我管"),
    ],
    ids=["accept", "return"],
)
def test_c_10_a_unit_reaches_for_no_case_of_another(act):
    assignment = make_assignment()

    with pytest.raises(NotTheirs):
        act(assignment, make_link())

    assert assignment.complaint.state == S.DISPATCHED
    assert not Event.objects.of(assignment.complaint).exists()


def test_c_10_nor_hands_in_or_asks_for_time():
    complaint = make_assignment(state=S.HANDLING).complaint

    with pytest.raises(NotTheirs):
        hand_in(complaint, by=make_link(), text="好了")
    with pytest.raises(NotTheirs):
        ask_extension(complaint, by=make_link(), because="来不及")


def test_cp_23_a_unit_gives_back_what_is_not_its_own():
    assignment = make_assignment()
    link = make_link(assignment.unit)
    with pytest.raises(Refused, match="理由"):
        return_assignment(assignment, by=link, because=" ")

    return_assignment(assignment, by=link, because="属于住建局")

    assert assignment.complaint.state == S.RETURNED
    assert assignment.complaint.unit is None
    assert not Assignment.objects.sheets(assignment.unit)
    with pytest.raises(NotTheirs):
        return_assignment(assignment, by=link, because="再退一次")


def test_cp_23_never_after_a_ruling():
    assignment = make_assignment(is_ruling=True)

    with pytest.raises(Refused, match="指定"):
        return_assignment(assignment, by=make_link(assignment.unit), because="不归我")


def test_cp_23_sent_back_to_who_returned_it_it_is_a_ruling():
    unit, clerk = make_unit(), make_user()
    complaint = filed(category=make_category(unit=unit))
    first = dispatch(complaint, by=clerk)
    return_assignment(first, by=make_link(unit), because="不归我管")

    second = dispatch(complaint, by=clerk, unit=unit)

    assert second.is_ruling
    with pytest.raises(Refused, match="指定"):
        return_assignment(second, by=make_link(unit), because="还是不归我管")


def test_cp_23_only_in_time():
    assignment = make_assignment()

    with (
        time_machine.travel(timezone.now() + timedelta(days=8)),
        pytest.raises(Refused, match="期限"),
    ):
        return_assignment(assignment, by=make_user(), because="不归我管")


def test_the_desk_fetches_it_back():
    assignment = make_assignment(state=S.HANDLING)

    recall(assignment.complaint, by=make_user(), because="派错了")

    assert assignment.complaint.state == S.RETURNED
    assert not Assignment.objects.sheets(assignment.unit)


def test_one_main_unit_at_a_time():
    unit = make_unit()
    complaint = filed()

    with pytest.raises(Refused, match="协办"):
        dispatch(complaint, by=make_user(), unit=unit, co_units=[unit])
    main = dispatch(complaint, by=make_user(), unit=unit, co_units=[make_unit()])

    assert main.part == Part.MAIN
    assert complaint.assignments.filter(part=Part.MAIN).count() == 1
    with pytest.raises(TransitionNotAllowed):
        dispatch(complaint, by=make_user(), unit=make_unit())


def test_cp_53_an_extension_gives_the_limit_once_more_and_is_public():
    complaint = make_assignment(state=S.HANDLING).complaint
    before = complaint.due_at
    assert before
    extension = ask_extension(complaint, by=make_link(complaint.unit), because="等配件")

    event = decide_extension(
        extension, by=make_user(), is_granted=True, because="情况属实"
    )

    assert complaint.due_at == extension.due_after
    assert extension.due_after > before
    assert complaint.assignments.get().due_at == complaint.due_at
    assert "等配件" in event.public_text


def test_cp_53_at_most_two_refused_ones_not_counted():
    complaint = make_assignment(state=S.HANDLING).complaint
    link = make_link(complaint.unit)
    for granted in (False, True, False, True):
        extension = ask_extension(complaint, by=link, because="等配件")
        decide_extension(extension, by=make_user(), is_granted=granted, because="看过")

    with pytest.raises(Refused, match="最多延期2次"):
        ask_extension(complaint, by=link, because="再等")
    assert complaint.n_extensions == 2


def test_who_asks_for_time_does_not_grant_it():
    clerk = make_user()
    complaint = make_assignment(state=S.HANDLING).complaint
    due = complaint.due_at
    extension = ask_extension(complaint, by=clerk, because="单位来电")

    with pytest.raises(SameHand):
        decide_extension(extension, by=clerk, is_granted=True, because="同意")

    complaint.refresh_from_db()
    assert complaint.due_at == due


def test_time_is_asked_for_before_it_runs_out():
    complaint = make_assignment(state=S.HANDLING).complaint

    with (
        time_machine.travel(timezone.now() + timedelta(days=6)),
        pytest.raises(Refused, match="期限已过"),
    ):
        ask_extension(complaint, by=make_user(), because="晚了")


def test_cp_53_parked_it_is_never_overdue_and_gets_its_time_back():
    complaint = make_assignment(state=S.HANDLING).complaint
    now, due, clerk = timezone.now(), complaint.due_at, make_user()
    assert due
    with pytest.raises(Refused, match="365"):
        suspend(complaint, by=clerk, until=now + timedelta(days=400), because="等规划")
    suspend(complaint, by=clerk, until=now + timedelta(days=90), because="等规划")

    with time_machine.travel(now + timedelta(days=60)):
        assert not Complaint.objects.overdue(timezone.now()).exists()
        assert not complaint.is_overdue
        resume(complaint, by=clerk, because="规划下来了")

    assert complaint.state == S.HANDLING
    assert complaint.due_at
    assert complaint.due_at - due >= timedelta(days=59)
    assert complaint.extensions.get().kind == "suspension"
    with pytest.raises(Refused, match="一次"):
        suspend(complaint, by=clerk, until=now + timedelta(days=9), because="再等")


def test_a_unit_hands_in_and_nothing_is_closed():
    complaint = make_assignment(state=S.HANDLING).complaint

    hand_in(complaint, by=make_link(complaint.unit), text="已清运。")

    assert complaint.state == S.RESOLVED
    assert complaint.is_open
    assert complaint.replies.get().text_public == ""


def test_a_link_opens_until_it_ends_or_is_taken_back():
    link, token = issue_link(make_unit(), by=make_user(), days=2)

    assert open_link(token) == link
    assert open_link("wrong") is None
    assert open_link("") is None
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert open_link(token) is None
    revoke_link(link, by=make_user(), because="换了人")
    assert open_link(token) is None
    with pytest.raises(Refused):
        revoke_link(link, by=make_user(), because="再来")


def test_a_changed_link_leaves_the_old_one_dead():
    link, old = issue_link(make_unit(), by=make_user(), label="值班")

    new_link, new = rotate_link(link, by=make_user(), because="截图外传")

    assert open_link(old) is None
    assert open_link(new) == new_link
    assert new_link.label == "值班"


def test_each_use_is_written_down_without_an_address():
    link, token = issue_link(make_unit(), by=make_user())

    open_link(token, network="10.1.2.3")
    open_link(token, network="10.1.2.3")

    (use,) = UnitLinkUse.objects.filter(link=link)
    assert "10.1.2.3" not in use.network_hash
    assert token not in str(list(UnitLinkUse.objects.values()))
    assert token not in link.token_hash


def test_a_dead_link_does_nothing_though_it_was_opened_before():
    assignment = make_assignment()
    link = make_link(assignment.unit)
    revoke_link(link, by=make_user(), because="换了人")

    with pytest.raises(NotTheirs, match="失效"):
        accept_assignment(assignment, by=link)
