"""The state table of complaints: whole, reachable, and nothing beside it."""

from itertools import product

import pytest

from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from reports.complaints.models import Complaint
from reports.complaints.services.steps import lock, step
from reports.complaints.workflow import (
    COMPLAINT_STEPS,
    END_STATES,
    FIRST_STATE,
    OPEN_STATES,
    ComplaintState,
)
from tests.portal.users.make import make_user
from tests.reports.make import make_complaint

OUTSIDE = [
    (old, new)
    for old, new in product(ComplaintState, repeat=2)
    if new not in COMPLAINT_STEPS[old]
]


def test_every_state_has_a_row():
    assert set(COMPLAINT_STEPS) == set(ComplaintState)
    assert set(ComplaintState) == OPEN_STATES | END_STATES
    assert not OPEN_STATES & END_STATES


def test_every_state_can_be_reached():
    reached, new = set(), {FIRST_STATE}
    while new:
        reached |= new
        new = {after for state in new for after in COMPLAINT_STEPS[state]} - reached

    assert reached == set(ComplaintState)


def test_from_every_open_state_there_is_a_way_to_an_end():
    for state in OPEN_STATES:
        reached, new = set(), {state}
        while new:
            reached |= new
            new = {after for each in new for after in COMPLAINT_STEPS[each]} - reached

        assert reached & END_STATES, state


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), OUTSIDE)
def test_it_refuses_every_step_outside_the_table_and_leaves_no_trace(old, new):
    complaint = make_complaint(state=old)
    before = Complaint.objects.filter(pk=complaint.pk).values().get()
    lock(complaint)

    with pytest.raises(TransitionNotAllowed):
        step(complaint, "jump", new, by=make_user(), rating=5)

    assert Complaint.objects.filter(pk=complaint.pk).values().get() == before
    assert complaint.state == old
    assert complaint.rating is None
    assert not Event.objects.of(complaint).exists()
