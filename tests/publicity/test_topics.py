from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from publicity.figures import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, series_of
from publicity.models import TopicFigure
from tests.portal.make import make_unit
from tests.publicity.make import make_columns, make_news
from tests.publicity.make_reading import make_topic


class Figure(NamedTuple):
    actual: Decimal
    target: Decimal = Decimal(85)
    as_of: date = date(2026, 10, 1)
    measure: str = "%"
    label: str = "达标率"


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def add_figures(topic, *actual, label="达标率", target=85):
    for number, value in enumerate(actual):
        TopicFigure.objects.create(
            page=topic,
            label=label,
            target=target,
            actual=value,
            as_of=date(2026, 10, 1) + timedelta(days=7 * number),
        )


def test_s_06_the_bar_shows_what_was_reached_of_the_target():
    series = Series([Figure(Decimal("82.4"))])

    assert (series.bar_actual, series.bar_target) == (82.4, 85.0)
    assert not series.is_met
    assert series.missing == Decimal("2.6")
    assert Series([Figure(Decimal(85))]).is_met


def test_a_count_is_measured_against_its_target():
    series = Series([Figure(Decimal(30), target=Decimal(120), measure="处")])

    assert series.bar_actual == 25.0


def test_figures_of_several_labels_make_several_series():
    later, earlier = date(2026, 11, 1), date(2026, 10, 1)
    series = series_of(
        [
            Figure(Decimal(1), as_of=later, label="甲"),
            Figure(Decimal(2), label="乙"),
            Figure(Decimal(3), as_of=earlier, label="甲"),
        ]
    )

    assert [[int(figure.actual) for figure in each.figures] for each in series] == [
        [3, 1],
        [2],
    ]
    assert series_of([]) == []


amounts = st.decimals(0, 10**6, places=1)
figures = st.lists(
    st.builds(
        Figure,
        actual=amounts,
        target=amounts,
        as_of=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        measure=st.sampled_from(["%", "处"]),
        label=st.just("达标率"),
    ),
    min_size=1,
    max_size=30,
)


@given(figures)
def test_whatever_the_figures_the_drawing_stays_in_its_frame(given_figures):
    (series,) = series_of(given_figures)

    assert 0 <= series.bar_actual <= 100
    assert 0 <= series.bar_target <= 100
    for spot in series.spots:
        assert LEFT <= spot.x <= WIDTH - RIGHT
        assert TOP <= spot.y <= HEIGHT - BOTTOM
    assert all(TOP <= line.y <= HEIGHT - BOTTOM for line in series.grid)
    labelled = [spot.x for spot in series.spots if spot.has_day]
    assert labelled  # the last day is always written
    assert all(b - a >= 90 for a, b in pairwise(labelled))


@pytest.mark.django_db
def test_the_topics_are_cards_with_their_progress(client):
    topic = make_topic(title="六小行业整治")
    add_figures(topic, 61, "82.4")

    page = soup(client.get("/topics/"))

    card = page.main.article
    assert card.h2.text == "六小行业整治"
    assert "达标率 82.4%" in card.text
    assert "目标85%" in card.text
    assert card.find("rect", class_="x")["width"] == "82.4"


@pytest.mark.django_db
def test_an_empty_column_says_so(client):
    make_columns()

    assert "还没有开展专项整治" in client.get("/topics/").text


@pytest.mark.django_db
def test_gw_34_a_finished_topic_is_marked(client):
    topic = make_topic(title="清河行动", is_archived=True)
    make_topic(title="夜市整治")

    index = soup(client.get("/topics/"))
    page = soup(client.get(topic.url))

    assert [h.text for h in index.main.find_all("h2")] == [
        "夜市整治",
        "已归档",
        "清河行动",
    ]
    assert "已归档" in page.main.find(class_="tag").text


@pytest.mark.django_db
def test_a_topic_draws_target_and_actual_and_says_them_in_a_table(client):
    topic = make_topic()
    add_figures(topic, 61, "68.4", "86.4")

    page = soup(client.get(topic.url))

    assert "86.4" in page.select_one(".figure").text
    assert "已达到目标" in page.main.text
    drawing = page.select_one("svg.trend")
    assert "10月1日为61%" in drawing["aria-label"]
    assert len(drawing.find_all("circle")) == 3
    rows = [[cell.text for cell in row] for row in page.select("tbody tr")]
    assert [[text for text in row if text.strip()] for row in rows] == [
        ["10月1日", "61%", "85%"],
        ["10月8日", "68.4%", "85%"],
        ["10月15日", "86.4%", "85%"],
    ]


@pytest.mark.django_db
def test_a_topic_without_figures_says_so(client):
    assert "正在统计" in client.get(make_topic().url).text


@pytest.mark.django_db
def test_a_topic_shows_the_news_with_its_tags(client):
    topic = make_topic(tags=["占道经营"])
    tagged = make_news(title="夜市搬进新场地")
    tagged.tags.add("占道经营", "夜市")
    tagged.save()
    make_news(title="河道清淤")

    text = client.get(topic.url).text

    assert "夜市搬进新场地" in text
    assert "河道清淤" not in text


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_content(client):
    def more():
        topic = make_topic(tags=["占道经营"])
        add_figures(topic, 61, "68.4")
        topic.unit_mentions.create(unit=make_unit())
        topic.save()
        news = make_news()
        news.tags.add("占道经营")
        news.save()
        return topic

    addresses = ["/topics/", more().url]
    few = [queries(client, address) for address in addresses]
    for _ in range(10):
        more()
    many = [queries(client, address) for address in addresses]

    assert few == many
    assert max(many) <= 8, many
