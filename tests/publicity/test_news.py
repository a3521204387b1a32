from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portal.pages import PageStandard, PageUnit
from portal.standards.models import StandardItem, StandardSet
from publicity.models import NewsIndexPage
from publicity.workflow import NewsKind
from tests.portal.make import make_area, make_unit
from tests.publicity.make import make_columns, make_news
from tests.publicity.make_media import make_film, make_picture

pytestmark = pytest.mark.django_db


def at(day: str, hour: int = 2) -> datetime:
    """Return a moment of that day; 2 o'clock UTC is 10 o'clock here."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def titles(response):
    return [item.title for item in response.context["items"]]


def test_gw_33_each_item_shows_title_time_and_source(client):
    make_news(title="清掏完成", published_at=at("2026-11-18"), source="县住建局")

    text = client.get("/news/").text

    assert "清掏完成" in text
    assert "2026-11-18 10:00" in text
    assert "县住建局" in text


def test_an_empty_column_says_what_to_do(client):
    make_columns()

    assert "这里还没有动态" in client.get("/news/").text


def test_items_can_be_narrowed(client):
    area, unit = make_area(), make_unit()
    wanted = make_news(
        title="要的", kind=NewsKind.INSPECTION, area=area, published_at=at("2026-10-03")
    )
    wanted.tags.add("占道经营")
    wanted.save()
    PageUnit.objects.create(page=wanted, unit=unit)
    make_news(title="不要的", published_at=at("2026-11-18"))

    for query in (
        "kind=inspection",
        "tag=占道经营",
        f"unit={unit.code}",
        f"area={area.code}",
        "month=2026-10",
        "day=2026-10-03",
    ):
        assert titles(client.get(f"/news/?{query}")) == ["要的"], query


def test_a_day_is_the_day_here_and_not_in_greenwich(client):
    make_news(title="半夜发的", published_at=at("2026-10-02", hour=17))  # 3rd, 01:00

    assert titles(client.get("/news/?day=2026-10-03")) == ["半夜发的"]
    assert titles(client.get("/news/?day=2026-10-02")) == []


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=abc",
        "page=99",
        "page=%00",
        "page=١",
        "kind=nothing",
        "month=2026-13",
        "month=2026-99",
        "month=9999-12",
        "month=%00",
        "day=2026-02-30",
        "day=0001-01-01",
        "day=9999-12-31",
        "day=20261120",
        "unit=nobody",
        "area=%00",
        "tag=%00",
    ],
)
def test_what_makes_no_sense_is_not_found(client, query):
    make_news()

    assert client.get(f"/news/?{query}").status_code == 404


def test_lists_come_in_pages_of_twenty(client):
    for number in range(21):
        make_news(title=f"第{number}条", published_at=at("2026-11-01", hour=number))

    first, second = client.get("/news/"), client.get("/news/?page=2")

    assert len(titles(first)) == 20
    assert titles(second) == ["第0条"]
    assert '<link rel="next" href="?page=2">' in first.text
    assert '<link rel="prev" href="?page=1">' in second.text
    assert "第2页" in second.text
    assert 'rel="canonical" href="http://testserver/news/?page=2"' in second.text


def test_the_calendar_links_days_with_items_and_the_nearest_months(client):
    for day in ("2026-03-05", "2026-10-08", "2026-10-09", "2026-12-01"):
        make_news(published_at=at(day))

    text = client.get("/news/?month=2026-10").text

    assert 'href="?day=2026-10-08"' in text
    assert 'href="?day=2026-10-10"' not in text
    assert 'href="?month=2026-03"' in text  # nothing lies between
    assert 'href="?month=2026-12"' in text


def test_the_calendar_does_not_lead_beyond_the_news(client):
    make_news(published_at=at("2026-10-08"))

    text = client.get("/news/").text

    assert "?month=2026-09" not in text
    assert "?month=2026-11" not in text


def test_what_is_not_live_or_private_is_not_listed(client):
    make_news(title="草稿", live=False)
    secret = make_news(title="内部")
    secret.view_restrictions.create(restriction_type="login")

    assert titles(client.get("/news/")) == []


def test_an_article_shows_where_it_comes_from_and_who_answers_for_it(client):
    page = make_news(
        published_at=at("2026-11-16"),
        source="县融媒体中心",
        author="记者部",
        responsible_editor="编辑部",
    )
    unit = make_unit(short_name="综合执法局")
    PageUnit.objects.create(page=page, unit=unit)
    item = StandardItem.objects.create(
        set=StandardSet.objects.create(code="W", title="卫生县城", edition="2021"),
        code="W-3-1",
        title="市容整洁",
    )
    PageStandard.objects.create(page=page, item=item)
    page.tags.add("东门")
    page.save()

    text = client.get(page.url).text

    for shown in (
        "2026-11-16 10:00",
        "来源：县融媒体中心",
        "作者：记者部",
        "责任编辑：编辑部",
        f'href="{unit.get_absolute_url()}">综合执法局',
        "W-3-1 市容整洁",
        "%E4%B8%9C%E9%97%A8",
    ):
        assert shown in text


def test_an_article_leads_to_its_neighbours_and_to_its_like(client):
    pages = [
        make_news(title=f"第{day}天", published_at=at(f"2026-11-{day:02}"))
        for day in range(1, 8)
    ]
    for page in (pages[0], pages[4]):
        page.tags.add("占道经营")
        page.save()

    context = client.get(pages[4].url).context

    assert context["newer"] == pages[5]
    assert context["older"] == pages[3]
    assert context["related"] == [pages[0]]


def test_the_first_and_the_last_article_have_one_neighbour(client):
    old = make_news(published_at=at("2026-11-01"))
    new = make_news(published_at=at("2026-11-02"))

    assert client.get(old.url).context["older"] is None
    assert client.get(new.url).context["newer"] is None


def test_a_film_stands_above_the_text(client):
    page = make_news(cover=make_picture())
    page.body = [
        ("text", "<p>先有这段话。</p>"),
        ("video", {"video": make_film(), "caption": "一上午", "transcript": "画面"}),
    ]
    page.save()

    text = client.get(page.url).text

    assert text.index("<video") < text.index("先有这段话")
    assert text.count("<video") == 1
    assert 'kind="captions"' in text


def test_the_preview_of_a_draft_shows_tags_that_are_not_saved():
    make_columns()
    page = make_news()
    page.tags.add("还没存")

    assert "还没存" in page.make_preview_request().render().text


def test_the_index_knows_no_other_place():
    assert NewsIndexPage.parent_page_types == ["home.HomePage"]


def test_items_of_the_future_do_not_break_the_calendar(client):
    make_news(published_at=timezone.now() + timedelta(days=40))

    assert client.get("/news/").status_code == 200
