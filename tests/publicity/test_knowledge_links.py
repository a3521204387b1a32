from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction, ReferenceIndex

from portal.hubs import Hub, Panel
from portal.users.models import User
from publicity.models import KnowledgeClause, KnowledgePage, KnowledgeRelation
from publicity.services.useful import count_answer
from publicity.templatetags import publicity_tags
from tests.publicity.make import make_knowledge, make_news, make_psa
from tests.publicity.make_reading import make_clause, make_version

pytestmark = pytest.mark.django_db


def aside(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("aside.stick")


def hrefs(section):
    return [link["href"] for link in section.select("a")]


def test_gw_37_an_article_names_its_clauses_and_each_clause_the_article(client):
    version = make_version()
    quoted = make_clause(version, 1, text="一。")
    explained = make_clause(version, 2, text="二。")
    article = make_knowledge(title="洗手要领", body=[("clause", {"clause": quoted})])
    KnowledgeClause.objects.create(page=article, clause=explained)
    KnowledgeClause.objects.create(page=article, clause=quoted)
    ReferenceIndex.create_or_update_for_object(article)

    assert hrefs(aside(client, article).select_one(".slip")) == [
        explained.get_absolute_url(),
        quoted.get_absolute_url(),
    ]
    for clause in (quoted, explained):
        assert "洗手要领" in client.get(clause.get_absolute_url()).text


def test_two_wordings_of_a_clause_are_one_link(client):
    old = make_version()
    new = make_version(old.regulation, effective_on=timezone.localdate())
    article = make_knowledge()
    for version in (old, new):
        KnowledgeClause.objects.create(
            page=article, clause=make_clause(version, 1, text="一。")
        )

    assert len(hrefs(aside(client, article).select_one(".slip"))) == 1


def test_an_article_names_what_goes_with_it_as_far_as_it_is_public(client):
    article, psa, other = make_knowledge(), make_psa(), make_knowledge(title="另一篇")
    draft, private = make_knowledge(live=False), make_psa()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for place, page in enumerate((psa, draft, private, other)):
        KnowledgeRelation.objects.create(page=article, related=page, sort_order=place)

    section = aside(client, article).select_one(".slip.green")

    assert hrefs(section) == [psa.url, other.url]


def test_the_day_of_the_last_review_is_said(client):
    article = make_knowledge(last_reviewed_on="2026-05-12")

    assert "最近核对：2026年5月12日" in client.get(article.url).text
    assert "最近核对" not in client.get(make_knowledge().url).text


def test_other_rooms_hang_panels_on_an_article(client, monkeypatch):
    hub: Hub[KnowledgePage] = Hub("knowledge")
    monkeypatch.setattr(publicity_tags, "knowledge_hub", hub)
    hub.register(
        Panel(
            key="quiz",
            order=1,
            template="components/empty.html",
            context=lambda page: {"text": page.title},
            is_aside=True,
        )
    )
    hub.register(Panel(key="none", order=2, template="", context=lambda page: None))

    assert client.get(make_knowledge().url).status_code == 200


def test_the_page_asks_eight_times_however_much_hangs_on_it(client):
    version = make_version()
    article = make_knowledge()

    def add():
        KnowledgeClause.objects.create(
            page=article,
            clause=make_clause(version, version.clauses.count() + 1, text="一。"),
        )
        KnowledgeRelation.objects.create(page=article, related=make_psa())
        count_answer(article, is_useful=True)

    def asked():
        client.get(article.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(article.url)
        return len(queries)

    add()
    few = asked()
    for _again in range(10):
        add()

    assert asked() == few <= 8


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("root", password="x"))
    return client


def test_the_report_lists_what_is_due_and_what_readers_say(editor):
    today = timezone.localdate()
    make_knowledge(title="到期的", review_due_on=today)
    make_knowledge(title="没核过的")
    fresh = make_knowledge(
        title="新核过的",
        last_reviewed_on=today,
        review_due_on=today + timedelta(days=1),
    )
    for _again in range(37):
        count_answer(fresh, is_useful=False)

    everything = editor.get("/cms/reports/knowledge/").text
    due = editor.get("/cms/reports/knowledge/?due=now").text

    assert "新核过的" in everything
    assert "<td>37</td>" in everything
    assert "到期的" in due
    assert "没核过的" in due
    assert "新核过的" not in due
    assert editor.get("/cms/reports/knowledge/?export=csv").status_code == 200


def test_the_report_is_for_editors(client):
    assert client.get("/cms/reports/knowledge/").status_code == 302


def test_a_review_cannot_be_due_before_it_was_done(editor):
    article = make_knowledge()
    article.last_reviewed_on = timezone.localdate()
    article.review_due_on = article.last_reviewed_on

    with pytest.raises(Exception, match="晚于最近核对"):
        article.full_clean()


def test_the_editor_opens_with_its_relations(editor):
    article = make_knowledge()
    KnowledgeClause.objects.create(
        page=article, clause=make_clause(make_version(), 1, text="一。")
    )
    KnowledgeRelation.objects.create(page=article, related=make_news())

    form = editor.get(f"/cms/pages/{article.pk}/edit/")

    assert form.status_code == 200
    assert "clause_links-0-clause" in form.text
