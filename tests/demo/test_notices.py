"""The demonstration county's notices: all there, all lawful."""

from itertools import pairwise

import pytest

from portal.demo.context import Context
from portal.timeline.models import Event
from publicity.models import Clause
from reports.notices.demo.ladder import load_ladder
from reports.notices.demo.notices import load_notices
from reports.notices.demo.photos import load_photos
from reports.notices.models import (
    LadderProposal,
    LadderStep,
    NoticeComplaint,
    NoticeCounter,
    NoticeEvidence,
    OverdueRecord,
    RectificationNotice,
)
from reports.notices.workflow import NOTICE_STEPS, NoticeState
from tests.reports.notices.make import known

pytestmark = pytest.mark.django_db


def test_all_sixty_are_there_numbered_without_a_gap():
    numbers = list(
        RectificationNotice.objects.order_by("sequence").values_list(
            "sequence", flat=True
        )
    )

    assert numbers == list(range(87, 147))
    assert RectificationNotice.objects.public().count() == 60
    assert NoticeCounter.objects.get().last == 146
    assert RectificationNotice.objects.closed_in_time().count() == 34
    assert RectificationNotice.objects.filter(state=NoticeState.CLOSED).count() == 54


def test_each_stands_on_a_mandate_two_inspectors_and_a_clause_in_force():
    for notice in RectificationNotice.objects.select_related("mandate"):
        assert known(notice.mandate).is_alive(notice.checked_at.date())
        assert notice.inspectors.count() == 2
        assert notice.problems.exists()
        in_force = Clause.objects.in_force(notice.checked_at.date())
        clauses = set(notice.clauses.values_list("pk", flat=True))
        assert clauses
        assert clauses <= set(in_force.values_list("pk", flat=True))


def test_every_history_goes_by_the_table():
    events: dict[int, list[Event]] = {}
    for event in Event.objects.filter(content_type__model="rectificationnotice"):
        if event.from_state != event.to_state and event.to_state:
            events.setdefault(event.object_id, []).append(event)

    for notice in RectificationNotice.objects.all():
        steps = events[notice.pk]
        assert steps[-1].to_state == notice.state
        for one, other in pairwise(steps):
            assert other.from_state == one.to_state
            assert other.to_state in NOTICE_STEPS[NoticeState(other.from_state)]
            assert one.at <= other.at


def test_nobody_closed_what_they_signed_and_what_was_late_says_so():
    for notice in RectificationNotice.objects.filter(state=NoticeState.CLOSED):
        assert notice.closed_by != notice.issued_by
        assert notice.reinspections.filter(
            is_passed=True, inspector=notice.closed_by
        ).exists()
        failed = notice.reinspections.filter(is_passed=False)
        assert notice.overdue_records.count() == failed.count()
    assert OverdueRecord.objects.filter(notice__sequence=100).count() >= 2


def test_photos_ladder_and_complaints_are_there():
    before = NoticeEvidence.objects.before().count()
    assert before == 60
    assert NoticeEvidence.objects.after().count() >= 60
    # One case was taken back, and its picture with it.
    assert NoticeEvidence.objects.public().count() == NoticeEvidence.objects.count() - 1
    assert NoticeEvidence.objects.doubtful().count() == 1
    assert NoticeComplaint.objects.count() >= 45
    assert LadderStep.objects.count() == 9
    assert LadderProposal.objects.taken().count() == 3
    assert LadderProposal.objects.public().count() == 1
    assert LadderProposal.objects.waiting().exists()


def test_a_second_run_changes_nothing():
    tables = (RectificationNotice, Event, NoticeEvidence, LadderProposal, OverdueRecord)
    before = [table.objects.count() for table in tables]

    context = Context(picture_width=64)
    for load in (load_notices, load_photos, load_ladder):
        load(context)

    assert [table.objects.count() for table in tables] == before


def test_a_second_county_is_a_year_older():
    load_notices(Context(scale=2))

    assert RectificationNotice.objects.filter(year=2025).count() == 60
    assert NoticeCounter.objects.get(year=2025).last == 146
