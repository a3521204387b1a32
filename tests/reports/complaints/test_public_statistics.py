"""The monthly figures: what is printed equals a recount, and says what it is a share of."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from publicity.months import Month
from reports.complaints.models import Complaint
from reports.complaints.public.months import Statistics, categories_of, units_of
from reports.complaints.statistics import refresh_month
from reports.complaints.workflow import ComplaintState
from tests.portal.make import make_unit
from tests.reports.complaints.make_public import make_category, make_public

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
S = ComplaintState


def at(day: int, month: int = 10) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, 12))  # noqa: DTZ001


@pytest.fixture
def october():
    """Two units, two categories: in time, late, still open, suspended, rated."""
    units = [make_unit(), make_unit()]
    categories = [make_category(), make_category()]
    for n in range(12):
        fields: dict[str, Any] = {
            "unit": units[n % 2],
            "category": categories[n % 3 == 0],
            "accepted_at": at(2),
            "due_at": at(10),
            "is_published": n % 4 == 0,
        }
        if n < 6:
            late = n % 2
            make_public(
                state=S.CLOSED,
                handled_at=at(12 if late else 8),
                closed_at=at(14),
                rating=[5, 4, 3, None, None, 1][n],
                **fields,
            )
        else:
            make_public(state=S.SUSPENDED if n == 11 else S.HANDLING, **fields)
    make_public(state=S.CLOSED, accepted_at=at(3, 11), due_at=at(9, 11), unit=units[0])
    for month in (10, 11):
        refresh_month(date(2026, month, 1))
    return Month(2026, 10)


def recount():
    """Count October once more, row by row, as the formulas are printed."""
    count: Counter[str] = Counter()
    for each in Complaint.objects.all():
        if not each.accepted_at or timezone.localdate(each.accepted_at).month != 10:
            continue
        count["accepted"] += 1
        if each.state not in {S.MERGED, S.WITHDRAWN, S.SUSPENDED}:
            count["due"] += 1
            in_time = each.handled_at and each.due_at and each.handled_at <= each.due_at
            if each.closed_at and in_time:
                count["in_time"] += 1
        if each.closed_at:
            count["closed"] += 1
            if each.rating:
                count["rated"] += 1
                count["satisfied"] += each.rating >= 4
    return count


def test_figures_equal_a_recount_and_overdue_ones_count(client, october):
    counted = recount()
    answer = client.get("/complaints/statistics.json?month=2026-10").json()

    (month,) = (each for each in answer["months"] if each["month"] == "2026-10")

    assert month["accepted"] == counted["accepted"] == 12
    assert month["due"] == counted["due"] == 11
    assert month["on_time"] == {
        "part": counted["in_time"],
        "whole": 11,
        "percent": round(100 * counted["in_time"] / 11, 1),
    }
    assert month["satisfied_rate"]["whole"] == counted["rated"] == 4
    assert month["satisfied_rate"]["part"] == counted["satisfied"] == 2
    assert month["closed"] == counted["closed"] == 6


def test_the_page_prints_the_figures_with_their_denominators(client, october):
    page = BeautifulSoup(
        client.get("/complaints/statistics/?month=2026-10").content, "html.parser"
    )
    assert page.main
    text = page.main.text

    assert "应结案数是当月到期的全部件数" in text
    assert "（3/11）" in text
    assert "（4人评价）" in text
    (kind,) = page.select("meta[name=ColumnType]")
    assert kind["content"] == "数据发布"
    assert len(page.select("svg.trend rect.due-bar")) == 2


def test_units_and_categories_add_up_to_the_whole(october):
    row = Statistics().row_of(october)
    assert row
    assert row.figures
    figures = row.figures

    for shares, names in (
        (
            units_of(october),
            ("accepted", "due", "due_closed_in_time", "closed", "rated"),
        ),
        (categories_of(october), ("accepted", "due", "due_closed_in_time", "closed")),
    ):
        assert len(shares) == 2
        for name in names:
            assert sum(share.figures[name] for share in shares) == figures[name]


def test_a_month_without_figures_says_so(client, october):
    make_public(accepted_at=at(1, 8), due_at=at(1, 8))
    refresh_month(date(2026, 8, 1))

    page = client.get("/complaints/statistics/").text
    answer = client.get("/complaints/statistics.json").json()

    assert "没有数据" in page
    assert {"month": "2026-09", "counted": False} in answer["months"]
    assert [each["month"] for each in answer["months"]] == [
        "2026-11",
        "2026-10",
        "2026-09",
        "2026-08",
    ]


def test_a_share_of_nothing_is_no_number(client):
    make_public(state=S.ACCEPTED, accepted_at=at(2), due_at=at(2) + timedelta(days=60))
    refresh_month(date(2026, 10, 1))

    month = client.get("/complaints/statistics.json").json()["months"][-1]

    assert month["on_time"] == {"part": 0, "whole": 0, "percent": None}
    assert "—" in client.get("/complaints/statistics/?month=2026-10").text


def test_the_file_has_every_month_in_order(client, october):
    text = client.get("/complaints/statistics.csv").getvalue().decode()
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))

    assert [row["月份"] for row in rows] == ["2026-10", "2026-11"]
    assert rows[0]["应结案数"] == "11"
    assert rows[0]["按期结案率（%）"] == "27.3"


@pytest.mark.parametrize("month", ["2026-09", "2026-13", "x", "%00", "9999-01"])
@pytest.mark.parametrize("address", ["statistics/", "statistics.json"])
def test_i4_a_month_that_is_not_there_is_a_404(client, october, address, month):
    assert client.get(f"/complaints/{address}?month={month}").status_code == 404
