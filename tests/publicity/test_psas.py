from datetime import timedelta

import pytest
from django.utils import timezone

from publicity.models.psas import ON_WALL
from publicity.workflow import AdKind
from tests.publicity.make import make_columns, make_psa
from tests.publicity.make_media import make_film, make_picture

pytestmark = pytest.mark.django_db


def on_wall(response):
    return {item.title for item in response.context["items"]}


def make_three():
    today = timezone.localdate()
    day = timedelta(days=1)
    make_psa(title="在播", valid_from=today, valid_to=today, theme="健康")
    make_psa(title="停播", valid_from=today - 2 * day, valid_to=today - day)
    make_psa(title="未播", valid_from=today + day)


def test_the_wall_shows_what_is_running_and_the_archive_what_ran(client):
    make_three()

    assert on_wall(client.get("/psa/")) == {"在播"}
    assert on_wall(client.get("/psa/?past=1")) == {"停播"}


def test_the_wall_can_be_narrowed_to_a_theme(client):
    make_three()
    make_psa(title="交通", theme="交通礼让")

    response = client.get("/psa/?theme=交通礼让")

    assert on_wall(response) == {"交通"}
    assert list(response.context["themes"]) == ["交通礼让", "健康"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "还没有正在播的广告"),
        ("?past=1", "还没有停播的广告"),
        ("?theme=x", "还没有"),
    ],
)
def test_an_empty_wall_says_what_to_do(client, query, says):
    make_columns()

    assert says in client.get(f"/psa/{query}").text


@pytest.mark.parametrize("query", ["theme=%00", "page=abc", "page=2", "page=-1"])
def test_what_makes_no_sense_is_not_found(client, query):
    make_psa()

    assert client.get(f"/psa/?{query}").status_code == 404


def test_a_long_wall_comes_in_pages(client):
    for number in range(ON_WALL + 1):
        make_psa(title=f"第{number}条")

    assert len(on_wall(client.get("/psa/"))) == ON_WALL
    assert len(on_wall(client.get("/psa/?page=2"))) == 1


def test_a_theme_always_has_the_same_colour(db):
    assert make_psa(theme="健康").colour == make_psa(theme="健康").colour


def test_tv_05_an_advertisement_shows_its_particulars(client):
    page = make_psa(
        video=make_film(duration=15),
        duration=15,
        script="路口，雨。",
        rights_holder="县文明办",
        licence="可免费使用，保留署名",
        source_library="县作品库",
        approval_number="〔2026〕1号",
        placements="公交车厢、路口大屏",
        has_sign_language=True,
    )

    text = client.get(page.url).text

    for shown in (
        "15秒",
        "普通话，有字幕，有手语",
        "县文明办",
        "可免费使用，保留署名",
        "县作品库",
        "〔2026〕1号",
        "公交车厢、路口大屏",
        "路口，雨。",
        "download",
    ):
        assert shown in text


@pytest.mark.parametrize("is_generated", [True, False])
def test_tv_10_what_a_machine_made_is_labelled(client, is_generated):
    page = make_psa(is_ai_generated=is_generated, cover=make_picture())

    assert ("由人工智能生成" in client.get(page.url).text) is is_generated
    assert ("人工智能生成" in client.get("/psa/").text) is is_generated


def test_a_poster_has_no_film_to_wait_for(client):
    page = make_psa(kind=AdKind.POSTER, cover=make_picture())

    assert "视频还在制作" not in client.get(page.url).text


def test_an_advertisement_out_of_its_time_says_so(client):
    today = timezone.localdate()
    page = make_psa(
        valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1)
    )

    assert "不在播出期" in client.get(page.url).text
