"""What the clock does: missed deadlines, reminders, steps that are called for."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.timeline.models import Event
from portal.users.roles import Role
from reports.notices.changes import _callbacks, on_change
from reports.notices.models import (
    LadderProposal,
    LadderStep,
    OverdueRecord,
    RectificationNotice,
)
from reports.notices.refusals import NotAllowed, Refused
from reports.notices.services import (
    ask_extension,
    decide_extension,
    decline_step,
    object_to,
    propose_by_hand,
    propose_steps,
    record_all_overdue,
    reinspect,
    serve,
    take_step,
)
from reports.notices.services.clock import keep_the_clock, remind_all
from reports.notices.services.notifying import tell_unit
from reports.notices.workflow import (
    Card,
    LadderTrigger,
    NoticeState,
    ProposalState,
)
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_link
from tests.reports.notices.make import (
    hand_in,
    issued,
    known,
    last_words,
    make_basis,
    make_notice,
    passed,
    served,
    submitted,
)

pytestmark = pytest.mark.django_db


def late_by(days=1, **fields):
    return make_notice(
        state=fields.pop("state", NoticeState.ACKNOWLEDGED),
        due_at=timezone.now() - timedelta(days=days),
        **fields,
    )


def test_ex34_a_missed_deadline_is_written_down_once_and_told():
    notice = late_by()

    assert record_all_overdue() == 1
    assert record_all_overdue() == 0

    assert OverdueRecord.objects.get().due_at == notice.due_at
    assert Event.objects.of(notice).get().verb == "overdue"


@pytest.mark.parametrize(
    "state",
    [
        NoticeState.ISSUED,
        NoticeState.SUBMITTED,
        NoticeState.REINSPECTING,
        NoticeState.PASSED,
        NoticeState.CLOSED,
        NoticeState.REVOKED,
    ],
)
def test_what_waits_for_us_is_not_overdue(state):
    notice = late_by(state=state)

    assert record_all_overdue() == 0
    assert not notice.is_overdue


def test_ex34_a_record_stays_though_the_notice_is_closed_in_the_end():
    notice = served(limit=1)
    with time_machine.travel(known(notice.due_at) + timedelta(days=1), tick=False):
        record_all_overdue()
        notice.refresh_from_db()
        hand_in(notice)
        reinspect(notice, by=make_user(), is_passed=True, text="好")

    assert notice.state == NoticeState.CLOSED
    assert not RectificationNotice.objects.closed_in_time().exists()
    assert RectificationNotice.objects.was_overdue().get() == notice


def test_who_asked_for_time_in_time_is_late_only_after_a_no():
    notice = served(limit=1)
    extension = ask_extension(notice, by=make_link(notice.unit), because="下雨")
    with time_machine.travel(known(notice.due_at) + timedelta(hours=2), tick=False):
        assert record_all_overdue() == 0
        decide_extension(extension, by=make_user(), is_granted=False, because="不必")
        assert record_all_overdue() == 1


def test_while_an_objection_is_heard_nothing_is_late():
    notice = served(limit=1)
    object_to(notice, by=make_link(notice.unit), reason="不归我们管")
    with time_machine.travel(known(notice.due_at) + timedelta(days=5), tick=False):
        assert record_all_overdue() == 0


def test_a_unit_is_reminded_at_half_at_most_and_after_its_time():
    notice = served(limit=10)
    make_link(notice.unit, email="duty@example.org")
    began = known(notice.served_at)
    span = known(notice.due_at) - began
    stages = []
    for share in (0.3, 0.55, 0.6, 0.85, 1.01, 1.2):
        with time_machine.travel(began + span * share, tick=False):
            stages.append(remind_all())

    assert stages == [0, 1, 0, 1, 1, 0]
    jobs = DBTaskResult.objects.filter(task_path=tell_unit.module_path)
    assert jobs.count() == 3


def test_a_unit_with_an_address_is_told_by_the_number_alone(mailoutbox, settings):
    settings.OUTBOX["email"] = {"BACKEND": "portal.outbox.backends.DjangoEmail"}
    unit = make_unit(short_name="城管局")
    make_link(unit, email="duty@example.org")
    notice = issued(unit=unit)
    event = serve(notice, by=make_user())

    tell_unit.func(None, event.pk)
    tell_unit.func(None, event.pk)

    (mail,) = mailoutbox
    assert notice.number in mail.body
    assert notice.title not in mail.body


def recurred(again, **fields):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        return issued(checked_at=timezone.now(), **{**again, **fields})


def test_the_same_again_soon_and_near_is_a_recurrence():
    same: dict[str, Any] = {"category": make_category(), "unit": make_unit()}
    first = passed(**same)

    second = recurred(same, lat=31.8855)

    assert second.recurrence_of == first
    assert second.occurrence == 2
    assert first.recurrences.count() == 1
    assert "第2次" in last_words(first)
    first.refresh_from_db()
    assert first.state == NoticeState.CLOSED


def test_the_same_clause_in_a_newer_wording_is_the_same():
    clause = make_basis()
    first = passed(clauses=[clause])

    assert recurred({}, clauses=[clause]).recurrence_of == first


@pytest.mark.parametrize(
    "fields", [{"lat": 31.887}, {"category": None}], ids=["far", "another matter"]
)
def test_elsewhere_or_of_another_kind_is_none(fields):
    same: dict[str, Any] = {"category": make_category()}
    passed(**same)

    assert recurred(same, **fields).recurrence_of is None


def test_long_after_it_is_a_new_matter():
    same: dict[str, Any] = {"category": make_category()}
    passed(**same)

    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert issued(checked_at=timezone.now(), **same).recurrence_of is None


def test_what_is_still_open_has_not_come_back():
    same: dict[str, Any] = {"category": make_category()}
    submitted(**same)

    assert recurred(same).recurrence_of is None


def make_rung(trigger, threshold=1, **fields):
    order = LadderStep.objects.count() + 1
    return LadderStep.objects.create(
        **{
            "order": order,
            "name": f"第{order}级",
            "trigger": trigger,
            "threshold": threshold,
            **fields,
        }
    )


def head():
    return make_user(role=Role.HEAD)


def test_ex44_so_many_days_late_calls_for_a_step_once():
    step = make_rung(LadderTrigger.OVERDUE_DAYS, 15)
    late_by(14)
    notice = late_by(16)

    assert propose_steps() == 1
    assert propose_steps() == 0

    proposal = LadderProposal.objects.get()
    assert (proposal.step, proposal.notice, proposal.unit) == (
        step,
        notice,
        notice.unit,
    )
    assert proposal.state == ProposalState.PROPOSED


def test_ex44_failed_looks_and_recurrences_call_for_steps():
    make_rung(LadderTrigger.FAILED_ROUNDS, 2)
    make_rung(LadderTrigger.RECURRENCES, 1)
    notice = submitted()
    reinspect(notice, by=make_user(), is_passed=False, text="没改")
    assert propose_steps() == 0
    hand_in(notice)
    reinspect(notice, by=make_user(), is_passed=False, text="还没改")
    same: dict[str, Any] = {"category": make_category(), "lat": 31.95}
    passed(**same)
    recurred(same)

    assert propose_steps() == 2


def test_ex44_the_second_red_card_calls_for_a_step():
    make_rung(LadderTrigger.OVERDUE_DAYS, 5, card=Card.RED)
    second = make_rung(LadderTrigger.CARDS, 2)
    unit = make_unit()
    late_by(6, unit=unit)
    propose_steps()
    take_step(LadderProposal.objects.get(), by=head(), text="发牌")
    assert propose_steps() == 0
    late_by(7, unit=unit)
    propose_steps()
    take_step(LadderProposal.objects.waiting().get(), by=head(), text="发牌")

    assert propose_steps() == 1
    assert LadderProposal.objects.waiting().get().step == second


def test_ex44_a_step_is_taken_by_the_role_that_decides_on_it():
    step = make_rung(LadderTrigger.OVERDUE_DAYS, 1)
    late_by(3)
    propose_steps()
    proposal = LadderProposal.objects.get()

    with pytest.raises(NotAllowed, match="指挥部负责人"):
        take_step(proposal, by=make_user(role=Role.INSPECTOR), text="好")
    with pytest.raises(Refused, match="不公开"):
        take_step(proposal, by=head(), text="好", released_text="通报批评")
    decline_step(proposal, by=head(), because="已经约谈")

    assert step.proposals.get().state == ProposalState.DECLINED
    assert propose_steps() == 0
    with pytest.raises(Refused, match="已经有决定"):
        take_step(proposal, by=head(), text="好")


def test_ex43_only_what_was_released_of_a_publishable_step_is_public():
    step = make_rung(LadderTrigger.BY_HAND, is_publishable=True)
    told, silent = (
        propose_by_hand(step, late_by(2), by=make_user(), because="影响恶劣")
        for _each in range(2)
    )
    take_step(told, by=head(), text="内部意见", released_text="通报批评。")
    take_step(silent, by=head(), text="内部意见")

    assert LadderProposal.objects.public().get() == told
    events = Event.objects.of(known(told.notice)).filter(verb="take_step")
    assert events.get().public_text == "通报批评。"


def test_the_clock_asks_as_much_for_fifty_as_for_five(django_assert_max_num_queries):
    for _each in range(5):
        make_notice(state=NoticeState.SERVED)
    with django_assert_max_num_queries(8):
        keep_the_clock()


def test_other_rooms_hear_of_every_step_in_its_transaction():
    heard = []

    def hear(notice, verb):
        heard.append((notice.state, verb))

    on_change(hear)
    try:
        passed()
    finally:
        _callbacks.remove(hear)

    assert heard == [
        ("issued", "issue"),
        ("served", "serve"),
        ("submitted", "submit"),
        ("reinspecting", "take"),
        ("closed", "close"),
    ]
