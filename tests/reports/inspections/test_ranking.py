"""How areas compare, as everybody may read it and reckon it."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.directory.models import Area
from reports.inspections.models import AreaScore
from reports.inspections.ranking import Sums, rank, sums_by_half
from reports.inspections.workflow import HalfMonth, RoundKind
from tests.portal.make import make_area
from tests.reports.inspections.make import check, make_point, make_round

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 3)


def make_score(area, on=DAY, *, total=80, **fields):
    part = Decimal(total) / 4
    return AreaScore.objects.create(
        **{
            "area": area,
            "on": on,
            "shops_checked": 20,
            "shops_passed": 15,
            "hygiene": part,
            "order": part,
            "greening": part,
            "facilities": part,
            "total": total,
            **fields,
        }
    )


def test_a_half_month_is_the_mean_of_its_days_and_equals_share_a_place():
    areas = [make_area() for _number in range(4)]
    for area, totals in zip(areas, ((80, 81), (90, 90), (80, 81), (70,)), strict=True):
        for number, total in enumerate(totals):
            make_score(area, DAY + timedelta(days=number), total=total)
    make_score(areas[3], date(2026, 11, 16), total=100)  # the next half-month
    make_score(areas[3], date(2026, 10, 31), total=99)  # the one before

    halves = sums_by_half()
    half = HalfMonth(2026, 11, 1)
    places = rank(halves[half], areas, halves[half.previous])

    assert [place.rank for place in places] == [1, 2, 2, 4]
    assert [place.average for place in places][:2] == [90, Decimal("80.5")]
    assert places[3].rank_before == 1
    assert places[3].fell == 3


def test_a_reader_can_reckon_the_ranking_from_the_table_beside_it(client, home_page):
    areas = [make_area() for _number in range(3)]
    for number, area in enumerate(areas):
        for day in range(5):
            make_score(area, DAY + timedelta(days=day), total=70 + number + day)
    make_score(areas[0], date(2026, 10, 1), total=99)

    text = client.get("/inspections/inspections.csv?period=2026-11-1").getvalue()
    rows = list(csv.DictReader(StringIO(text.decode("utf-8-sig"))))
    days: dict[str, list[Decimal]] = {}
    for row in rows:
        days.setdefault(row["编号"], []).append(Decimal(row["总分"]))

    shown = rank(sums_by_half()[HalfMonth(2026, 11, 1)], areas)
    assert len(rows) == 15
    assert {place.area.code: place.average for place in shown} == {
        code: sum(totals) / len(totals) for code, totals in days.items()
    }


def test_everybody_reads_the_places_the_trend_and_the_rate(client, home_page):
    area, other = make_area(name="鼓楼片区"), make_area(name="东门片区")
    for each, total in ((area, 93), (other, 81)):
        make_score(each, date(2026, 10, 20), total=total)
        make_score(each, DAY, total=total)
    round_ = make_round(RoundKind.SMALL)
    shops = [
        make_point(area=area, kind=RoundKind.SMALL, name="桂花面馆"),
        make_point(area=area, kind=RoundKind.SMALL),
    ]
    check(round_, shops[0])
    check(round_, shops[1], failed=["licence"])

    text = client.get("/inspections/").text

    for part in (
        "11月上半月片区名次",
        "93.00",
        "75.0%",  # of the shop fronts
        "<polyline",
        "登记2户，达标1户，目标85%",
        "50.0%",
    ):
        assert part in text
    assert text.index("鼓楼片区") < text.index("东门片区")
    assert "桂花面馆" not in text  # EX-14: no small shop is named
    assert "10月下半月片区名次" in client.get("/inspections/?period=2026-10-2").text


@pytest.mark.parametrize(
    "asked", ["2026-11-3", "2026-13-1", "x", "", "2026-01-1", "²026-11-1", "2026-11-1 "]
)
def test_a_half_month_that_is_not_there_is_not_found(client, home_page, asked):
    make_score(make_area())

    assert client.get("/inspections/", {"period": asked}).status_code == 404


def test_where_nothing_was_scored_the_page_says_so(client, home_page):
    assert "还没有评比" in client.get("/inspections/").text
    assert client.get("/inspections/inspections.csv").status_code == 200


def test_an_area_shows_its_place_and_the_page_of_lists_the_first_and_last(
    client, home_page
):
    areas = [make_area(name=f"第{number}试片区") for number in range(5)]
    today = timezone.localdate()
    for number, area in enumerate(areas):
        make_score(area, today, total=95 - number)

    panel = client.get(areas[1].get_absolute_url()).text
    lists = client.get("/lists/").text

    assert "94.00" in panel
    assert "5个片区里第" in panel
    assert "片区评比" in lists
    assert "第0试片区" in lists
    assert "第4试片区" in lists


def test_the_number_of_queries_does_not_grow(client, home_page):
    def count():
        found = []
        for address in ("/inspections/", "/inspections/inspections.csv"):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
                if response.streaming:
                    response.getvalue()
            found.append(len(queries))
        return found

    def more():
        area = make_area()
        for day in range(5):
            make_score(area, DAY - timedelta(days=day * 9))
        check(make_round(RoundKind.SMALL), make_point(area=area, kind=RoundKind.SMALL))

    more()
    count()
    few = count()
    for _number in range(4):
        more()

    assert count() == few
    assert few[0] <= 7, few  # the frame's own three among them


@pytest.mark.once
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_one_half_month(day):
    half = HalfMonth.of(day)

    assert half.first <= day <= half.last
    assert HalfMonth.parse(str(half)) == half
    assert half.previous.last == half.first - timedelta(days=1)
    assert half.previous < half


@pytest.mark.once
@given(
    st.dictionaries(
        st.integers(1, 30), st.tuples(st.integers(0, 3000), st.integers(1, 16))
    )
)
def test_a_place_is_one_more_than_the_better_ones(averages):
    sums = {
        pk: Sums(Decimal(total) / 2, days, 10, 5, DAY)
        for pk, (total, days) in averages.items()
    }
    areas = [Area(pk=pk, code=str(pk)) for pk in sums]

    places = rank(sums, areas)

    assert len(places) == len(sums)
    for place in places:
        better = sum(other.average > place.average for other in places)
        assert place.rank == better + 1
