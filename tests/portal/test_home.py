from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from portal.home import sections
from portal.home.models import HeadlineSlot, HomePage
from portal.home.sections import Section, fill_place
from tests.portal.make import make_area
from tests.publicity.make import make_episode, make_knowledge, make_news, make_psa
from tests.publicity.make_media import make_picture


@pytest.fixture
def no_sections(monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})


def test_the_home_page_answers(client, home_page):
    response = client.get("/")

    assert response.status_code == 200
    assert "跳到正文" in response.text


def test_the_home_page_is_honest_where_there_is_nothing_yet(client, home_page):
    text = client.get("/").text

    for place in ("曝光台", "红黑榜", "文明答题", "随手拍"):
        assert f">{place}</h2>" in text
    assert "还没有动态" in text
    assert "还没有节目" in text
    assert "公益广告正在制作" in text


def test_the_newest_item_leads_and_the_others_follow(client, home_page):
    now = timezone.now()
    make_news(title="昨天的事", published_at=now - timedelta(days=1))
    make_news(title="今天的事", published_at=now, cover=make_picture(size=(1600, 1000)))

    text = client.get("/").text

    assert text.index("今天的事") < text.index("昨天的事")
    assert 'type="image/avif"' in text


@pytest.mark.parametrize(
    ("starts", "ends", "leads"),
    [(-1, None, True), (-1, 1, True), (-2, -1, False), (1, 2, False)],
)
def test_a_planned_headline_leads_from_its_start_to_its_end(
    client, home_page, starts, ends, leads
):
    now = timezone.now()
    planned = make_news(title="定好的头条", published_at=now - timedelta(days=30))
    for number in range(6):
        make_news(title=f"新事{number}", published_at=now - timedelta(hours=number))
    HeadlineSlot.objects.create(
        home=HomePage.objects.get(),
        page=planned,
        starts_at=now + timedelta(days=starts),
        ends_at=now + timedelta(days=ends) if ends else None,
    )

    assert ("定好的头条" in client.get("/").text) is leads


def test_a_headline_can_be_a_page_of_another_kind(client, home_page):
    make_news(title="一条动态")
    HeadlineSlot.objects.create(
        home=HomePage.objects.get(),
        page=make_knowledge(title="怎样洗手才干净"),
        starts_at=timezone.now() - timedelta(days=1),
    )

    text = client.get("/").text

    assert text.index("怎样洗手才干净") < text.index("一条动态")


def test_the_week_says_which_days_had_no_programme(client, home_page):
    today = timezone.localdate()
    for days in (0, 2):
        make_episode(air_date=today - timedelta(days=days))

    text = client.get("/").text

    # The day between; what lies before the first programme is not missing.
    assert text.count("这天没有节目") == 1


def test_tv_01_only_running_advertisements_are_on_the_home_page(client, home_page):
    today = timezone.localdate()
    make_psa(slogan="正在播/的广告", valid_from=today)
    make_psa(
        slogan="停播了/的广告",
        valid_from=today - timedelta(days=9),
        valid_to=today - timedelta(days=1),
    )
    make_psa(slogan="还没播/的广告", valid_from=today + timedelta(days=1))

    text = client.get("/").text

    assert "正在播" in text
    assert "停播了" not in text
    assert "还没播" not in text


def test_the_check_sheet_counts_what_there_is(client, home_page):
    for _ in range(3):
        make_news()
    make_area()

    text = client.get("/").text

    assert "<dd>3<small>条</small></dd>" in text
    assert "<dd>1<small>个</small></dd>" in text


def test_a_domain_fills_its_place(client, home_page, no_sections):
    fill_place(
        "quizzes",
        Section(
            template="components/empty.html",
            context=lambda request: {"text": "今天的十道题"},
        ),
    )

    text = client.get("/").text

    assert "今天的十道题" in text
    assert "题目还在准备" not in text


def test_a_place_with_nothing_to_show_keeps_its_promise(client, home_page, no_sections):
    fill_place(
        "quizzes",
        Section(template="components/empty.html", context=lambda request: None),
    )

    assert "题目还在准备" in client.get("/").text


def test_a_place_is_filled_once_and_must_exist(no_sections):
    section = Section(template="x.html", context=lambda request: None)
    fill_place("quizzes", section)

    with pytest.raises(ImproperlyConfigured):
        fill_place("quizzes", Section(template="y.html", context=lambda request: None))
    with pytest.raises(ImproperlyConfigured):
        fill_place("nowhere", section)


def test_the_folder_site_is_not_a_package():
    # With an __init__.py it would shadow the standard library's `site` under
    # `python -X frozen_modules=off`, which debuggers use.
    assert not (settings.BASE_DIR / "site" / "__init__.py").exists()
