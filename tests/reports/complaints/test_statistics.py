"""The monthly figures: what a person who counts by hand would find."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from reports.complaints.models import Complaint, MonthlyFigure
from reports.complaints.models.figures import COUNTS
from reports.complaints.statistics import (
    Rate,
    count_month,
    figures_by_unit,
    figures_of,
    months_known,
    refresh_figures,
    refresh_month,
)
from reports.complaints.workflow import (
    FOUND_TRUE,
    ComplaintState,
    Finding,
    Outcome,
)
from tests.portal.make import make_unit
from tests.reports.make import make_category, make_complaint

pytestmark = pytest.mark.django_db
S = ComplaintState
MONTH = date(2026, 10, 1)


def moment(day: int, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(2026, 9, 1, hour)) + timedelta(days=day)  # noqa: DTZ001


def by_hand(month: date) -> dict[int | None, dict[str, int]]:
    """Count in plain Python, complaint by complaint."""

    def is_in(at: datetime | None) -> bool:
        return at is not None and timezone.localtime(at).strftime(
            "%Y-%m"
        ) == month.strftime("%Y-%m")

    def in_time(at: datetime | None, due: datetime | None) -> bool:
        return at is not None and due is not None and at <= due

    counted: dict[int | None, dict[str, int]] = {}
    for each in Complaint.objects.all():
        is_due = is_in(each.due_at) and each.state not in {
            S.MERGED,
            S.WITHDRAWN,
            S.SUSPENDED,
        }
        is_closed = is_in(each.closed_at)
        is_concerned = any(
            map(is_in, (each.accepted_at, each.filed_at, each.due_at, each.closed_at))
        )
        if not is_concerned:
            continue
        counts = counted.setdefault(each.unit_id, dict.fromkeys(COUNTS, 0))
        facts = {
            "accepted": is_in(each.accepted_at),
            "filed": is_in(each.filed_at),
            "due": is_due,
            "due_closed_in_time": is_due
            and each.closed_at is not None
            and in_time(each.handled_at, each.due_at),
            "due_replied_in_time": is_due and in_time(each.replied_at, each.due_at),
            "closed": is_closed,
            "found_true": is_closed and each.finding in FOUND_TRUE,
            "resolved": is_closed and each.outcome == Outcome.RESOLVED,
            "reworked": is_closed and each.n_reworks > 0,
            "extended": is_due and each.n_extensions > 0,
            "rated": is_closed and each.rating is not None,
            "satisfied": is_closed and (each.rating or 0) >= 4,
        }
        for name, fact in facts.items():
            counts[name] += fact
    return counted


def make_many(count: int) -> None:
    dice = random.Random(20261126)  # noqa: S311 -- the same county each time
    units = [None, *(make_unit() for _each in range(3))]
    category = make_category()
    for _each in range(count):
        state = dice.choice([S.CLOSED, S.CLOSED, S.HANDLING, S.SUSPENDED, S.DECLINED])
        accepted = moment(dice.randrange(0, 80), dice.randrange(24))
        handled = accepted + timedelta(hours=dice.randrange(1, 300))
        closed = handled + timedelta(hours=dice.randrange(1, 60))
        is_closed = state == S.CLOSED
        make_complaint(
            state=state,
            category=category,
            unit=dice.choice(units),
            accepted_at=accepted,
            filed_at=dice.choice([None, accepted + timedelta(hours=3)]),
            due_at=accepted + timedelta(days=5),
            handled_at=handled if is_closed else None,
            replied_at=dice.choice([None, handled]),
            closed_at=closed if is_closed else None,
            finding=dice.choice(list(Finding)),
            outcome=dice.choice(list(Outcome)),
            rating=dice.choice([None, 1, 3, 4, 5]) if is_closed else None,
            n_reworks=dice.choice([0, 0, 1]),
            n_extensions=dice.choice([0, 0, 2]),
        )


def test_they_equal_a_recount_by_hand(django_assert_num_queries):
    make_many(150)

    with django_assert_num_queries(1):
        counted = count_month(MONTH)

    assert counted == by_hand(MONTH)
    assert sum(counts["due"] for counts in counted.values()) > 20


def test_what_is_overdue_and_still_open_counts_against_the_unit():
    unit = make_unit()
    fields: dict[str, Any] = {
        "unit": unit,
        "due_at": moment(40),
        "accepted_at": moment(35),
    }
    make_complaint(state=S.HANDLING, **fields)
    make_complaint(
        state=S.CLOSED, handled_at=moment(39), closed_at=moment(41), **fields
    )
    refresh_month(MONTH)

    figures = figures_of(MONTH)

    assert figures.on_time == Rate(1, 2)
    assert figures.on_time.percent == 50.0


def test_the_desks_own_checking_is_not_held_against_a_unit_in_time():
    make_complaint(
        state=S.CLOSED,
        accepted_at=moment(35),
        due_at=moment(40),
        handled_at=moment(40),
        closed_at=moment(45),
    )
    refresh_month(MONTH)

    assert figures_of(MONTH).on_time == Rate(1, 1)


def test_a_page_reads_rows_that_were_counted_before(django_assert_num_queries):
    make_many(40)
    refresh_month(MONTH)
    refresh_month(MONTH)  # again: the same

    with django_assert_num_queries(3):
        total = figures_of(MONTH)
        rows = figures_by_unit(MONTH)
        assert list(months_known()) == [MONTH]

    hand = by_hand(MONTH)
    assert total["closed"] == sum(counts["closed"] for counts in hand.values())
    assert {row.unit_id: each["due"] for row, each in rows} == {
        unit: counts["due"] for unit, counts in hand.items() if unit
    }


def test_months_without_anything_are_zero_and_have_no_percentage():
    figures = figures_of(date(2020, 1, 1))

    assert figures["closed"] == 0
    for rate in (
        figures.on_time,
        figures.responded,
        figures.solved,
        figures.true,
        figures.satisfied,
        figures.reworked,
        figures.extended,
    ):
        assert rate.percent is None


def test_the_periodic_job_counts_the_last_months():
    complaint = make_complaint(state=S.ACCEPTED)

    refresh_figures()

    month = timezone.localdate(complaint.accepted_at).replace(day=1)
    assert MonthlyFigure.objects.get(month=month).accepted == 1


def test_a_month_ends_at_midnight_in_china():
    make_complaint(
        state=S.ACCEPTED,
        accepted_at=datetime.fromisoformat("2026-10-31T23:59:59+08:00"),
        due_at=None,
    )
    make_complaint(
        state=S.ACCEPTED,
        accepted_at=datetime.fromisoformat("2026-11-01T00:00:00+08:00"),
        due_at=None,
    )

    assert count_month(MONTH)[None]["accepted"] == 1
