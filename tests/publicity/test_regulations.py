from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publicity.clause_hub import clause_hub
from publicity.models import Clause
from publicity.workflow import ClauseKind, Validity, VersionState
from tests.portal.make import make_unit
from tests.publicity.make import make_knowledge, make_news
from tests.publicity.make_reading import make_clause, make_regulation, make_version

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]
TODAY = date(2026, 11, 20)


@pytest.fixture
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def queries(client, address) -> int:
    client.get(address)  # what is kept in memory is there now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def make_history():
    """Make one in three wordings: the old one, today's, and that of next year."""
    regulation = make_regulation(slug="frontage")
    old = make_version(
        regulation,
        effective_on=date(2020, 1, 1),
        repealed_on=date(2026, 3, 1),
        articles=["包卫生。", "包绿化。", "包秩序。"],
    )
    now = make_version(regulation, articles=["包卫生。", "包绿化，不钉挂。"])
    future = make_version(
        regulation, effective_on=date(2027, 1, 1), articles=["包卫生和设施。"]
    )
    return regulation, old, now, future


def test_the_list_names_every_public_regulation_with_its_particulars(client):
    regulation = make_regulation(
        title="养犬办法", document_number="政规〔2026〕4号", adopted_on=date(2026, 2, 3)
    )
    make_version(regulation, articles=3)
    make_version(make_regulation(title="没写完的办法"), state=VersionState.DRAFT)

    text = client.get("/regulations/").text

    for shown in (
        "养犬办法",
        "政规〔2026〕4号",
        "2026年2月3日",
        "2026年3月1日",
        "共3条",
    ):
        assert shown in text
    assert "没写完的办法" not in text


def test_an_empty_list_says_so(client, home_page):
    assert "还没有公布的法规" in client.get("/regulations/").text


def test_the_list_is_narrowed_by_topic(client):
    make_version(make_regulation(title="养犬办法", topic="养犬"))
    make_version(make_regulation(title="门前办法", topic="门前"))

    page = soup(client.get("/regulations/", {"topic": "养犬"}))

    assert [h.text for h in page.main.find_all("h2")] == ["养犬办法"]
    assert client.get("/regulations/", {"topic": "没有"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "validity", "label"),
    [
        ({}, Validity.IN_FORCE, "有效"),
        ({"repealed_on": TODAY + timedelta(1)}, Validity.IN_FORCE, "有效"),
        ({"effective_on": TODAY}, Validity.IN_FORCE, "有效"),
        ({"effective_on": TODAY + timedelta(1)}, Validity.FUTURE, "尚未施行"),
        ({"repealed_on": TODAY}, Validity.REPEALED, "已废止"),
    ],
    ids=["in_force", "ends_tomorrow", "from_today", "from_tomorrow", "ended_today"],
)
def test_gw_36_its_state_is_plainly_marked(client, fields, validity, label):
    version = make_version(**fields)

    assert version.validity == validity
    for address in ("/regulations/", version.regulation.get_absolute_url()):
        tag = soup(client.get(address)).main.find("span", class_="tag")
        assert tag.text == label


def test_gw_36_an_older_wording_is_marked_as_changed(client):
    _, old, now, future = make_history()

    assert [v.validity for v in (old, now, future)] == [
        Validity.AMENDED,
        Validity.IN_FORCE,
        Validity.FUTURE,
    ]


def test_a_wording_that_nobody_ended_is_ended_by_the_next(client):
    regulation = make_regulation()
    old = make_version(regulation, effective_on=date(2020, 1, 1), articles=1)
    now = make_version(regulation, articles=1)

    assert old.validity == Validity.AMENDED
    assert list(Clause.objects.in_force(TODAY)) == list(now.clauses.all())


def test_the_address_of_a_regulation_shows_the_wording_in_force(client):
    make_history()

    text = client.get("/regulations/frontage/").text

    assert "包绿化，不钉挂。" in text
    assert "包秩序。" not in text
    assert "包卫生和设施。" not in text


def test_rg_03_every_paragraph_and_item_has_its_anchor(client):
    version = make_version(make_regulation(slug="r"))
    article = make_clause(version, 42)
    first = make_clause(
        version, 1, kind=ClauseKind.PARAGRAPH, parent=article, text="应当做到下列事项："
    )
    for number, text in enumerate(("扫地；", "护树；", "停好车。"), start=1):
        make_clause(version, number, kind=ClauseKind.ITEM, parent=first, text=text)
    make_clause(
        version, 2, kind=ClauseKind.PARAGRAPH, parent=article, text="范围由社区划定。"
    )

    for address in ("/regulations/r/", "/regulations/r/art-42/"):
        page = soup(client.get(address))
        assert page.find(id="art-42")
        assert page.find(id="art-42-p1").text == "应当做到下列事项："
        assert page.find(id="art-42-p1-i3").text == "（三）停好车。"
        assert page.find(id="art-42-p2").text == "范围由社区划定。"


def test_rg_03_an_article_in_one_row_has_the_same_anchors(client):
    text = "应当做到：\n（一）扫地；\n（二）护树。\n\n范围由社区划定。"
    make_version(make_regulation(slug="r"), articles=[text])

    page = soup(client.get("/regulations/r/"))

    assert page.find(id="art-1-p1").text == "应当做到："
    assert page.find(id="art-1-p1-i2").text == "（二）护树。"
    assert page.find(id="art-1-p2").text == "范围由社区划定。"


def test_items_right_below_an_article_follow_its_stem(client):
    version = make_version(make_regulation(slug="r"))
    article = make_clause(version, 5, text="不得有下列行为：")
    make_clause(version, 1, kind=ClauseKind.ITEM, parent=article, text="乱倒。")

    page = soup(client.get("/regulations/r/art-5/"))

    assert page.find(id="art-5-p1").text == "不得有下列行为："
    assert page.find(id="art-5-i1").text == "（一）乱倒。"


def test_articles_come_in_the_order_of_the_text_and_not_of_the_letters(client):
    make_version(make_regulation(slug="r"), articles=12)

    page = soup(client.get("/regulations/r/"))

    labels = [heading.text.strip() for heading in page.select(".art h3")]
    assert labels[8:11] == ["第九条", "第十条", "第十一条"]


def test_the_contents_name_the_chapters(client):
    version = make_version(make_regulation(slug="r"))
    make_clause(version, 1, kind=ClauseKind.CHAPTER, title="总则")
    make_clause(version, 1, title="目的")
    make_clause(version, 2, kind=ClauseKind.CHAPTER, title="责任")
    make_clause(version, 2, title="范围")

    page = soup(client.get("/regulations/r/art-2/"))

    folds = page.select("aside details")
    assert [fold.summary.text for fold in folds] == ["第一章 总则", "第二章 责任"]
    assert [fold.has_attr("open") for fold in folds] == [False, True]
    assert page.select_one(".toc [aria-current=page]").text == "第二条 范围"


def test_a_dated_wording_says_that_it_is_the_old_one_and_what_changed(client):
    make_history()

    page = soup(client.get("/regulations/frontage/2020-01-01/"))

    text = page.main.text
    assert "这是旧文本，2026年3月1日起已经换成新文本" in text
    assert "有2条后来改了" in text
    changed = [art["id"] for art in page.select(".art") if "已修改" in art.h3.text]
    assert changed == ["art-2", "art-3"]


def test_a_dated_wording_says_that_it_is_not_yet_in_force(client):
    make_history()

    page = soup(client.get("/regulations/frontage/2027-01-01/"))

    assert "这个文本还没有施行，自2027年1月1日起施行" in page.main.text
    assert "包卫生和设施。" in page.main.text


def test_the_wording_in_force_has_one_canonical_address(client):
    make_history()

    def canonical(address):
        return soup(client.get(address)).find("link", rel="canonical")["href"]

    standing = canonical("/regulations/frontage/")
    assert standing.endswith("/regulations/frontage/")
    assert canonical("/regulations/frontage/2026-03-01/") == standing
    assert canonical("/regulations/frontage/2020-01-01/").endswith("/2020-01-01/")


@pytest.mark.parametrize(
    "address",
    [
        "/regulations/none/",
        "/regulations/frontage/2026-03-02/",
        "/regulations/frontage/2026-13-01/",
        "/regulations/frontage/art-99/",
        "/regulations/frontage/art-1-p9/",
        "/regulations/frontage/art-1x/",
        "/regulations/frontage/%00/",
        "/regulations/?show=penalties&page=0",
        "/regulations/?show=penalties&page=abc",
        "/regulations/?topic=%00",
    ],
)
def test_what_is_not_there_is_a_404(client, address):
    make_history()

    assert client.get(address).status_code == 404


def test_a_draft_is_not_shown_at_any_address(client):
    regulation = make_regulation(slug="r")
    make_version(regulation, state=VersionState.DRAFT, articles=["秘密。"])

    for address in (
        "/regulations/r/",
        "/regulations/r/2026-03-01/",
        "/regulations/r/art-1/",
    ):
        assert client.get(address).status_code == 404


def test_gw_64_the_address_of_an_article_that_fell_away_still_leads_to_it(client):
    make_history()

    response = client.get("/regulations/frontage/art-3/")

    assert response["Location"] == "/regulations/frontage/2020-01-01/art-3/"
    assert "当前的文本里已经没有这一条" in client.get(response["Location"]).text


def test_pages_that_quote_a_clause_are_shown_with_it(client):
    _, old, now, _ = make_history()
    of_old, of_now = (version.clauses.get(anchor="art-1") for version in (old, now))
    make_news(title="旧文本时的动态", body=[("clause", {"clause": of_old})])
    make_news(title="新文本时的动态", body=[("clause", {"clause": of_now})])
    make_news(title="没有发布", live=False, body=[("clause", {"clause": of_now})])
    make_news(title="别的动态")
    make_knowledge(title="讲门前四包", body=[("clause", {"clause": of_now})])

    text = client.get("/regulations/frontage/art-1/").text

    assert "旧文本时的动态" in text
    assert "新文本时的动态" in text
    assert "讲门前四包" in text
    assert "没有发布" not in text
    assert "别的动态" not in text
    assert "新文本时的动态" not in client.get("/regulations/frontage/art-2/").text


def test_the_list_of_penalties_holds_those_in_force(client):
    regulation = make_regulation(slug="r")
    old = make_version(regulation, effective_on=date(2020, 1, 1))
    make_clause(old, 1, title="旧罚则", penalty="罚一百元")
    now = make_version(regulation)
    make_clause(now, 1, title="新罚则", penalty="罚五十元")
    make_clause(now, 2, title="没有罚则")

    page = soup(client.get("/regulations/?show=penalties"))

    assert [heading.text for heading in page.main.find_all("h2")] == ["新罚则"]
    assert "罚五十元" in page.main.text


def test_the_penalties_come_first_of_what_the_index_offers(client):
    make_clause(make_version(), 1, penalty="罚五十元")

    [first, whole, *_topics] = soup(client.get("/regulations/")).select(".filters a")

    assert (first["href"], first.text) == ("?show=penalties", "违反了会怎样 1")
    assert whole.text == "全部 1"


def test_the_list_of_penalties_has_pages(client):
    version = make_version()
    for number in range(1, 26):
        make_clause(version, number, title=f"罚则{number}", penalty="罚款")

    second = soup(client.get("/regulations/?show=penalties&page=2"))

    assert len(second.main.find_all("h2")) == 5
    assert "show=penalties" in second.find("a", rel="prev")["href"]


@pytest.mark.parametrize(
    "address",
    [
        "/regulations/",
        "/regulations/?show=penalties",
        "/regulations/frontage/",
        "/regulations/frontage/2020-01-01/",
        "/regulations/frontage/art-1/",
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_content(client, address):
    _, _, now, _ = make_history()
    now.clauses.update(penalty="罚款")
    clause = now.clauses.get(anchor="art-1")
    clause.responsible_units.add(make_unit())
    make_news(body=[("clause", {"clause": clause})])
    few = queries(client, address)

    for number in range(10):
        make_version(make_regulation(title=f"办法{number}"), articles=3)
        make_clause(now, 10 + number, text="甲\n乙", penalty="罚款")
        clause.responsible_units.add(make_unit())
        make_news(body=[("clause", {"clause": clause})])
    many = queries(client, address)

    assert few == many
    # A clause is a hub: what another room hangs on it may ask once more.
    of_others = len(clause_hub) - 1 if address.endswith("/art-1/") else 0
    assert many <= 8 + of_others
