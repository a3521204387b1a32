"""The demonstration county's complaints: all there, all lawful, nothing given away."""

import time
from collections import Counter
from itertools import pairwise

import pytest
from django.utils import timezone

from portal.demo.context import Context
from portal.directory.calendar import WorkCalendar
from portal.directory.models import Place, Street
from portal.timeline.models import Event
from reports.complaints.demo.cases import load_complaints
from reports.complaints.models import (
    Assignment,
    Category,
    Complaint,
    Extension,
    Family,
    Reply,
    Reporter,
    ResponseTemplate,
    RoutingRule,
    UnitLink,
)
from reports.complaints.statistics import count_month, figures_of, months_known
from reports.complaints.workflow import COMPLAINT_STEPS, ComplaintState

pytestmark = pytest.mark.django_db


def test_all_are_there():
    assert Complaint.objects.count() == 240
    assert Family.objects.count() == 9
    assert Category.objects.count() == 37
    assert Street.objects.count() == 42
    assert Place.objects.count() == 64
    assert ResponseTemplate.objects.count() == 11
    assert RoutingRule.objects.count() == 5
    assert UnitLink.objects.exists()
    assert Complaint.objects.public().count() == 240 - 3 - 3 - 15


def test_the_newest_has_the_highest_number():
    numbers = list(
        Complaint.objects.order_by("submitted_at", "pk").values_list(
            "number", flat=True
        )
    )

    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 240


def test_every_history_goes_by_the_table():
    events: dict[int, list[Event]] = {}
    for event in Event.objects.filter(content_type__model="complaint").exclude(
        verb__startswith="notice_"  # told in its story, no step of its own
    ):
        events.setdefault(event.object_id, []).append(event)

    for complaint in Complaint.objects.all():
        steps = events[complaint.pk]
        assert steps[0].verb == "submit"
        assert steps[-1].to_state == complaint.state
        for one, other in pairwise(steps):
            assert other.from_state == one.to_state
            if other.verb not in {"ask_extension", "grant_extension"}:
                follow = COMPLAINT_STEPS[ComplaintState(other.from_state)]
                assert other.to_state in follow
            assert one.at <= other.at


def test_deadlines_are_those_of_the_data_and_of_our_calendar():
    told = {
        f"demo {row['id']}": row["deadline"]
        for row in Context().read("complaints")["complaints"]
    }
    differing = [
        complaint.key_hash
        for complaint in Complaint.objects.filter(
            accepted_at__isnull=False, extensions=None
        )
        if told[complaint.key_hash]
        and f"{timezone.localdate(complaint.due_at)}" != told[complaint.key_hash]
    ]

    assert differing == []


def test_each_that_a_unit_has_is_assigned_to_it():
    at_work = Complaint.objects.open().exclude(state=ComplaintState.DISPUTED)
    for complaint in at_work.filter(unit__isnull=False):
        assert complaint.assignments.current().get().unit_id == complaint.unit_id
    assert Assignment.objects.filter(returned_at__isnull=False).count() == 6
    assert Reply.objects.public().count() == 198


def test_what_seldom_happens_is_there_too():
    disputed = Complaint.objects.get(state=ComplaintState.DISPUTED)
    parked = Complaint.objects.get(state=ComplaintState.SUSPENDED)
    extension = Extension.objects.get()

    assert disputed.replies.filter(kind="dispute").count() == disputed.n_disputes == 1
    assert disputed.checks.exists()
    assert parked.suspended_until is not None
    assert parked.n_suspensions == 1
    assert extension.complaint.due_at == extension.due_after
    assert extension.due_before is not None
    assert extension.due_after == extension.complaint.category.due_after(
        extension.due_before, WorkCalendar.current()
    )


def test_merged_ones_are_one_step_below_theirs():
    merged = Complaint.objects.filter(state=ComplaintState.MERGED)
    counts = Counter(merged.values_list("merged_into", flat=True))

    assert len(merged) == 15
    for pk, count in counts.items():
        assert pk
        main = Complaint.objects.get(pk=pk)
        assert main.merged_into is None
        assert main.n_followers == count


def test_nothing_personal_is_shown():
    secrets = {
        told["text"]
        for row in Context().read("complaints")["complaints"]
        for told in row["pii"]
    }
    shown = "".join(
        str(part)
        for rows in (
            Complaint.objects.values_list("text_public"),
            Assignment.objects.values_list("sheet_text"),
            Event.objects.values_list("public_text"),
            Reply.objects.values_list("text_public"),
        )
        for part in rows
    )

    assert [secret for secret in secrets if secret in shown] == []
    assert Reporter.objects.filter(phone__startswith="199").exists()


def test_the_figures_of_the_months_are_counted():
    months = list(months_known())

    assert sum(figures_of(month)["accepted"] for month in months) == 234
    for month in months:
        counted = count_month(month)
        figures = figures_of(month)
        assert figures["due"] == sum(counts["due"] for counts in counted.values())


def test_a_second_run_changes_nothing():
    before = (
        Complaint.objects.count(),
        Event.objects.count(),
        UnitLink.objects.count(),
    )

    load_complaints(Context())

    after = (Complaint.objects.count(), Event.objects.count(), UnitLink.objects.count())
    assert after == before


def test_twice_as_many_take_seconds():
    began = time.monotonic()

    load_complaints(Context(scale=2))

    assert Complaint.objects.count() == 480
    assert time.monotonic() - began < 10
