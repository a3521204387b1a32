"""What a reader of the lists sees, downloads, and can compute again."""

import csv
import io
import json
from collections import defaultdict
from datetime import date
from fractions import Fraction
from hashlib import sha256
from math import sqrt

import pytest
from django.urls import reverse

from reports.lists.models import Formula
from reports.lists.services.publishing import add_erratum
from reports.lists.workflow import CommendationState, ErratumEffect, ListState
from tests.portal.make import make_area, make_unit
from tests.reports.lists.make import (
    make_commendation,
    make_head,
    make_list,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
PUBLISHED = ListState.PUBLISHED
Z = 1.959964


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def some_list(**fields):
    names = ["甲局", "乙局", "丙局", "丁局", "戊局", "己局", "庚站"]
    pairs = [(10, 10), (5, 5), (9, 10), (6, 9), (6, 9), (2, 8), (1, 1)]
    counts = {
        make_unit(name=name): pair for name, pair in zip(names, pairs, strict=True)
    }
    return make_list(state=PUBLISHED, counts=counts, **fields)


def recompute(due, done, minimum, red, black, red_from, black_below):
    """Rank and colour by nothing but what the page says, without our own functions."""
    shares = {unit: Fraction(done[unit], n) for unit, n in due.items() if n >= minimum}
    order = sorted(shares.values(), reverse=True)
    ranks = {unit: order.index(share) + 1 for unit, share in shares.items()}
    n_red = -(-len(order) * red // 100)
    n_black = len(order) * black // 100
    colours = {}
    for unit, share in shares.items():
        if order.index(share) < n_red and share * 100 >= red_from:
            colours[unit] = "红榜"
        elif order[::-1].index(share) < n_black and share * 100 < black_below:
            colours[unit] = "黑榜"
    return ranks, colours


def test_done_means_6_the_list_follows_from_the_tables_beside_it(client):
    unit_list = some_list()
    rows = read_csv(client.get(f"/lists/{unit_list.period}/list.csv"))
    due: dict[str, int] = defaultdict(int)
    done: dict[str, int] = defaultdict(int)
    for item in read_csv(client.get(f"/lists/{unit_list.period}/items.csv")):
        due[item["单位代码"]] += 1
        done[item["单位代码"]] += int(item["按期"])
    formula = client.get(f"/lists/{unit_list.period}/list.json").json()["content"][
        "formula"
    ]
    ranks, colours = recompute(
        due,
        done,
        formula["minimum_n"],
        formula["red_percent"],
        formula["black_percent"],
        formula["red_from"],
        formula["black_below"],
    )

    assert len(rows) == unit_list.rows.count() == 7
    for row in rows:
        code, n, k = row["单位代码"], int(row["应结案"]), int(row["按期整改"])
        assert (due[code], done[code]) == (n, k)
        assert row["名次"] == str(ranks.get(code, ""))
        assert row["红黑榜"] == colours.get(code, "")
        middle = (k / n + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(k / n * (1 - k / n) / n + (Z / n) ** 2 / 4)
        assert float(row["区间下限"]) == pytest.approx(middle - half, abs=2e-4)
        assert float(row["区间上限"]) == pytest.approx(middle + half, abs=2e-4)
    frozen = {
        row.unit.code: (row.rank, row.get_colour_display())
        for row in unit_list.rows.select_related("unit")
    }
    assert frozen == {code: (ranks.get(code), colours.get(code, "")) for code in frozen}


def test_the_check_sum_is_of_what_is_given_out(client):
    unit_list = some_list()

    told = client.get(f"/lists/{unit_list.period}/list.json").json()

    written = json.dumps(
        told["content"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert told["sha256"] == sha256(written.encode()).hexdigest() == unit_list.digest


def test_a_reader_sees_parts_wholes_intervals_ties_and_the_formula(client):
    unit_list = some_list()

    page = client.get(unit_list.get_absolute_url()).text

    for said in (
        "应结案8件，按期2件",
        "59.6%—98.2%",
        "应结案不足5件的1个单位只列数字",
        "并列的同一名次",
        "95%置信水平",
        unit_list.digest,
        str(unit_list.formula),
    ):
        assert said in page
    assert "庚站" not in page.split('id="all"')[0]  # in no half
    assert page.count("<td>4</td>") == 2  # two share the fourth rank


def test_the_move_is_against_the_list_before(client):
    one, other = make_unit(name="甲局"), make_unit(name="乙局")
    before = make_list(
        state=PUBLISHED,
        counts={one: (9, 10), other: (10, 10)},
        starts_on=date(2026, 8, 16),
        ends_on=date(2026, 9, 15),
    )
    after = make_list(
        state=PUBLISHED, counts={one: (10, 10), other: (1, 10), make_unit(): (5, 10)}
    )

    page = client.get(after.get_absolute_url()).text

    assert "升1" in page
    assert "降2" in page
    assert "新列入" in client.get(before.get_absolute_url()).text


@pytest.mark.parametrize("state", sorted(set(ListState) - {PUBLISHED}))
@pytest.mark.parametrize("name", ["list", "csv", "items_csv", "json"])
def test_until_it_is_published_there_is_nothing(client, state, name):
    unit_list = make_list(state=state)
    address = reverse(f"unit_lists:{name}", args=[unit_list.period])

    assert client.get(address).status_code == 404
    assert unit_list.title not in client.get("/lists/").text
    assert unit_list.title not in client.get("/feeds/lists.xml").text


def test_what_was_corrected_stands_beside_what_was_frozen(client):
    unit_list = some_list()
    row = unit_list.rows.get(colour="black")
    add_erratum(
        unit_list,
        by=make_head(),
        text="三件不归该单位。",
        post="双创办主任",
        row=row,
        effect=ErratumEffect.TAKEN_OFF,
    )

    page = client.get(unit_list.get_absolute_url()).text
    told = client.get(f"/lists/{unit_list.period}/list.json").json()
    unit_page = client.get(row.unit.get_absolute_url()).text

    assert "勘误第1号" in page
    assert "认定已撤销" in page
    assert "这一期没有单位在黑榜界限以下" in page
    assert told["errata"][0]["effect"] == "taken_off"
    assert told["sha256"] == unit_list.digest
    assert "认定已撤销" in unit_page


def test_empty_pages_say_so(client):
    assert "还没有发布的榜单" in client.get("/lists/").text
    assert "还没有发布表彰" in client.get("/lists/commendations/").text


def test_the_queries_of_a_list_do_not_grow(client, django_assert_max_num_queries):
    few = make_list(state=PUBLISHED)
    many = make_list(
        state=PUBLISHED, counts={make_unit(): (i % 9, 9) for i in range(30)}
    )
    for address in (few.get_absolute_url(), many.get_absolute_url(), "/lists/"):
        client.get(address)
        with django_assert_max_num_queries(14):
            client.get(address)


def test_a_commendation_says_who_what_where_and_by_which_clause(client):
    area = make_area(name="桥头片区")
    given = make_commendation(
        name="早市自治小组", area=area, state=CommendationState.PUBLISHED
    )
    make_commendation(name="没有发布的小组")

    for address in (
        "/lists/",
        "/lists/commendations/",
        f"/lists/commendations/?area={area.code}",
        given.get_absolute_url(),
        area.get_absolute_url(),
        "/feeds/commendations.xml",
        "/",
    ):
        page = client.get(address).text
        assert "早市自治小组" in page, address
        assert "没有发布的小组" not in page, address


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_commendation_that_is_not_public_is_a_404(client, state):
    hidden = make_commendation(state=state)

    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_unknown_areas_and_pages_are_a_404(client):
    assert client.get("/lists/commendations/?area=nowhere").status_code == 404
    assert client.get("/lists/commendations/?page=9").status_code == 404


@pytest.mark.once
def test_the_sentences_say_what_the_parameters_say():
    formula = Formula(
        version=3, title="率", text="。", minimum_n=7, red_percent=15, black_below=80
    )

    said = "".join(formula.sentences)

    for words in ("不足7件", "前15%", "低于80%", "95%置信水平", "每项职责"):
        assert words in said


def test_the_front_page_names_the_newest(client):
    some_list()

    page = client.get("/").text

    assert "h-lists" in page
    assert "甲局" in page
