"""How often a page asks the database, with little content and with ten times as much."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.images.models import Rendition
from portal.pages import PageUnit
from publicity.models import Chapter
from tests.portal.make import make_area, make_unit
from tests.publicity.make import make_columns, make_episode, make_news, make_psa
from tests.publicity.make_media import make_film, make_picture
from tests.publicity.make_reading import make_version

pytestmark = pytest.mark.django_db
HOME, ARTICLE, LIST = 12, 8, 8


def add_content(times):
    """Add news, programmes and advertisements, ten of each at a time, with pictures."""
    now, today = timezone.now(), timezone.localdate()
    cover = make_picture()
    unit, area = make_unit(), make_area()
    clauses = list(make_version(articles=3 * times).clauses.all())
    film = make_film()
    for number in range(10 * times):
        news = make_news(
            published_at=now - timedelta(hours=number), cover=cover, area=area
        )
        news.tags.add("占道", f"标签{number % 7}")
        news.body = [
            ("text", "<p>一段。</p>"),
            *[("picture", {"image": cover, "alt": "图"})] * times,
            *[("clause", {"clause": clause}) for clause in clauses],
        ]
        news.save()
        PageUnit.objects.create(page=news, unit=unit)
        episode = make_episode(
            air_date=today - timedelta(days=number), cover=cover, video=film
        )
        Chapter.objects.create(page=episode, start=5, title="一段")
        make_psa(cover=cover, video=film)
    return news.url, episode.url


@pytest.fixture
def count(client):
    Rendition.cache_backend.clear()  # it outlives the rows of other tests

    def asked(address):
        assert client.get(address).status_code == 200  # caches and renditions warm
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    return asked


def test_the_number_of_queries_does_not_grow_with_the_content(count, settings):
    settings.HOME_KEPT_SECONDS = 3
    cache.clear()
    make_columns()
    news, episode = add_content(1)
    limits = {
        "/": HOME,
        "/news/": LIST,
        "/news/?kind=daily": LIST,
        "/news/?tag=占道": LIST,
        "/episodes/": LIST,
        "/psa/": LIST,
        news: ARTICLE,
        episode: ARTICLE,
    }
    once = {address: count(address) for address in limits}

    add_content(10)
    cache.clear()
    tenfold = {address: count(address) for address in limits}

    assert {a: n for a, n in once.items() if n > limits[a]} == {}
    assert {a: n for a, n in tenfold.items() if n > limits[a]} == {}
    assert tenfold == once


def test_a_list_asks_once_for_all_pictures_that_the_cache_has_forgotten(client, count):
    for _number in range(5):
        make_news(cover=make_picture(), published_at=timezone.now())
    warm = count("/news/")

    Rendition.cache_backend.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get("/news/")

    assert len(queries) == warm + 1
