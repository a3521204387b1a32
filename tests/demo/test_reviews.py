"""The demonstration county has an item in every state of its review."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from portal.pages import BasePage
from portal.review.checks import findings_of
from portal.review.ledger import Release, TakeDown, Wording
from portal.timeline.models import Event
from portal.users.models import User
from publicity.models import NewsPage

pytestmark = pytest.mark.django_db


def test_editors_reviewers_and_a_chief_have_accounts_but_no_password():
    users = User.objects.exclude(groups=None)

    assert {group.name for user in users for group in user.groups.all()} == {
        "网站编辑",
        "电视编辑",
        "审核员",
        "总编辑",
    }
    assert not any(user.has_usable_password() for user in users)


@pytest.mark.parametrize(
    ("slug", "step"),
    [("r002", "初审"), ("r003", "复审"), ("r004", "终审"), ("n002", "初审")],
)
def test_an_item_waits_at_each_level(slug, step):
    page = NewsPage.objects.get(slug=slug)

    assert page.current_workflow_task.name == step
    assert page.live == (slug == "n002")


def test_a_draft_and_one_that_was_sent_back():
    draft, back = (NewsPage.objects.get(slug=slug) for slug in ("r001", "r005"))

    assert draft.current_workflow_state is None
    assert back.current_workflow_state.status == "needs_changes"
    assert Event.objects.of(back).get(verb="sent_back").because


def test_one_is_scheduled_and_one_was_taken_down(client):
    scheduled, gone = (NewsPage.objects.get(slug=slug) for slug in ("r006", "r007"))

    assert scheduled.scheduled_revision.approved_go_live_at > timezone.now()
    assert client.get(scheduled.url).status_code == 404
    assert TakeDown.objects.get().page_id == gone.pk
    assert client.get(gone.url).status_code == 410


def test_gw_38_every_article_says_who_reviewed_it(client):
    pages = Page.objects.live().filter(depth__gt=2).specific()
    articles = [page for page in pages if isinstance(page, BasePage)]

    signed = set(Release.objects.values_list("page_id", flat=True))
    assert {page.pk for page in articles} <= signed
    html = client.get(NewsPage.objects.get(slug="n001").url).text
    assert "初审：陈知远 复审：沈若溪 终审：顾明川" in html
    assert "原稿把12个片区误写成13个" in html


def test_nothing_that_is_live_would_be_refused_today():
    pages = Page.objects.live().filter(depth__gt=1).specific()

    assert Wording.objects.count() >= 12
    assert {
        (page.slug, str(finding))
        for page in pages
        for finding in findings_of(page)
        if finding.blocks
    } == set()
