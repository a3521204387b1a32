"""The questions of pages: right, and answered by an index among thousands."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from portal.directory.geometry import Point
from portal.paging import stretch_of
from reports.complaints.models import Assignment, Complaint, questions
from reports.complaints.workflow import OPEN_STATES, ComplaintState, Finding, Outcome
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.make import make_category, make_complaint, make_notice

pytestmark = pytest.mark.django_db
S = ComplaintState
CENTRE = Point(31.891, 109.534)


def north(metres: float) -> dict[str, Any]:
    lat = CENTRE.lat + metres / 111_320
    shown = Point(lat, CENTRE.lon).rounded
    return {
        "lat": lat,
        "lon": CENTRE.lon,
        "public_lat": shown.lat,
        "public_lon": shown.lon,
    }


def test_overdue_and_due_today():
    now = timezone.localtime().replace(hour=12)
    late = make_complaint(state=S.HANDLING, due_at=now - timedelta(days=1))
    today = make_complaint(state=S.HANDLING, due_at=now + timedelta(hours=1))
    make_complaint(state=S.HANDLING, due_at=now + timedelta(days=2))
    make_complaint(state=S.HANDLING, due_at=None)
    for state in (S.SUSPENDED, S.RESOLVED, S.CHECKING, S.DISPUTED, S.CLOSED):
        make_complaint(state=state, due_at=now - timedelta(days=1))

    assert list(Complaint.objects.overdue(now)) == [late]
    assert late.is_overdue
    assert list(Complaint.objects.due_today(now)) == [today]


def test_each_queue_holds_its_own():
    made = {state: make_complaint(state=state) for state in S if state != S.MERGED}
    queues = Complaint.objects

    assert list(queues.new()) == [made[S.SUBMITTED]]
    assert list(queues.disputed()) == [made[S.DISPUTED]]
    assert list(queues.waiting()) == [made[S.WAITING]]
    assert set(queues.to_dispatch()) == {
        made[S.FILED],
        made[S.RETURNED],
        made[S.REOPENED],
    }
    assert set(queues.to_check()) == {made[S.RESOLVED], made[S.CHECKING]}
    assert {each.state for each in queues.open()} == OPEN_STATES
    assert made[S.SUBMITTED] not in queues.to_publish()
    assert made[S.HANDLING] in queues.to_publish()


def test_late_at_intake():
    late = make_complaint(intake_due_at=timezone.now() - timedelta(hours=1))
    make_complaint(intake_due_at=timezone.now() + timedelta(hours=1))

    assert list(Complaint.objects.late_at_intake(timezone.now())) == [late]


def test_near_is_measured_in_metres_and_by_category():
    category = make_category(dup_radius_m=50)
    near = make_complaint(category=category, **north(49))
    make_complaint(category=category, **north(51))
    make_complaint(category=category, state=S.CLOSED, **north(1))
    make_complaint(**north(1))
    east = Point(CENTRE.lat, CENTRE.lon + 49 / CENTRE.metres_per_degree_east)
    beside = make_complaint(category=category, lat=east.lat, lon=east.lon)
    make_complaint(
        category=category, lat=near.lat, lon=east.lon
    )  # in the box, not in the circle

    assert set(Complaint.objects.near(CENTRE, category)) == {near, beside}
    assert near.point
    assert CENTRE.metres_to(near.point) == pytest.approx(49, abs=0.1)


def test_young_enough_to_be_the_same_matter():
    category, now = make_category(dup_days=7), timezone.now()
    make_complaint(category=category, submitted_at=now - timedelta(days=8))
    young = make_complaint(category=category, submitted_at=now - timedelta(days=6))

    assert list(Complaint.objects.recent(category, now)) == [young]


def test_c_8_residents_find_only_what_is_shown_by_where_it_is_shown():
    category = make_category(dup_radius_m=50)
    shown = make_complaint(
        state=S.ACCEPTED, category=category, is_published=True, **north(40)
    )
    make_complaint(state=S.ACCEPTED, category=category, **north(10))
    # Its exact place is moved: the answer does not change.
    before = list(Complaint.objects.publicly_near(CENTRE, category))
    Complaint.objects.filter(pk=shown.pk).update(lat=0, lon=0)

    assert before == [shown]
    assert list(Complaint.objects.publicly_near(CENTRE, category)) == before


def test_a_window_of_the_map_holds_the_newest_that_are_shown(monkeypatch):
    shown = [
        make_complaint(state=S.ACCEPTED, is_published=True, **north(metres))
        for metres in (0, 5000, 0, 0)
    ]
    make_complaint(state=S.ACCEPTED, **north(0))
    window = (
        CENTRE.lat - 0.01,
        CENTRE.lon - 0.01,
        CENTRE.lat + 0.01,
        CENTRE.lon + 0.01,
    )

    assert set(Complaint.objects.on_map(*window)) == {shown[0], shown[2], shown[3]}
    monkeypatch.setattr(questions, "ON_MAP", 2)
    assert set(Complaint.objects.on_map(*window)) == {shown[2], shown[3]}


@pytest.fixture
def thousands():
    """Fill the table with some thousand, half of them open, half of them shown."""
    clerk, notice, now = make_user(), make_notice(), timezone.now()
    units = [make_unit() for _each in range(20)]
    areas = [make_area(lead_unit=units[0]) for _each in range(12)]
    categories = [make_category(unit=units[0]) for _each in range(30)]
    states = sorted(set(S) - {S.MERGED})
    rows = []
    for number in range(6000):
        state = states[number % len(states)]
        is_shown = state in {S.HANDLING, S.CLOSED, S.ACCEPTED, S.RESOLVED}
        point = Point(31.88 + number % 997 / 50_000, 109.51 + number % 991 / 25_000)
        at = now - timedelta(hours=number % 2000)
        rows.append(
            Complaint(
                number=f"LX2026-{number:06}",
                key_hash=f"bulk {number}",
                code_hash="x",
                category=categories[number % 30],
                area=areas[number % 12],
                unit=units[number % 20],
                privacy_notice=notice,
                text="满了",
                lat=point.lat,
                lon=point.lon,
                public_lat=point.rounded.lat,
                public_lon=point.rounded.lon,
                state=state,
                is_open=state in OPEN_STATES,
                finding=Finding.TRUE,
                outcome=Outcome.RESOLVED,
                accepted_at=at,
                due_at=at + timedelta(days=5),
                closed_at=at if state == S.CLOSED else None,
                ended_at=None if state in OPEN_STATES else at,
                is_published=is_shown,
                text_public="满了",
                published_on=at.date(),
                masks_reviewed_by=clerk,
            )
        )
    made = Complaint.objects.bulk_create(rows, batch_size=500)
    Assignment.objects.bulk_create(
        Assignment(
            complaint=each,
            unit=units[each.pk % 20],
            sheet_text="满了",
            dispatched_at=now,
            due_at=each.due_at,
            return_before=now,
            ended_at=None if each.is_open else now,
        )
        for each in made
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return units, areas, categories


def scans(queryset: QuerySet[Any], table: str = "reports_complaint") -> list[str]:
    """Return the lines of the plan that read a whole table."""
    plan = queryset.explain().splitlines()
    if connection.vendor == "sqlite":
        return [
            line
            for line in plan
            if f"SCAN {table}" in line and "USING INDEX" not in line
        ]
    return [line for line in plan if f"Seq Scan on {table}" in line]


def test_g_5_no_page_reads_the_whole_table(thousands):
    units, areas, categories = thousands
    now = timezone.now()
    objects = Complaint.objects
    asked = {
        "new": objects.new().order_by("pk")[:50],
        "overdue": objects.overdue(now - timedelta(days=80)).order_by("due_at")[:50],
        "overdue, the first": objects.overdue(now).order_by("due_at")[:50],
        "due today": objects.due_today(now).order_by("due_at")[:50],
        "disputed": objects.disputed().order_by("pk")[:50],
        "waiting": objects.waiting().order_by("pk")[:50],
        "unit": objects.for_unit(units[3]).order_by("due_at")[:50],
        "near": objects.near(CENTRE, categories[1]),
        "publicly near": objects.publicly_near(CENTRE, categories[1]),
        "newest shown": objects.public()[:20],
        "shown before": objects.public().filter(pk__lt=3000)[:20],
        "area": objects.public().filter(area=areas[2])[:20],
        "category": objects.public().filter(category=categories[2])[:20],
        "shown by unit": objects.public().filter(unit=units[2])[:20],
        "state": objects.public().filter(state=S.CLOSED)[:20],
        "map": objects.public().filter(
            public_lat__range=(31.888, 31.889), public_lon__range=(109.52, 109.53)
        ),
        "tracking": objects.filter(number="LX2026-000123"),
        "sent before": objects.filter(key_hash__in=["bulk 7"]),
        "closed in an hour": objects.filter(
            closed_at__range=(now - timedelta(hours=9), now - timedelta(hours=8))
        ),
        "to anonymise": objects.to_anonymise(now - timedelta(hours=1990)),
    }

    found = {name: scans(queryset) for name, queryset in asked.items()}

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_g_5_nor_does_a_units_page(thousands):
    units, _areas, _categories = thousands

    assert scans(Assignment.objects.sheets(units[3])[:50], "reports_assignment") == []


def test_a_long_list_is_read_stretch_by_stretch():
    made = [make_complaint() for _each in range(5)]
    ask = RequestFactory().get

    first = stretch_of(Complaint.objects.all(), ask("/"), 2)
    second = stretch_of(
        Complaint.objects.all(), ask("/", {"before": str(first.older_than)}), 2
    )
    last = stretch_of(
        Complaint.objects.all(), ask("/", {"before": str(second.older_than)}), 2
    )

    assert [*first.rows, *second.rows, *last.rows] == made[::-1]
    assert last.older_than is None


@pytest.mark.parametrize("written", ["-1", "a", "1" * 30, "%00", "１"])
def test_i_4_a_stretch_that_is_none_is_not_found(written):
    with pytest.raises(Http404):
        stretch_of(
            Complaint.objects.all(), RequestFactory().get("/", {"before": written})
        )
