"""SC-04: the time of first publication cannot be moved, whoever tries."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from portal.review.gate import NotReleased
from tests.portal.review.make import approve, release, submit
from tests.publicity.make import make_news

THEN = datetime(2026, 9, 22, 9, 0, tzinfo=UTC)
EARLIER = datetime(2020, 1, 1, tzinfo=UTC)


def refused(statement: str, *values: datetime | str | None) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def news(home_page):
    return make_news(published_at=THEN)


def test_sc_04_saving_a_page_keeps_the_first_date(news):
    news.first_published_at = EARLIER
    news.save()

    news.refresh_from_db()
    assert news.first_published_at == THEN


def test_sc_04_an_update_past_the_model_is_refused(news):
    with pytest.raises(DatabaseError), transaction.atomic():
        Page.objects.filter(pk=news.pk).update(first_published_at=EARLIER)


@pytest.mark.parametrize("value", [EARLIER, None])
def test_sc_04_sql_is_refused(news, value):
    assert refused("UPDATE wagtailcore_page SET first_published_at = %s", value)

    news.refresh_from_db()
    assert news.first_published_at == THEN


def test_sc_04_other_changes_by_sql_go_through(news):
    assert not refused("UPDATE wagtailcore_page SET seo_title = %s", "x")


def test_publishing_taking_back_and_publishing_again_work_as_ever(home_page):
    news = make_news(live=False, first_published_at=None, last_published_at=None)
    news = release(news)
    first = news.first_published_at
    assert news.live
    assert first is not None

    news.unpublish()
    news.refresh_from_db()
    assert not news.live

    news.title = "改过的标题"
    news = release(news)
    assert news.live
    assert news.title == "改过的标题"
    assert news.first_published_at == first
    assert news.last_published_at > first


def test_an_old_revision_does_not_bring_back_another_date(home_page):
    news = make_news(live=False, first_published_at=None, last_published_at=None)
    draft = submit(news)  # knows of no date yet
    approve(news)
    news.refresh_from_db()
    first = news.first_published_at

    with pytest.raises(NotReleased):
        draft.publish()
    submit(draft.as_object())  # reverting
    approve(news)

    news.refresh_from_db()
    assert news.first_published_at == first
