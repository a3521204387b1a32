"""Whatever is written into the address: a normal page, never a fault (I1, I4)."""

import pytest

from tests.portal.make import make_unit
from tests.publicity.make import make_news

pytestmark = pytest.mark.usefixtures("home_page")

HOSTILE = [
    "",
    " ",
    "  ",
    "\t",
    "\x00",
    "a\x00b",
    "%00",
    '"',
    '""',
    'a"b',
    '"占道',
    "'",
    "''",
    "\\",
    "a\\'b",
    "*",
    "占*",
    "占道* OR",
    "AND",
    "占道 AND",
    "NOT 占道",
    "NEAR(占道 经营, 2)",
    "title : 占道",
    "{title body} : 占道",
    "^占道",
    "-占道",
    "+占道",
    "占道 & | ! <->",
    "(占道",
    "占道)",
    "占道:*",
    "占道:A",
    "%",
    "_",
    "%s %(x)s {} {{ x }}",
    "$1 $$ ?",
    "; DROP TABLE wagtailsearch_indexentry; --",
    "<script>alert(1)</script>",
    "占" * 10_000,
    "a" * 10_000,
    "占 " * 5_000,
    " ".join(map(str, range(3000))),
    "😀",
    "😀🐕👨‍👩‍👧",
    "\ud800",
    "占\udfff道",
    "\u202e占道\u202c",
    "\ufeff占道",
    "\u3000占道\u3000经营\u3000",
    "𠀀𪚥𲎯",
    "한국어 かな ｶﾅ",
    "1e5 0x1f v2.0 a@b.com -19 1/2 ½",
    "é̀̀̀" * 40,
    "第999条",
    "第0条第第条",
    "怎么",
    "？？？",
    "吗呢吧",
    "。，！",
]
PARAMETERS = [
    "column=nowhere",
    "column=%00",
    "column=news&column=units",
    "from=abc",
    "from=0001-01-01",
    "from=9999-12-31&to=9999-12-31",
    "to=0001-01-01",
    "from=2026-02-31",
    "from=2026-01-01&to=2020-01-01",
    "from=%00",
    "q=",
    "q=%ff%fe",
    "q=%",
    "q[]=1",
]


@pytest.fixture(autouse=True)
def _something_to_find(home_page):
    make_news(title="占道经营怎么管", text="100% 的摊位<b>入线</b>。")
    make_unit(name="县城管局", code="CGJ")


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_i1_a_hostile_query_gets_a_normal_page(client, query):
    written = query.encode("utf-8", "surrogatepass")

    page = client.get("/search/", {"q": written})
    suggestions = client.get("/search/suggest/", {"q": written})

    assert page.status_code == 200
    assert "<h1>搜索</h1>" in page.text
    assert "<script>alert" not in page.text
    assert not {chr(code) for code in range(9)} & set(page.text)
    assert suggestions.status_code == 200
    assert isinstance(suggestions.json(), list)


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_i4_a_wrong_filter_is_no_filter_or_finds_nothing(client, parameters):
    assert client.get(f"/search/?q=占道&{parameters}").status_code == 200


@pytest.mark.parametrize("page", ["abc", "-1", "0", "%00", "1e3", "99999999999", "2"])
def test_i4_a_page_that_is_not_there_is_not_found(client, page):
    assert client.get(f"/search/?q=占道&page={page}").status_code == 404


def test_the_query_is_cut_after_a_hundred_signs(client):
    response = client.get("/search/", {"q": "占" * 300})

    assert "占" * 100 in response.text
    assert "占" * 101 not in response.text


def test_what_was_asked_is_shown_as_text(client):
    response = client.get("/search/", {"q": '"><img src=x onerror=alert(1)>占道'})

    assert "<img src=x" not in response.text
