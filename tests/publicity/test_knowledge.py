from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from publicity.models import KnowledgeColumnPage
from tests.portal.make import make_unit
from tests.publicity.make import make_columns, make_knowledge
from tests.publicity.make_reading import make_about, make_clause, make_version

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 10, 1, tzinfo=UTC)


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def make_series(count, **fields):
    return [
        make_knowledge(
            title=f"文章{number}",
            first_published_at=THEN + timedelta(days=number),
            **fields,
        )
        for number in range(1, count + 1)
    ]


def test_s_10_the_column_shows_its_parts_with_their_latest(client):
    make_series(7)

    page = soup(client.get("/knowledge/"))

    links = [link.text for link in page.main.select("section h3 a, section .toc a")]
    assert page.main.h2.text == "健康知识"
    assert links == ["文章7", "文章6", "文章5", "文章4", "文章3"]


def test_each_part_shows_its_own(client):
    make_knowledge(title="洗手")
    index = KnowledgeColumnPage.objects.get().get_parent()
    index.add_child(
        instance=KnowledgeColumnPage(
            title="文明礼仪", slug="etiquette", intro="礼仪", keywords="礼仪"
        )
    )

    sections = soup(client.get("/knowledge/")).main.find_all("section")

    assert "洗手" in sections[0].text
    assert "洗手" not in sections[1].text
    assert "正在准备" in sections[1].text


def test_an_empty_column_says_so(client):
    make_columns()

    assert "知识栏目正在准备" in client.get("/knowledge/").text


def test_a_part_that_is_not_public_is_not_listed(client):
    make_knowledge(title="内部材料")
    PageViewRestriction.objects.create(
        page=KnowledgeColumnPage.objects.get(), restriction_type="login"
    )

    assert "内部材料" not in client.get("/knowledge/").text


def test_a_part_lists_twenty_on_a_page(client):
    make_series(23)

    first = soup(client.get("/knowledge/health/"))
    second = soup(client.get("/knowledge/health/?page=2"))

    assert len(first.select(".news > li")) == 20
    assert [h.text for h in second.main.find_all("h2")] == ["文章3", "文章2", "文章1"]
    assert "第2页" in second.title.text


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99", "%00", "1e3", "１"])
def test_a_page_that_is_not_there_is_a_404(client, page):
    make_knowledge()

    assert client.get(f"/knowledge/health/?page={page}").status_code == 404


def test_an_article_shows_where_it_stands_among_its_neighbours(client):
    articles = make_series(9)

    page = soup(client.get(articles[4].url))

    assert [link.text for link in page.select("aside .toc a")] == [
        f"第{number}讲 文章{number}" for number in (3, 4, 5, 6, 7)
    ]
    assert page.select_one("aside [aria-current=page]").text == "第5讲 文章5"
    assert page.find("a", rel="next").text == "下一讲：文章6"


def test_the_last_article_has_no_next(client):
    articles = make_series(2)

    page = soup(client.get(articles[-1].url))

    assert page.find("a", rel="next") is None
    assert len(page.select("aside .toc a")) == 2


def test_an_article_names_the_clauses_that_it_quotes_once(client):
    version = make_version()
    clause = make_clause(version, 17, title="门前四包", text="包卫生。")
    article = make_knowledge(
        body=[
            ("text", "<p>先看规定。</p>"),
            ("clause", {"clause": clause}),
            ("clause", {"clause": clause}),
        ]
    )

    page = soup(client.get(article.url))

    links = page.select("aside .slip a")
    assert [link["href"] for link in links] == [clause.get_absolute_url()]
    assert "第十七条 门前四包" in links[0].text


def test_plain_pages_are_listed_and_lead_to_one_another(client):
    privacy = make_about()
    make_about(title="使用帮助")

    index = soup(client.get("/about/"))
    page = soup(client.get(privacy.url))

    assert [h.text for h in index.main.find_all("h2")] == ["隐私政策", "使用帮助"]
    assert [link.text for link in page.select("aside .toc a")] == [
        "隐私政策",
        "使用帮助",
    ]
    assert "我们只收集必要的信息" in page.main.text


def test_the_number_of_queries_does_not_grow_with_the_content(client):
    version = make_version()

    def article():
        clause = make_clause(version, version.clauses.count() + 1, text="包卫生。")
        page = make_knowledge(body=[("clause", {"clause": clause})])
        page.tags.add("卫生")
        page.unit_mentions.create(unit=make_unit())
        page.save()
        make_about()
        return page

    first = article()
    about = make_about()
    addresses = ["/knowledge/", "/knowledge/health/", first.url, "/about/", about.url]
    few = [queries(client, address) for address in addresses]
    for _ in range(10):
        article()
    many = [queries(client, address) for address in addresses]

    assert few == many
    assert max(many) <= 8, many
