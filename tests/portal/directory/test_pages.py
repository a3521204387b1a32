from datetime import date
from math import cos, radians

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.directory.hubs import area_hub, unit_hub
from portal.directory.mapping import draw
from portal.directory.models import Area, Unit, UnitDuty, UnitKind
from portal.standards.models import StandardItem, StandardSet
from tests.portal.make import make_area, make_unit
from tests.publicity.make import make_news
from tests.publicity.make_reading import make_clause, make_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def square(west: float, south: float, side: float = 0.01):
    return {
        "type": "Polygon",
        "coordinates": [
            [
                [west, south],
                [west + side, south],
                [west + side, south + side],
                [west, south + side],
                [west, south],
            ]
        ],
    }


def make_item(unit, number=1):
    edition, _ = StandardSet.objects.get_or_create(
        code="demo", title="考核细则", edition="2026", source_note="演示"
    )
    return StandardItem.objects.create(
        set=edition, code=f"S{number:02}", title=f"得分点{number}", lead_unit=unit
    )


def test_units_are_listed_by_kind(client):
    make_unit(name="城市管理局")
    headquarters = make_unit(name="双创指挥部")
    headquarters.kind = UnitKind.HEADQUARTERS
    headquarters.save()

    page = soup(client.get("/units/"))

    assert [h.text for h in page.main.find_all("h2")] == ["指挥机构", "县直部门"]
    assert [h.text for h in page.main.find_all("h3")] == ["双创指挥部", "城市管理局"]
    assert "第一责任人：局长" in page.main.text


def test_empty_lists_say_so(client):
    assert "还没有公布责任单位" in client.get("/units/").text
    assert "还没有划定片区" in client.get("/areas/").text


def test_s_03_a_unit_names_two_different_posts(client):
    unit = make_unit(name="城市管理局", code="CGJ")
    Unit.objects.update(
        former_name="综合执法局", direct_post="分管副局长", phone="0900-0000005"
    )

    page = soup(client.get(unit.get_absolute_url()))

    facts = dict(
        zip(
            [term.text for term in page.select(".slip dt")],
            [value.text for value in page.select(".slip dd")],
            strict=True,
        )
    )
    assert page.h1.text == "城市管理局"
    assert facts["第一责任人"] == "局长"
    assert facts["直接责任人"] == "分管副局长"
    assert page.find("a", href="tel:0900-0000005")
    assert "曾用名：综合执法局" in page.main.text  # S-16
    tags = {
        meta.get("name"): meta["content"]
        for meta in page.find_all("meta")
        if meta.get("name")
    }
    assert tags["ColumnType"] == "机构职能"


def test_a_unit_shows_what_is_above_and_below_it(client):
    parent, unit, child = (make_unit(name=name) for name in ("上级", "本级", "下级"))
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    Unit.objects.filter(pk=child.pk).update(parent=unit)

    page = soup(client.get(unit.get_absolute_url()))

    assert page.main.find("a", href=parent.get_absolute_url()).text == "上级"
    assert page.main.find("a", href=child.get_absolute_url()).text == "下级"


def test_a_unit_shows_its_duties_areas_items_and_clauses(client):
    unit = make_unit(name="城市管理局")
    Unit.objects.update(responsibilities="管占道\n管广告")
    led = make_area(name="鼓楼片区", lead_unit=unit)
    joined = make_area(name="东门片区")
    joined.member_units.add(unit)
    UnitDuty.objects.create(unit=unit, area=led, title="牵头创建")
    UnitDuty.objects.create(unit=unit, title="旧职责", valid_to=date(2020, 1, 1))
    make_item(unit)
    clause = make_clause(make_version(), 17, title="门前四包")
    clause.responsible_units.add(unit)

    page = soup(client.get(unit.get_absolute_url()))

    text = page.main.text
    for shown in ("管占道", "管广告", "鼓楼片区", "东门片区", "牵头创建", "得分点1"):
        assert shown in text
    assert "1个得分点" in text
    assert page.main.find("a", href=clause.get_absolute_url())
    assert "旧职责" not in text


def test_a_unit_shows_the_public_news_that_speak_of_it(client):
    unit = make_unit()
    for title, live in (("公开的动态", True), ("没有发布", False)):
        news = make_news(title=title, live=live)
        news.unit_mentions.create(unit=unit)
        news.save()

    text = client.get(unit.get_absolute_url()).text

    assert "公开的动态" in text
    assert "没有发布" not in text


@time_machine.travel("2026-11-20 09:00+08:00")
def test_a_unit_that_ended_says_so_and_keeps_its_address(client):
    unit = make_unit(name="旧城建局")
    Unit.objects.update(valid_to=date(2026, 6, 30))

    page = soup(client.get(unit.get_absolute_url()))
    listed = soup(client.get("/units/"))

    assert "这个单位已停用" in page.main.text
    assert "2026年6月30日以后" in page.main.text
    assert listed.main.find("h3") is None
    assert "旧城建局" in listed.main.find("details").text


@pytest.mark.parametrize(
    "address", ["/units/NONE/", "/areas/NONE/", "/units/%00/", "/areas/a b/"]
)
def test_what_is_not_there_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_areas_are_drawn_as_links_with_the_numbers_of_the_list(client):
    first = make_area(code="P01", name="西关片区")
    make_area(code="P02", name="鼓楼片区")

    page = soup(client.get("/areas/"))

    links = page.select("svg.areas a")
    assert [link["aria-label"] for link in links] == ["1号，西关片区", "2号，鼓楼片区"]
    assert links[0]["href"] == first.get_absolute_url()
    assert [item.b.text for item in page.select(".pins > li")] == ["1", "2"]


def test_an_area_shows_who_answers_for_it(client):
    lead = make_unit(name="城市管理局")
    member = make_unit(name="司法局")
    area = make_area(code="P02", name="鼓楼片区", lead_unit=lead)
    area.member_units.add(member)
    make_area(code="P01")
    make_news(title="鼓楼新貌", area=area)

    page = soup(client.get("/areas/P02/"))

    for shown in ("城市管理局", "副县长", "司法局", "鼓楼新貌"):
        assert shown in page.main.text
    assert page.select_one("svg.areas [aria-current]")["href"] == "/areas/P02/"


def test_the_drawing_keeps_the_proportions_of_the_ground():
    area = Area(code="A", name="甲", polygon=square(109.5, 31.9))

    drawn = draw([area]).areas[0]

    numbers = [
        tuple(map(float, corner.split(",")))
        for corner in drawn.outline.strip("Mz").split(" ")
    ]
    width = numbers[1][0] - numbers[0][0]
    height = numbers[0][1] - numbers[2][1]
    assert height > 0  # north is at the top
    assert width / height == pytest.approx(cos(radians(31.905)), rel=0.01)
    middle_x = (numbers[0][0] + numbers[1][0]) / 2
    assert drawn.pin[0] == pytest.approx(middle_x, abs=0.2)


@pytest.mark.parametrize(
    "polygon",
    [
        {},
        [],
        None,
        {"coordinates": []},
        {"coordinates": [["a", "b"]]},
        {"coordinates": [[[1, 2]]]},
        {"type": "Polygon", "coordinates": [[[109, 31], [109, 31], [109, 31]]]},
    ],
    ids=str,
)
def test_an_outline_entered_wrongly_breaks_no_page(client, polygon):
    make_area(code="P01")
    Area.objects.create(
        code="P99",
        name="画错的片区",
        polygon=polygon if polygon is not None else 0,
        lead_unit=make_unit(),
        sponsor_post="副县长",
    )

    assert "画错的片区" in client.get("/areas/").text
    assert client.get("/areas/P99/").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_content(client):
    unit = make_unit()
    area = make_area(code="P01", lead_unit=unit)
    version = make_version()

    def more(number):
        child = make_unit()
        Unit.objects.filter(pk=child.pk).update(parent=unit)
        make_area(lead_unit=unit)
        area.member_units.add(child)
        UnitDuty.objects.create(unit=unit, area=area, title="巡查")
        make_item(unit, number)
        clause = make_clause(version, number)
        clause.responsible_units.add(unit)
        news = make_news(area=area)
        news.unit_mentions.create(unit=unit)
        news.save()

    more(1)
    addresses = ["/units/", unit.get_absolute_url(), "/areas/", "/areas/P01/"]
    few = [queries(client, address) for address in addresses]
    for number in range(2, 12):
        more(number)
    many = [queries(client, address) for address in addresses]

    assert few == many
    of_rooms = max(len(unit_hub), len(area_hub))  # each room's panel asks once
    assert max(many) <= 7 + of_rooms, many
