"""The state table of notices: whole, reachable, and an end to every way."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.timeline.models import Event
from portal.timeline.permanent import IsPermanent
from portal.users.roles import Role
from portal.workflow import TransitionNotAllowed
from reports.notices.models import OverdueRecord, RectificationNotice
from reports.notices.services.steps import lock, step
from reports.notices.workflow import (
    END_STATES,
    FIRST_STATE,
    NOTICE_STEPS,
    OPEN_STATES,
    RESUMABLE,
    RUNNING_STATES,
    NoticeState,
)
from tests.portal.users.make import make_user
from tests.reports.notices.make import make_notice


@pytest.mark.once
def test_every_state_has_a_row():
    assert set(NOTICE_STEPS) == set(NoticeState)
    assert set(NoticeState) == OPEN_STATES | END_STATES | {NoticeState.DRAFT}
    assert not OPEN_STATES & END_STATES
    assert RUNNING_STATES < OPEN_STATES


@pytest.mark.once
def test_every_state_can_be_reached():
    reached, new = set(), {FIRST_STATE}
    while new:
        reached |= new
        new = {after for state in new for after in NOTICE_STEPS[state]} - reached

    assert reached == set(NoticeState)


@pytest.mark.once
def test_from_every_open_state_there_is_a_way_to_an_end():
    for state in OPEN_STATES:
        reached, new = set(), {state}
        while new:
            reached |= new
            new = {after for each in new for after in NOTICE_STEPS[each]} - reached

        assert reached & END_STATES, state


@pytest.mark.once
def test_ex05_where_a_unit_may_object_it_may_go_on():
    assert {
        old for old in NoticeState if NoticeState.OBJECTED in NOTICE_STEPS[old]
    } == (RESUMABLE)
    assert NOTICE_STEPS[NoticeState.OBJECTED] == RESUMABLE | {NoticeState.REVOKED}


@pytest.mark.django_db
@pytest.mark.parametrize("old", NoticeState)
def test_it_refuses_every_step_outside_the_table_and_leaves_no_trace(old):
    notice = make_notice(state=old)
    row = RectificationNotice.objects.filter(pk=notice.pk).values()
    before = row.get()
    lock(notice)

    for new in NoticeState:
        if new in NOTICE_STEPS[old]:
            continue
        with pytest.raises(TransitionNotAllowed):
            step(notice, "jump", new, by=None, title="x")

    assert row.get() == before
    assert (notice.state, notice.title) == (old, before["title"])
    assert not Event.objects.of(notice).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.DESK, ["add_rectificationnotice"], ["issue_notice", "reinspect_notice"]),
        (
            Role.INSPECTOR,
            ["issue_notice", "reinspect_notice", "clear_notice_photo"],
            ["decide_notice", "change_inspectionmandate"],
        ),
        (
            Role.HEAD,
            ["issue_notice", "decide_notice", "change_ladderproposal"],
            ["reinspect_notice", "change_rectificationnotice", "reveal_contact"],
        ),
        (
            Role.ADMINISTRATOR,
            ["add_inspectionmandate", "change_ladderstep"],
            ["issue_notice", "decide_notice", "delete_rectificationnotice"],
        ),
        (Role.WEB_EDITOR, [], ["view_rectificationnotice"]),
    ],
)
def test_each_role_does_its_own(role, may, may_not):
    user = make_user(role=role)

    assert [name for name in may if not user.has_perm(f"reports.{name}")] == []
    assert [name for name in may_not if user.has_perm(f"reports.{name}")] == []


@pytest.mark.django_db
def test_ex34_no_edit_removes_that_a_deadline_was_missed():
    notice = make_notice(state=NoticeState.SERVED)
    record = OverdueRecord.objects.create(notice=notice, round=1, due_at=timezone.now())

    for act in (record.save, record.delete, OverdueRecord.objects.all().delete):
        with pytest.raises(IsPermanent):
            act()
    for statement in (
        "UPDATE reports_overduerecord SET round = 2",
        "DELETE FROM reports_overduerecord",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert OverdueRecord.objects.count() == 1
