from datetime import date, time, timedelta

import pytest
import time_machine

from publicity.models import Chapter
from tests.publicity.make import make_columns, make_episode
from tests.publicity.make_media import make_film, make_picture

pytestmark = pytest.mark.django_db
NOON = "2026-11-20T12:00:00+08:00"


def days(response, wanted):
    return {
        day.date.day
        for week in response.context["weeks"]
        for day in week
        if day and wanted(day)
    }


@time_machine.travel(NOON)
def test_tv_08_the_calendar_marks_the_days_without_a_programme(client):
    for day in (10, 11, 13, 18):
        make_episode(air_date=date(2026, 11, day))

    response = client.get("/episodes/")

    assert days(response, lambda day: day.address) == {10, 11, 13, 18}
    # Not before the first, not today (it may come this evening), not the future.
    assert days(response, lambda day: day.is_missing) == {12, 14, 15, 16, 17, 19}
    assert "写“缺”的6天没有播出" in response.text


@time_machine.travel(NOON)
def test_the_latest_film_stands_on_top(client):
    make_episode(title="旧的", air_date=date(2026, 11, 18), video=make_film())
    make_episode(title="新的", air_date=date(2026, 11, 19), video=make_film())

    response = client.get("/episodes/")

    assert response.context["latest"].title == "新的"
    assert response.text.count("<video") == 1


@time_machine.travel(NOON)
def test_months_lead_from_the_first_programme_to_the_latest(client):
    make_episode(title="九月的", air_date=date(2026, 9, 22))
    make_episode(title="十一月的", air_date=date(2026, 11, 19))

    empty = client.get("/episodes/?month=2026-10")

    assert "九月的" in client.get("/episodes/?month=2026-09").text
    assert "这个月没有节目" in empty.text
    assert len(days(empty, lambda day: day.is_missing)) == 31
    assert 'href="?month=2026-09"' in empty.text
    assert 'href="?month=2026-11"' in empty.text
    assert "?month=2026-08" not in client.get("/episodes/?month=2026-09").text
    assert "?month=2026-12" not in client.get("/episodes/").text


@pytest.mark.parametrize(
    "month",
    ["2026-08", "2026-12", "2026-13", "abc", "-1", "9999-12", "%00", "2026-11 "],
)
@time_machine.travel(NOON)
def test_a_month_without_programmes_is_not_found(client, month):
    make_episode(air_date=date(2026, 9, 22))
    make_episode(air_date=date(2026, 11, 19))

    assert client.get(f"/episodes/?month={month}").status_code == 404


def test_a_column_without_programmes_says_so(client):
    make_columns()

    assert "还没有节目" in client.get("/episodes/").text


def test_gw_33_a_programme_shows_when_it_was_first_on_air(client):
    page = make_episode(
        air_date=date(2026, 11, 18), air_time=time(19, 35), duration=380
    )

    text = client.get(page.url).text

    assert "2026-11-18 19:35" in text
    assert "6分20秒" in text


def test_ac_22_a_film_has_captions_a_transcript_and_places_to_jump_to(client):
    page = make_episode(video=make_film(), transcript="观众朋友好。")
    Chapter.objects.create(page=page, start=112, title="北环路")

    text = client.get(page.url).text

    assert '<track kind="captions" srclang="zh-Hans"' in text
    assert 'preload="none"' in text
    assert 'width="1280" height="720"' in text
    assert "观众朋友好" in text
    assert page.video
    # Without a script the link opens the film itself at that place.
    assert f'href="{page.video.url}#t=112"' in text
    assert "1:52" in text
    assert "下载（2.0" in text


def test_a_film_whose_file_is_gone_does_not_break_the_page(client):
    page = make_episode(video=make_film())
    assert page.video
    page.video.file.storage.delete(page.video.file.name)

    assert client.get(page.url).status_code == 200


def test_before_the_film_is_ready_there_is_a_poster_and_a_sentence(client):
    page = make_episode(cover=make_picture(), transcript="先看这个。")

    text = client.get(page.url).text

    assert "<video" not in text
    assert "视频还在制作" in text
    assert '<details class="fold" open>' in text


def test_a_programme_leads_to_the_one_before_and_the_one_after(client):
    first = date(2026, 11, 1)
    pages = [make_episode(air_date=first + timedelta(days=n)) for n in range(5)]

    middle = client.get(pages[3].url).context
    oldest = client.get(pages[0].url).context
    newest = client.get(pages[4].url).context

    assert middle["later"] == pages[4]
    assert middle["earlier"] == [pages[2], pages[1], pages[0]]
    assert (oldest["later"], oldest["earlier"]) == (pages[1], [])
    assert newest["later"] is None


def test_two_programmes_of_one_day_follow_each_other(client):
    day = date(2026, 11, 1)
    morning, evening = make_episode(air_date=day), make_episode(air_date=day)

    assert client.get(morning.url).context["later"] == evening
    assert client.get(evening.url).context["earlier"] == [morning]
