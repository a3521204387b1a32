"""A changed live item says what was changed, and when."""

import pytest

from portal.review.gate import NotReleased
from portal.review.ledger import Release
from portal.timeline.models import Event
from publicity.models import NewsPage
from tests.portal.review.make import approve, release, submit
from tests.portal.users.make import make_user
from tests.publicity.make import make_columns, make_news

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    make_columns()
    draft = make_news(live=False, first_published_at=None, last_published_at=None)
    return release(draft)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "另一个题目"),
        ("summary", "另一个摘要"),
        ("body", [("text", "<p>另一段话。</p>")]),
    ],
)
def test_a_change_that_readers_see_needs_a_note(page, field, value):
    setattr(page, field, value)
    submit(page)

    with pytest.raises(NotReleased, match="更正说明"):
        approve(page)


@pytest.mark.parametrize(("field", "value"), [("responsible_editor", "林编辑")])
def test_a_change_of_names_needs_none(page, field, value):
    setattr(page, field, value)

    assert getattr(release(page), field) == value


def test_tags_change_without_a_note(page):
    page.tags.add("河道")

    assert [tag.name for tag in release(page).tags.all()] == ["河道"]


def test_the_article_shows_what_was_corrected_and_when(page, client):
    page.summary = "共清理三十吨。"
    page.correction_note = "“三百吨”应为“三十吨”。"
    page = release(page)

    html = client.get(page.url).text

    assert "更正：" in html
    assert "“三百吨”应为“三十吨”。" in html
    event = Event.objects.of(page).filter(verb="published").latest("pk")
    assert event.public_text == "“三百吨”应为“三十吨”。"


def test_every_correction_stays_and_the_next_round_starts_empty(page, client):
    for number in (1, 2):
        page.title = f"第{number}次改的题目"
        page.correction_note = f"第{number}次更正"
        page = release(page)
        assert page.correction_note == ""
        assert page.get_latest_revision_as_object().correction_note == ""

    html = client.get(page.url).text
    assert html.index("第2次更正") < html.index("第1次更正")
    # Changing it once more without a word is refused again.
    page.title = "第三次"
    submit(page)
    with pytest.raises(NotReleased, match="更正说明"):
        approve(page)


def test_sc_04_the_first_date_stays_and_the_last_one_moves(page):
    first, last = page.first_published_at, page.last_published_at
    page.title = "改过"
    page.correction_note = "改了题目"

    page = release(page)

    assert page.first_published_at == first
    assert page.last_published_at > last
    assert Release.objects.filter(page_id=page.pk).count() == 2


def test_while_a_correction_is_reviewed_readers_have_the_old_text(page, client):
    page.title = "还没审的题目"
    page.correction_note = "改了题目"
    page.save_revision(user=make_user())

    for address in (page.url, "/news/", "/feeds/news.xml", "/search/?q=还没审的题目"):
        assert "还没审的题目</" not in client.get(address).text, address
    assert NewsPage.objects.get(pk=page.pk).title != "还没审的题目"
