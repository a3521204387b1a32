"""Pages that quote a clause: what is a draft stays one, what is old is called old."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ReferenceIndex

from portal.review.checks import findings_of
from publicity.models import Clause, KnowledgeClause, KnowledgePage
from publicity.services.wordings import repeal_version
from tests.publicity.make import make_knowledge, make_news
from tests.publicity.make_reading import make_clause, make_regulation, make_version
from tests.publicity.make_wordings import (
    FIRST,
    NEW,
    OLD,
    SECOND,
    add,
    make_two,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        yield


@pytest.fixture
def draft():
    version = make_version(make_regulation(title="养犬办法"), state="draft")
    return make_clause(version, 1, text="犬只应当拴绳。")


def read(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser").main


def test_a_clause_of_a_draft_is_shown_by_no_page_that_quotes_it(client, draft):
    news = make_news(body=[("clause", {"clause": draft})])
    article = make_knowledge(body=[("clause", {"clause": draft})])
    KnowledgeClause.objects.create(page=article, clause=draft)

    for page in (news, article):
        assert "拴绳" not in read(client, page).text
        assert "养犬办法" not in read(client, page).text


def test_a_page_that_quotes_a_draft_is_told_so_before_it_goes_out(draft):
    article = make_knowledge(body=[("clause", {"clause": draft})], source="本站")
    KnowledgeClause.objects.create(page=article, clause=draft)
    in_force = make_clause(make_version(), 1)

    told = [str(finding) for finding in findings_of(article) if finding.blocks]
    fine = findings_of(make_news(body=[("clause", {"clause": in_force})]))

    assert len(told) == 2
    assert all("养犬办法 第一条还没有公布" in sentence for sentence in told)
    assert not any(finding.kind == "clause" for finding in fine)


def test_who_quotes_a_clause_is_offered_public_ones(client, draft):
    make_clause(make_version(), 1)
    client.force_login(make_user("alice"))
    viewset = Clause.snippet_viewset.chooser_viewset
    address = reverse(viewset.get_url_name("choose_results"))
    form = client.get(
        reverse(Clause.snippet_viewset.get_url_name("edit"), args=[draft.pk])
    )

    offered = client.get(address).text
    within = client.get(address, {"drafts": "1"}).text

    assert "养犬办法" not in offered
    assert "门前四包办法" in offered
    assert "养犬办法" in within
    assert f"{reverse(viewset.get_url_name('choose'))}?drafts=1" in form.text


def test_an_old_wording_is_called_old_and_leads_to_the_one_in_force(client):
    _regulation, first, _second = make_two()
    quoted = {anchor: first.clauses.get(anchor=anchor) for anchor in ("art-2", "art-3")}
    pages = {
        anchor: make_news(body=[("clause", {"clause": clause})])
        for anchor, clause in quoted.items()
    }
    assert "起施行的文本" not in read(client, pages["art-3"]).text

    with time_machine.travel("2027-01-02 09:00+08:00", tick=False):
        changed, gone = (read(client, pages[each]) for each in ("art-3", "art-2"))

    assert "已修改" in changed.aside.text
    assert "这里引用的是2026年3月1日起施行的文本" in changed.aside.text
    assert [link["href"] for link in changed.aside.find_all("a")] == [
        "/regulations/r/2026-03-01/art-3/",
        "/regulations/r/art-2/",
    ]
    assert [link["href"] for link in gone.aside.find_all("a")] == [
        "/regulations/r/2026-03-01/art-2/"
    ]


def review_days(articles):
    return [
        KnowledgePage.objects.get(pk=article.pk).review_due_on for article in articles
    ]


def make_articles(version):
    """Make an article for each of art-1 to art-4, to be looked through in 2028."""
    return [
        make_knowledge(
            body=[("clause", {"clause": version.clauses.get(anchor=f"art-{number}")})],
            last_reviewed_on=date(2026, 6, 1),
            review_due_on=date(2028, 1, 1),
        )
        for number in range(1, 5)
    ]


def test_gw_37_articles_are_due_on_the_day_on_which_what_they_quote_changes():
    regulation = make_regulation(slug="r")
    articles = make_articles(add(regulation, FIRST, OLD))

    add(regulation, SECOND, NEW)

    # 第一条 is the same; 第二条 falls away, 第三条 is changed, 第四条 has a new number.
    assert review_days(articles) == [date(2028, 1, 1), NEW, NEW, NEW]


def test_gw_37_articles_are_due_where_they_quote_a_wording_further_back():
    regulation = make_regulation(slug="r")
    articles = make_articles(add(regulation, FIRST, OLD))
    add(regulation, FIRST, date(2026, 8, 1))
    assert set(review_days(articles)) == {date(2028, 1, 1)}

    add(regulation, SECOND, NEW)

    assert review_days(articles) == [date(2028, 1, 1), NEW, NEW, NEW]


def test_gw_37_articles_are_due_when_a_regulation_ends():
    version = add(make_regulation(), FIRST, OLD)
    explained = make_articles(version)[0]
    never = make_knowledge()
    for page in (explained, never):
        KnowledgeClause.objects.create(page=page, clause=version.clauses.last())
        ReferenceIndex.create_or_update_for_object(page)

    repeal_version(version, on=date(2027, 6, 1), by=None, because="决定")

    # What was never looked through stays due at once.
    assert review_days([explained, never]) == [date(2027, 6, 1), None]
