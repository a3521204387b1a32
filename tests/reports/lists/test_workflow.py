"""The tables of states, each pair of them, and who may take a step."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.directory.calendar import WorkCalendar
from portal.timeline.models import Event
from portal.timeline.permanent import IsPermanent
from portal.workflow import TransitionNotAllowed
from reports.complaints.refusals import NotTheirs, Refused, SameHand, Stale
from reports.lists.models import Erratum, Formula, ListItem, ListRow, UnitList
from reports.lists.services.computing import compute, discard, draft_list
from reports.lists.services.previewing import (
    answer_objection,
    object_to_row,
    open_preview,
)
from reports.lists.services.publishing import add_erratum, freeze, publish
from reports.lists.services.steps import step
from reports.lists.workflow import (
    LIST_STEPS,
    Colour,
    ErratumEffect,
    ListState,
    ObjectionKind,
)
from tests.portal.make import make_unit
from tests.portal.users.make import make_user
from tests.reports.lists.make import (
    after_preview,
    first_row,
    make_clerk,
    make_formula,
    make_head,
    make_list,
)
from tests.reports.make import make_link

pytestmark = pytest.mark.django_db
_L = ListState


@pytest.mark.once
def test_every_state_has_a_row_and_can_be_reached():
    assert set(LIST_STEPS) == set(_L)
    reached = {state for steps in LIST_STEPS.values() for state in steps}
    assert reached | {_L.DRAFT} == set(_L)


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_L, _L) if pair[1] not in LIST_STEPS[pair[0]]],
)
def test_it_refuses_every_step_outside_the_table(old, new):
    unit_list = UnitList(state=old, pk=1)

    with pytest.raises(TransitionNotAllowed):
        step(unit_list, "jump", new, by=None)

    assert not Event.objects.exists()


def test_a_list_goes_its_way_by_three_people():
    clerk, other, head = make_clerk(), make_clerk(), make_head()
    unit_list = make_list()
    UnitList.objects.update(computed_by=clerk)
    unit_list.refresh_from_db()

    open_preview(unit_list, by=clerk)
    with time_machine.travel(after_preview(unit_list)):
        freeze(unit_list, by=other)
        publish(unit_list, by=head)

    assert unit_list.state == _L.PUBLISHED
    verbs = Event.objects.of(unit_list).values_list("verb", "actor")
    assert list(verbs) == [
        ("preview", clerk.pk),
        ("freeze", other.pk),
        ("publish", head.pk),
    ]


@time_machine.travel("2026-09-30T10:00:00+08:00")
def test_the_preview_lasts_three_working_days_over_the_holidays():
    unit_list = make_list()

    open_preview(unit_list, by=make_clerk())

    until = timezone.localtime(unit_list.preview_until)
    assert until.date() == date(2026, 10, 10)  # a Saturday on which offices work
    assert WorkCalendar.current().is_workday(until.date())


@pytest.mark.parametrize("early", [timedelta(days=2), timedelta(seconds=1)])
def test_nothing_is_frozen_before_the_preview_is_over(early):
    unit_list = make_list(state=_L.PREVIEW)

    with (
        time_machine.travel(after_preview(unit_list) - early, tick=False),
        pytest.raises(Refused, match="三个工作日"),
    ):
        freeze(unit_list, by=make_clerk())


def test_nothing_is_frozen_before_the_units_are_answered():
    unit_list = make_list(state=_L.PREVIEW)
    row = first_row(unit_list)
    objection = object_to_row(
        row,
        by=make_link(row.unit),
        kind=ObjectionKind.OBJECTION,
        text="第三件不归我们。",
    )

    with time_machine.travel(after_preview(unit_list)):
        with pytest.raises(Refused, match="没答复"):
            freeze(unit_list, by=make_clerk())
        answer_objection(objection, by=make_clerk(), is_upheld=True, answer="属实。")
        unit_list.refresh_from_db()
        with pytest.raises(Refused, match="重新计算"):
            freeze(unit_list, by=make_clerk())


def test_whoever_computed_answers_no_objection():
    unit_list = make_list(state=_L.PREVIEW)
    row = first_row(unit_list)
    objection = object_to_row(
        row, by=make_clerk(), kind=ObjectionKind.COMMENT, text="电话里说没意见。"
    )
    who_computed: Any = unit_list.computed_by

    with pytest.raises(SameHand):
        answer_objection(objection, by=who_computed, is_upheld=False, answer="不改。")


def test_a_unit_speaks_of_its_own_row_in_time():
    unit_list = make_list(state=_L.PREVIEW)
    row = first_row(unit_list)
    link = make_link(row.unit)
    said: dict[str, Any] = {"kind": ObjectionKind.OBJECTION, "text": "数字不对。"}

    with pytest.raises(NotTheirs):
        object_to_row(row, by=make_link(make_unit()), **said)
    with (
        time_machine.travel(after_preview(unit_list)),
        pytest.raises(Refused, match="截止"),
    ):
        object_to_row(row, by=link, **said)
    link.revoked_at, link.revoked_by = timezone.now(), make_user()
    with pytest.raises(NotTheirs, match="失效"):
        object_to_row(row, by=link, **said)
    assert not unit_list.objections.exists()


@pytest.mark.parametrize("state", sorted(set(_L) - {_L.PREVIEW, _L.DRAFT}))
def test_outside_the_preview_nobody_objects(state):
    row = first_row(make_list(state=state))

    with pytest.raises(TransitionNotAllowed):
        object_to_row(
            row, by=make_link(row.unit), kind=ObjectionKind.COMMENT, text="迟到。"
        )


def test_ex07_only_a_head_who_had_no_hand_in_it_publishes():
    unit_list = make_list(state=_L.FROZEN)
    head = make_head()

    with pytest.raises(Refused, match="负责人"):
        publish(unit_list, by=make_clerk())
    frozen_by_head = make_list(state=_L.PREVIEW)
    with time_machine.travel(after_preview(frozen_by_head)):
        freeze(frozen_by_head, by=head)
        with pytest.raises(SameHand):
            publish(frozen_by_head, by=head)
    publish(unit_list, by=head)
    assert unit_list.published_by == head


def test_of_two_clerks_who_press_at_once_one_wins():
    unit_list = make_list()
    same = UnitList.objects.get(pk=unit_list.pk)

    open_preview(unit_list, by=make_clerk())

    with pytest.raises(Stale):
        open_preview(same, by=make_clerk())


def test_a_period_has_one_list_until_it_is_discarded():
    clerk, formula = make_clerk(), make_formula()
    about: dict[str, Any] = {
        "by": clerk,
        "period": "2026-10",
        "title": "十月",
        "starts_on": date(2026, 10, 1),
        "ends_on": date(2026, 10, 31),
        "formula": formula,
    }
    first = draft_list(**about)

    with pytest.raises(Refused, match="已经有"):
        draft_list(**about)
    discard(first, by=clerk, because="日期错了")
    assert draft_list(**about).state == _L.DRAFT


@pytest.mark.parametrize("period", ["2026", "十月", "2026-10/..", "commendations"])
def test_a_period_that_makes_no_address_is_refused(period):
    with pytest.raises(Refused):
        draft_list(
            by=make_clerk(),
            period=period,
            title="十月",
            starts_on=date(2026, 10, 1),
            ends_on=date(2026, 10, 31),
            formula=make_formula(),
        )


@time_machine.travel("2026-10-15T10:00:00+08:00")
def test_a_period_is_counted_once_it_is_over():
    with pytest.raises(Refused, match="过完"):
        compute(make_list(state=_L.DRAFT), by=make_clerk())


def test_a_period_without_anything_due_makes_no_list():
    with pytest.raises(Refused, match="没有到期"):
        compute(make_list(state=_L.DRAFT), by=make_clerk())


@pytest.mark.parametrize("state", [_L.FROZEN, _L.PUBLISHED])
def test_invariant_11_a_frozen_list_refuses_to_change(state):
    unit_list = make_list(state=state)
    row = first_row(unit_list)
    item = row.items.all()[0]

    for attempt in (row.save, row.delete, item.save, unit_list.delete):
        with pytest.raises(IsPermanent):
            attempt()


@pytest.mark.parametrize("state", [_L.FROZEN, _L.PUBLISHED])
def test_invariant_11_not_even_by_sql(state):
    unit_list = make_list(state=state)
    rows = ListRow.objects.filter(unit_list=unit_list)
    items = ListItem.objects.filter(row__unit_list=unit_list)
    this = UnitList.objects.filter(pk=unit_list.pk)
    other = make_list()

    for attempt in (
        lambda: rows.update(rank=1),
        lambda: rows._raw_delete(rows.db),
        lambda: items.update(is_open=True),
        lambda: items._raw_delete(items.db),
        lambda: this.update(title="改过"),
        lambda: this.update(state=_L.COMPUTED),
        lambda: this.update(state=_L.PUBLISHED, digest="0"),
        lambda: this._raw_delete(this.db),
        lambda: other.rows.update(unit_list=unit_list),
        lambda: ListItem.objects.bulk_create(
            [
                ListItem(
                    row=rows.first(),
                    source="notice",
                    due_on=date(2026, 10, 1),
                    is_in_time=True,
                    is_open=False,
                )
            ]
        ),
    ):
        with pytest.raises(DatabaseError, match="is final"), transaction.atomic():
            attempt()


def test_what_is_not_frozen_may_change():
    unit_list = make_list(state=_L.PREVIEW)

    assert unit_list.rows.update(n_pending=1) == 3
    assert UnitList.objects.filter(pk=unit_list.pk).update(title="改过") == 1


def test_a_formula_is_written_once():
    formula = make_formula()

    with pytest.raises(IsPermanent):
        formula.save()
    with pytest.raises(IsPermanent):
        Formula.objects.update(minimum_n=1)


def test_an_erratum_is_a_row_beside_the_list():
    unit_list = make_list(
        state=_L.PUBLISHED, counts={make_unit(): (done, 9) for done in range(5, 10)}
    )
    row = unit_list.rows.get(colour=Colour.BLACK)
    before = unit_list.digest

    with pytest.raises(Refused, match="负责人"):
        add_erratum(unit_list, by=make_clerk(), text="多算一件。", post="主任")
    with pytest.raises(Refused, match="撤销认定"):
        add_erratum(
            unit_list,
            by=make_head(),
            text="撤。",
            post="主任",
            effect=ErratumEffect.TAKEN_OFF,
        )
    erratum = add_erratum(
        unit_list,
        by=make_head(),
        text="两件不归该单位。",
        post="双创办主任",
        row=row,
        effect=ErratumEffect.TAKEN_OFF,
    )

    unit_list.refresh_from_db()
    row.refresh_from_db()
    assert (erratum.number, unit_list.digest, row.colour) == (1, before, "black")
    with pytest.raises(IsPermanent):
        erratum.delete()
    with pytest.raises(IsPermanent):
        Erratum.objects.update(text="没有的事")


def test_only_a_published_list_has_errata():
    with pytest.raises(TransitionNotAllowed):
        add_erratum(
            make_list(state=_L.FROZEN), by=make_head(), text="错了。", post="主任"
        )
