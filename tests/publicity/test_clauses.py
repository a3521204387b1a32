"""The page of one clause, and what other rooms hang on it."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured

from portal.hubs import Hub, Panel
from publicity.clause_hub import clause_hub
from publicity.models import Clause
from publicity.workflow import ClauseKind
from tests.portal.make import make_unit
from tests.publicity.make_reading import make_clause, make_regulation, make_version

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]


@pytest.fixture
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_clause_has_a_page_with_all_that_is_said_of_it(client):
    unit = make_unit(name="城市管理局", short_name="城管局", code="CGJ")
    version = make_version(make_regulation(slug="r", is_demonstration=True))
    make_clause(version, 16)
    clause = make_clause(
        version,
        17,
        title="门前四包",
        text="应当包卫生。",
        plain_note="门前的地归店家扫。",
        penalty="先提醒\n再罚款",
        reward="评为示范户",
    )
    clause.responsible_units.add(unit)
    make_clause(version, 18)

    page = soup(client.get("/regulations/r/art-17/"))

    text = page.main.text
    for shown in (
        "第十七条",
        "应当包卫生。",
        "门前的地归店家扫。",
        "先提醒",
        "评为示范户",
    ):
        assert shown in text
    assert page.main.find("a", href="/units/CGJ/").text == "城管局"
    assert page.find("a", rel="prev")["href"] == "/regulations/r/art-16/"
    assert page.find("a", rel="next")["href"] == "/regulations/r/art-18/"
    assert "以制定机关公布的正式文本为准" in text
    assert "不具有法律效力" in text
    tags = {
        meta["name"]: meta["content"]
        for meta in page.find_all("meta", attrs={"name": True})
    }
    assert tags["ColumnType"] == "政策文件"
    assert tags["PubDate"] == "2026-03-01 00:00"
    assert tags["ContentSource"] == "县人民政府"


def test_the_address_of_an_item_leads_into_its_article(client):
    make_version(make_regulation(slug="r"), articles=["做到：\n（一）扫地。"])

    response = client.get("/regulations/r/art-1-p1-i1/")

    assert response.status_code == 302
    assert response["Location"] == "/regulations/r/art-1/#art-1-p1-i1"


def test_the_address_of_a_chapter_leads_into_the_whole_text(client):
    version = make_version(make_regulation(slug="r"))
    make_clause(version, 1, kind=ClauseKind.CHAPTER, title="总则")

    response = client.get("/regulations/r/chapter-1/")

    assert response["Location"] == "/regulations/r/#chapter-1"


def test_a_hub_refuses_two_panels_of_one_name():
    hub: Hub[Clause] = Hub("clause")
    panel: Panel[Clause] = Panel(
        key="a", order=1, template="x.html", context=lambda clause: None
    )
    hub.register(panel)

    with pytest.raises(ImproperlyConfigured):
        hub.register(
            Panel(key="a", order=2, template="y.html", context=lambda clause: None)
        )


def test_later_rooms_can_hang_something_on_a_clause(client, monkeypatch):
    monkeypatch.setattr(clause_hub, "_panels", dict(clause_hub._panels))
    clause_hub.register(
        Panel(
            key="more questions",
            order=5,
            template="components/empty.html",
            context=lambda clause: {"text": f"考一考{clause.label}"},
            is_aside=True,
        )
    )
    make_version(make_regulation(slug="r"), articles=1)

    page = soup(client.get("/regulations/r/art-1/"))

    assert "考一考第一条" in page.aside.text
