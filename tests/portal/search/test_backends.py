"""Wagtail's own ways to search, which the admin uses, over Chinese."""

import pytest
from modelsearch.query import And, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from publicity.models import NewsPage
from tests.publicity.make import make_news

pytestmark = pytest.mark.usefixtures("home_page")
A, B = "河道清理", "占道经营"


@pytest.fixture(autouse=True)
def _pages(home_page):
    make_news(title=A, text="垃圾运走了。")
    make_news(title=B, text="垃圾没有运走。")


def found(query, **options) -> set[str]:
    return {page.title for page in NewsPage.objects.search(query, **options)}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("占道", {B}),
        ("道", {A, B}),
        ("垃圾 运走", {A, B}),
        ("占道 河道", set()),
        ('a"b', set()),
        ("。", set()),
        (PlainText("占道 河道", operator="or"), {A, B}),
        (Phrase("道经营"), {B}),
        (And([PlainText("垃圾"), PlainText("河道")]), {A}),
        (Or([PlainText("占道"), PlainText("河道")]), {A, B}),
        (And([PlainText("垃圾"), Not(PlainText("河道"))]), {B}),
        (Not(PlainText("河道")), {B}),
        (And([PlainText("垃圾"), PlainText("。")]), set()),
    ],
)
def test_it_searches(query, titles):
    assert found(query) == titles


def test_titles_count_more_than_texts():
    make_news(title="垃圾分类", text="没有别的。")

    assert NewsPage.objects.search("垃圾")[0].title == "垃圾分类"


@pytest.mark.parametrize("typed", ["占", "占道", "道经", "经营"])
def test_the_admins_lists_find_what_is_being_typed(typed):
    assert {page.title for page in Page.objects.autocomplete(typed)} == {B}


def test_counts_and_facets_work():
    results = NewsPage.objects.search("垃圾")

    assert results.count() == 2
    assert dict(results.facet("kind")) == {"daily": 2}


def test_a_very_long_text_is_found_by_its_end_and_can_be_saved():
    make_news(title="长文", text="一二三四五六七八九十" * 20_000 + "麒麟")
    make_news(title="乱码", text="x" * 100_000)

    assert found("九十") == {"长文"}
    assert found("x" * 90) == {"乱码"}


@pytest.mark.parametrize(
    "word",
    ["1e5", "0x1f", "v2.0", "a@b.com", "½", "Café", "C++", "2026-11-20", "𠀀𪚥", "々"],
)
def test_words_that_the_databases_would_cut_in_ways_of_their_own(word):
    make_news(title="杂", text=f"前{word}后")

    assert found(word) == {"杂"}


def test_a_saved_page_is_found_by_its_new_words_only():
    page = NewsPage.objects.get(title=B)
    page.title = "沿街摆摊"
    page.save()

    assert (found("占道"), found("沿街")) == (set(), {"沿街摆摊"})


def test_a_deleted_page_leaves_nothing_behind():
    page = NewsPage.objects.get(title=B)
    get_search_backend().delete(page)

    assert found("占道") == set()
