"""The list and the page of one complaint, as everybody sees them."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.sheets import harmless
from reports.complaints.models import Complaint
from reports.complaints.public.links import address_of
from reports.complaints.public.lists import count_looks
from reports.complaints.public.looks import Look, look_of, that_look
from reports.complaints.services.publishing import hide
from reports.complaints.workflow import NEVER_PUBLIC, ComplaintState, Kind
from tests.portal.make import make_area, make_unit
from tests.portal.users.make import make_user
from tests.reports.complaints.make_public import (
    SAID,
    make_category,
    make_public,
    make_secretive,
    make_street,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
S = ComplaintState
BBOX = "109.5,31.8,109.6,31.9"
PUBLIC_STATES = [state for state in S if state not in NEVER_PUBLIC]


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def numbers(page):
    return [tag.text for tag in page.main.select("ol.news .serial")]


def test_everybody_sees_what_is_open_first_then_the_newest(client):
    closed = make_public(state=S.CLOSED)
    first, second = make_public(), make_public(state=S.ACCEPTED)
    later = make_public(state=S.CLOSED)

    page = soup(client.get("/complaints/"))

    expected = [each.number for each in (second, first, later, closed)]
    assert numbers(page) == expected


def test_an_empty_list_says_what_to_do(client):
    assert "这里还没有公开的件" in client.get("/complaints/").text
    assert "这里还没有公开位置的件" in client.get("/complaints/map/").text
    assert "还没有一个月的数字" in client.get("/complaints/statistics/").text


def test_no_cookie_is_set(client):
    complaint = make_secretive()

    for address in ("/complaints/", "/complaints/map/", address_of(complaint)):
        assert not client.get(address).cookies


def test_the_list_goes_on_from_open_ones_to_closed_ones(client):
    for _each in range(12):
        make_public()
    for _each in range(13):
        make_public(state=S.CLOSED)
    seen = []
    address = "/complaints/"

    while address:
        page = soup(client.get(address))
        seen += numbers(page)
        older = page.select_one("a[rel=next]")
        address = f"/complaints/{older['href']}" if older else ""

    assert len(seen) == len(set(seen)) == 25
    assert seen == [
        each.number for each in Complaint.objects.order_by("-is_open", "-pk")
    ]


def test_filters_narrow_list_and_file_alike(client):
    area, unit = make_area(), make_unit()
    category = make_category()
    wanted = make_public(
        area=area, unit=unit, category=category, kind=Kind.TIP, state=S.CLOSED
    )
    make_public(submitted_on=date(2026, 10, 2))

    for query in (
        f"area={area.code}",
        f"unit={unit.code}",
        f"category={category.code}",
        "kind=tip",
        "state=done",
        f"area={area.code}&unit={unit.code}&kind=tip&month=2026-11&family=dumping",
    ):
        assert numbers(soup(client.get(f"/complaints/?{query}"))) == [wanted.number]
        text = client.get(f"/complaints/complaints.csv?{query}").getvalue().decode()
        assert [row[0] for row in csv.reader(StringIO(text))][1:] == [wanted.number]


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "state=%00",
        "kind=x",
        "area=nowhere",
        "area=%00",
        "unit=%F0%9F%92%A9",
        "family=x",
        "category=" + "9" * 300,
        "month=2026-13",
        "month=1",
        "before=abc",
        "before=open-",
        "before=done-99999999999999999999999",
        "before=%00",
    ],
)
@pytest.mark.parametrize("address", ["", "map/"])
def test_i4_a_wrong_parameter_is_a_404(client, address, query):
    make_public()

    assert client.get(f"/complaints/{address}?{query}").status_code == 404


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("state", PUBLIC_STATES)
def test_each_has_one_look_the_same_in_python_and_in_the_database(state, late):
    due = timezone.now() + timedelta(days=-1 if late else 1)
    complaint = make_public(state=state, due_at=due)

    looks = [
        look
        for look in Look
        if that_look(Complaint.objects.public(), look, timezone.now())
    ]

    assert looks == [look_of(complaint)]


def test_what_has_no_deadline_is_never_late():
    complaint = make_public(due_at=None)

    counts = {
        count.look: count.number for count in count_looks(Complaint.objects.all())
    }

    assert look_of(complaint) == Look.OPEN
    assert counts == {Look.NEW: 0, Look.OPEN: 1, Look.LATE: 0, Look.DONE: 0}


def test_a_page_tells_the_whole_story(client):
    complaint = make_secretive(rating=4)

    page = soup(client.get(address_of(complaint)))
    text = page.main.text

    for words in (
        complaint.number,
        SAID,
        "槐树巷",
        "西关片区",
        "城市管理局",
        "属实",
        "已解决",
        "双创办受理",
        "已经清运，加了一趟车。",
        "打了4分",
    ):
        assert words in text
    # IN-31: the four things that inspection looks for.
    for heading in ("反映时间", "答复时间", "答复单位"):
        assert heading in text
    assert page.select_one("meta[name=ColumnType]")["content"] == "咨询投诉"


@pytest.mark.parametrize(
    ("days", "words"),
    [(3, "还有3天"), (0, "今天到期"), (-2, "已逾期2天")],
)
def test_a_deadline_is_said_in_days(client, days, words):
    due = timezone.localtime().replace(hour=23, minute=59, second=59)
    complaint = make_public(due_at=due + timedelta(days=days))

    assert words in client.get(address_of(complaint)).text


def test_c9_hidden_unpublished_and_unknown_are_the_same_404(client):
    hidden, secret = make_public(), make_public(is_published=False)
    hide(hidden, by=make_user(), because="有人的脸")

    answers = [
        client.get(address)
        for address in (
            address_of(hidden),
            address_of(secret),
            "/complaints/LX2026-999999/",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    texts = {
        answer.text.replace(number, "")
        for answer, number in zip(
            answers, (hidden.number, secret.number, "LX2026-999999"), strict=True
        )
    }
    assert len(texts) == 1


def test_what_was_public_and_merged_leads_to_what_it_was_merged_into(client):
    main = make_public()
    merged = make_public(
        state=S.MERGED, merged_into=main, published_on=timezone.localdate()
    )
    never_public = make_public(state=S.MERGED, merged_into=main)

    answer = client.get(address_of(merged))

    assert answer.status_code == 302
    assert answer["Location"] == address_of(main)
    assert client.get(address_of(never_public)).status_code == 404
    assert "另有2位市民反映同一问题" in client.get(address_of(main)).text


def test_c12_a_spreadsheet_runs_nothing(client):
    make_public(text_public="=HYPERLINK(1)")
    make_public(text_public="@SUM(1)")

    text = client.get("/complaints/complaints.csv").getvalue().decode()
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff受理编号")
    assert {row[-1] for row in rows[1:]} == {"'=HYPERLINK(1)", "'@SUM(1)"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_c12_each_start_of_a_formula_is_made_text(start):
    assert harmless(f"{start}1") == f"'{start.strip()}1"
    assert harmless("1=1") == "1=1"
    assert harmless(None) == ""


def test_the_map_numbers_its_pins_like_the_list(client):
    make_area(), make_street()
    first, second = make_public(), make_public(state=S.CLOSED)
    make_public(public_lat=None, public_lon=None)
    make_public(is_place_hidden=True)

    page = soup(client.get("/complaints/map/"))

    assert numbers(page) == [first.number, second.number]
    pins = page.select("svg.cmap a")
    assert sorted(pin["href"] for pin in pins) == ["#m1", "#m2"]
    assert all(page.select_one(pin["href"]) for pin in pins)
    assert "办理中" in pins[0]["aria-label"]


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200
        if answer.streaming:
            answer.getvalue()
    return len(captured)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/complaints/", 8),
        ("/complaints/map/", 10),
        (f"/complaints/map.json?bbox={BBOX}", 6),
        ("/complaints/map/base.json", 6),
        ("/complaints/complaints.csv", 8),
        ("/complaints/statistics/", 8),
        ("/complaints/statistics.json", 8),
        ("/feeds/complaints.xml", 4),
    ],
)
def test_no_query_for_each_row(client, address, most):
    def more(how_many):
        for _each in range(how_many):
            area, unit = make_area(), make_unit()
            make_street()
            category = make_category()
            make_public(area=area, unit=unit, category=category, state=S.CLOSED)
            make_public(area=area, unit=unit, category=category)

    more(1)
    few = queries(client, address)
    more(9)

    assert queries(client, address) <= few <= most


def test_the_page_of_one_asks_as_much_whatever_happened(client):
    complaint = make_secretive()

    assert queries(client, address_of(complaint)) <= 7
