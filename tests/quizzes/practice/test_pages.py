"""Practice as somebody without JavaScript plays it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal import case_pictures
from portal.case_pictures import Case, CasePicture, Source
from quizzes.bank.models import Pool, PracticeCount, QuestionVersion
from quizzes.bank.workflow import Kind, Topic
from quizzes.practice import offers
from quizzes.practice.offers import Offer, register_offer
from tests.publicity.make import make_columns
from tests.publicity.make_media import make_film, make_picture
from tests.publicity.make_reading import make_version
from tests.quizzes.make import make_pool, make_question
from tests.quizzes.practice.play import asked_in, part_of, post, right_fields, wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]


def make_set(*questions, slug="doorstep"):
    pool = make_pool(questions=questions)
    Pool.objects.filter(pk=pool.pk).update(slug=slug)
    return f"/quizzes/sets/{slug}/"


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_answered_without_javascript(client, kind):
    question = make_question(kind=kind, explanation="原来如此。")
    page = client.get(make_set(question))

    told = post(client, page, **right_fields(wording(question).parts))

    assert "答对了" in told.text
    assert "原来如此。" in told.text
    result = post(client, told)
    assert "1题，答对1题" in result.text


@pytest.mark.parametrize("kind", Kind)
def test_who_does_not_know_sees_the_answer(client, kind):
    page = client.get(make_set(make_question(kind=kind)))

    told = post(client, page, act="give_up")

    assert "不对，正确答案是" in told.text
    assert "1题，答对0题" in post(client, told).text


def test_a_paper_goes_on_to_its_result_by_topic(client):
    for topic in Topic:
        for _n in range(3):
            make_question(topic=topic)
    page = client.get("/quizzes/daily/")

    for number in range(1, 11):
        assert f"第{number}题，共10题" in page.text
        version = QuestionVersion.objects.get(pk=asked_in(page))
        fields = right_fields(version.parts) if number <= 7 else {"act": "give_up"}
        page = post(client, post(client, page, **fields))

    assert "10题，答对7题" in page.text
    assert page.text.count('<details class="fold"') == 3
    assert "按类别" in page.text
    assert "/quizzes/shared/" in page.text


def test_nothing_given_and_what_cannot_be_are_told_without_a_verdict(client):
    question = make_question(kind=Kind.ORDERING)
    page = client.get(make_set(question))
    first, second, *rest = wording(question).parts.options

    nothing = post(client, page)
    twice = post(client, page, **{f"place-{o.id}": "1" for o in (first, second, *rest)})
    foreign = post(client, page, chosen=["deadbeef"])

    assert "还没有作答" in nothing.text
    assert "位置不能重复" in twice.text
    assert twice.text.count(" selected>第1位") == 4
    assert "不属于这道题" in foreign.text
    assert not PracticeCount.objects.exists()


def test_qz_07_only_counts_are_kept_and_no_cookie_is_set(client):
    question = make_question()
    page = client.get(make_set(question))

    told = post(client, page, **right_fields(wording(question).parts))
    post(client, client.get(make_set(question, slug="other")), act="give_up")

    assert not client.cookies
    assert "csrf" not in told.text
    count = PracticeCount.objects.get(version=question.current)
    assert (count.n, count.n_right) == (2, 1)


def test_qz_05_a_double_post_is_counted_once(client):
    question = make_question()
    page = client.get(make_set(question))
    fields = right_fields(wording(question).parts)

    answers = [post(client, page, **fields) for _n in range(3)]

    assert all("答对了" in answer.text for answer in answers)
    assert PracticeCount.objects.get(version=question.current).n == 1


def test_a_flood_is_answered_but_not_counted(client, settings):
    settings.THROTTLES = settings.THROTTLES | {"practice_network": (2, 3600, 60)}
    question = make_question()
    address = make_set(question)

    for _n in range(4):
        told = post(client, client.get(address), act="give_up")
        assert "正确答案" in told.text

    assert PracticeCount.objects.get(version=question.current).n == 2


@pytest.mark.parametrize("token", ["", "forged", "x" * 9000])
def test_a_forged_paper_is_told_with_a_way_back(client, token):
    refused = client.post("/quizzes/paper/", {"paper": token, "chosen": "1"})

    assert refused.status_code == 400
    assert "/quizzes/daily/" in refused.text


def test_a_paper_without_its_page_leads_to_the_start(client):
    assert client.get("/quizzes/paper/").url == "/quizzes/"


def test_an_empty_bank_says_so_everywhere(client):
    assert "题目还在准备" in client.get("/quizzes/").text
    for address in ("/quizzes/daily/", "/quizzes/topics/law/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "现在没有可以练的题目" in page.text


def test_days_that_are_long_gone_or_to_come_are_not_there(client):
    make_question()
    today = timezone.localdate()

    assert client.get(f"/quizzes/daily/{today - timedelta(1)}/").status_code == 200
    assert client.get(f"/quizzes/daily/{today - timedelta(7)}/").status_code == 404
    assert client.get(f"/quizzes/daily/{today + timedelta(1)}/").status_code == 404
    assert client.get("/quizzes/daily/2026-02-30/").status_code == 404
    assert client.get("/quizzes/topics/cooking/").status_code == 404
    assert client.get("/quizzes/sets/none/").status_code == 404


def test_a_clause_asks_its_own_questions_and_is_linked_after_answering(client):
    clause = make_version(articles=2).clauses.filter(kind="article")[0]
    address = clause.get_absolute_url().replace("/regulations/", "/quizzes/clauses/")
    assert "这一条还没有题目" in client.get(address).text
    make_question()
    make_question(clause=clause, stem="哪一条？")

    page = client.get(address)
    told = post(client, page, act="give_up")

    assert "第1题，共1题" in page.text
    assert f'href="{clause.get_absolute_url()}">{clause.label}' in told.text


def test_the_start_page_shows_topics_sets_and_offers(client, monkeypatch):
    monkeypatch.setattr(offers, "_offers", {})
    register_offer(
        "contests", lambda: [Offer(title="第三期竞赛", address="/contests/3/")]
    )
    make_set(make_question(topic=Topic.LAW))

    page = client.get("/quizzes/")

    assert "第三期竞赛" in page.text
    assert "/quizzes/topics/law/" in page.text
    assert "/quizzes/topics/health/" not in page.text
    assert "/quizzes/sets/doorstep/" in page.text


def test_pages_ask_few_queries(client, django_assert_max_num_queries):
    for topic in Topic:
        for _n in range(20):
            make_question(topic=topic)
    client.get("/quizzes/")

    with django_assert_max_num_queries(5):
        client.get("/quizzes/")
    with django_assert_max_num_queries(5):
        page = client.get("/quizzes/daily/")
    with django_assert_max_num_queries(8):  # with its count and its throttle
        told = post(client, page, act="give_up")
    with django_assert_max_num_queries(3):
        post(client, told)


def test_the_front_page_asks_the_first_of_today_and_posts_into_the_paper(client):
    make_columns()
    question = make_question(stem="今天第一题？", kind=Kind.TRUE_FALSE)
    form = part_of(client.get("/"), "form[action='/quizzes/paper/']")

    told = client.post(
        "/quizzes/paper/",
        {
            "paper": form.select("input")[0]["value"],
            "chosen": wording(question).parts.right[0].id,
        },
    )

    assert "今天第一题？" in form.text
    assert [button.text for button in form.select("button")] == ["A. 对", "B. 错"]
    assert "答对了" in told.text


def test_the_front_page_leads_to_what_has_a_picture(client):
    make_columns()
    make_question(kind=Kind.FILL, stem="填什么？")

    assert "答这一题" in client.get("/").text


def test_the_book_of_wrong_answers_asks_by_number_and_says_what_it_needs(client):
    first, second = make_question(stem="甲？"), make_question(stem="乙？")

    page = client.get(f"/quizzes/mistakes/paper/?q={second.pk},{first.pk},abc,-1,²")

    assert "第1题，共2题" in page.text
    assert "乙？" in page.text
    assert page["X-Robots-Tag"] == "noindex"
    assert "JavaScript" in client.get("/quizzes/mistakes/").text
    assert "现在没有可以练的题目" in client.get("/quizzes/mistakes/paper/").text


def test_a_picture_has_its_words_and_a_film_its_player(client):
    make_set(
        make_question(image=make_picture(), image_alt="盲道上停着三轮车"),
        slug="picture",
    )
    make_set(make_question(film=make_film()), slug="film")

    assert 'alt="盲道上停着三轮车"' in client.get("/quizzes/sets/picture/").text
    assert "<video" in client.get("/quizzes/sets/film/").text


def test_a_case_shows_the_place_before_and_how_it_was_mended_only_afterwards(
    client, monkeypatch
):
    case = Case(
        number="临曝(2026)12号",
        title="盲道被占",
        is_closed=True,
        before=CasePicture("/media/before.jpg", "盲道被占的现场", 640, 400),
        after=CasePicture("/media/after.jpg", "盲道清出来了", 640, 400),
    )
    source = Source(case_of=lambda number: case, closed_cases=lambda words, most: [])
    monkeypatch.setattr(case_pictures, "_source", [source])
    page = client.get(make_set(make_question(kind=Kind.CASE, case_number=case.number)))

    told = post(client, page, act="give_up")

    assert 'alt="盲道被占的现场"' in page.text
    assert "after.jpg" not in page.text
    assert 'alt="盲道清出来了"' in told.text


def test_a_case_that_is_open_again_shows_nothing(client, monkeypatch):
    case = Case("1", "又占了", False, CasePicture("/media/before.jpg", "现场"))
    source = Source(case_of=lambda number: case, closed_cases=lambda words, most: [])
    monkeypatch.setattr(case_pictures, "_source", [source])
    page = client.get(make_set(make_question(kind=Kind.CASE, case_number="1")))

    assert "before.jpg" not in page.text
