"""Feeds of registered columns, through the columns that publicity registers."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.feeds.full_text import with_whole_addresses
from portal.media.models import Recording
from tests.publicity.make import (
    make_columns,
    make_episode,
    make_knowledge,
    make_news,
    make_psa,
)

NS = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "a": "http://www.w3.org/2005/Atom",
}


def parse(response: Any) -> Any:
    return ET.fromstring(response.content)  # noqa: S314


@pytest.fixture
def film(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    recording = Recording(title="片子", type="video", duration=3)
    recording.file.save("x.mp4", ContentFile(b"12345"), save=False)
    recording.save()
    return recording


def test_an_item_comes_with_its_full_text_and_whole_addresses(client, home_page):
    make_news(
        title="河道清理完成",
        text='见<a href="/units/">单位</a>和<a href="https://news.example.com/">外站</a>。',
    )

    feed = parse(client.get("/feeds/news.xml"))

    item = feed.find("channel/item")
    text = item.findtext("content:encoded", namespaces=NS)
    assert item.findtext("title") == "河道清理完成"
    assert item.findtext("link").startswith("http://testserver/news/")
    assert 'href="http://testserver/units/"' in text
    assert 'href="http://testserver/go/?u=https%3A%2F%2Fnews.example.com' in text
    assert item.findtext("pubDate").endswith("+0800")


def test_atom_holds_the_same(client, home_page):
    make_news(title="河道清理完成")

    feed = parse(client.get("/feeds/news.atom.xml"))

    assert feed.findtext("a:entry/a:title", namespaces=NS) == "河道清理完成"
    assert "清理了河道" in feed.findtext("a:entry/a:content", namespaces=NS)


def test_a_film_comes_along(client, home_page, film):
    make_episode(video=film, transcript="大家好。\n再见。")

    item = parse(client.get("/feeds/episodes.xml")).find("channel/item")

    enclosure = item.find("enclosure").attrib
    assert enclosure["url"] == f"http://testserver{film.file.url}"
    assert (enclosure["length"], enclosure["type"]) == ("5", "video/mp4")
    assert "<p>再见。</p>" in item.findtext("content:encoded", namespaces=NS)


def test_a_film_that_is_lost_leaves_the_feed_whole(client, home_page, film):
    make_episode(video=film, transcript="大家好。")
    film.file.storage.delete(film.file.name)

    assert client.get("/feeds/episodes.xml").status_code == 200


def test_e4_drafts_are_in_no_feed(client, home_page):
    make_news(title="已发布的")
    make_news(title="草稿", live=False)

    text = client.get("/feeds/all.xml").text

    assert "已发布的" in text
    assert "草稿" not in text


def test_advertisements_that_ended_are_in_no_feed(client, home_page):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_psa(title="旧广告", valid_from=yesterday, valid_to=yesterday)
    make_psa(title="新广告")

    text = client.get("/feeds/psa.xml").text

    assert "新广告" in text
    assert "旧广告" not in text


def test_everything_is_one_feed_with_the_newest_first(client, home_page):
    now = timezone.now()
    make_news(title="第二", published_at=now - timedelta(hours=1))
    make_knowledge(title="第三", first_published_at=now - timedelta(hours=2))
    make_psa(title="第一", first_published_at=now)

    feed = parse(client.get("/feeds/all.xml"))

    assert [item.text for item in feed.iterfind("channel/item/title")] == [
        "第一",
        "第二",
        "第三",
    ]


@pytest.mark.parametrize("kind", ["xml", "atom.xml"])
def test_what_has_not_changed_is_not_sent_again(client, home_page, kind):
    make_news()
    first = client.get(f"/feeds/news.{kind}")

    by_tag = client.get(f"/feeds/news.{kind}", headers={"if-none-match": first["ETag"]})
    by_time = client.get(
        f"/feeds/news.{kind}", headers={"if-modified-since": first["Last-Modified"]}
    )

    assert (by_tag.status_code, by_time.status_code) == (304, 304)


@pytest.mark.parametrize(
    "key", ["all", "news", "episodes", "psa", "topics", "knowledge"]
)
def test_an_empty_column_is_an_empty_feed(client, home_page, key):
    make_columns()

    for kind in ("xml", "atom.xml"):
        response = client.get(f"/feeds/{key}.{kind}")
        assert response.status_code == 200
        assert parse(response) is not None


@pytest.mark.parametrize("key", ["nothing", "all.atom.atom", "%00"])
def test_i4_a_feed_that_is_not_there_is_a_404(client, home_page, key):
    assert client.get(f"/feeds/{key}.xml").status_code == 404


def test_i1_control_characters_leave_the_feed_readable(client, home_page):
    make_news(title="标\x0b题\u202e", text="正\x08文", summary="摘\ufffe要")

    feed = parse(client.get("/feeds/news.xml"))

    assert feed.findtext("channel/item/title") == "标题"


def test_i6_a_feed_names_the_sites_host_whatever_the_request_says(client, home_page):
    make_news()

    response = client.get("/feeds/news.xml", headers={"host": "localhost"})

    assert "localhost" not in response.text
    assert not response.cookies


def test_the_number_of_queries_does_not_grow_with_the_archive(client, home_page):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/feeds/all.xml")
        return len(captured)

    for _ in range(20):
        make_news()
    queries()  # fills Wagtail's cache of site roots
    before = queries()
    for _ in range(40):
        make_news()

    assert queries() == before <= 20


def test_addresses_in_a_page_become_whole():
    html = '<img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 2x"><a href="#x">x</a>'

    assert with_whole_addresses(html, "https://s.cn/news/1/") == (
        '<img src="https://s.cn/a.jpg" srcset="https://s.cn/a.jpg 1x, https://s.cn/b.jpg 2x">'
        '<a href="https://s.cn/news/1/#x">x</a>'
    )
