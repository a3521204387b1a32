"""Pages that quote a clause: what is a draft stays one."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.review.checks import findings_of
from publicity.models import Clause, KnowledgeClause
from tests.publicity.make import make_knowledge, make_news
from tests.publicity.make_reading import make_clause, make_regulation, make_version
from tests.publicity.make_wordings import make_user

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
