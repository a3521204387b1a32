"""Which questions are practised: the ten of a day, topics, sets; never a contest's own."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine

from quizzes.bank.models import Pool
from quizzes.bank.workflow import ONE_CHOICE, Kind, QuestionState, Topic
from quizzes.practice import drawing
from tests.quizzes.make import make_pool, make_question

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 18)


def fill_bank(each=6):
    for topic in Topic:
        for _n in range(each):
            make_question(topic=topic)


def codes(versions):
    return [version.question.code for version in versions]


def test_everybody_gets_the_same_ten_on_a_day_and_others_the_next():
    fill_bank()

    today = drawing.of_day(DAY)

    assert codes(today.versions) == codes(drawing.of_day(DAY).versions)
    assert codes(today.versions) != codes(drawing.of_day(DAY + timedelta(1)).versions)
    assert today.n_questions == 24


def test_the_ten_hold_each_topic_as_often_as_declared():
    fill_bank()

    for n in range(5):
        drawn = drawing.of_day(DAY + timedelta(n)).versions
        assert Counter(version.topic for version in drawn) == {
            "civility": 2,
            "campaign": 3,
            "law": 3,
            "health": 2,
        }


def test_another_key_draws_another_ten(settings):
    fill_bank()
    ours = codes(drawing.of_day(DAY).versions)

    settings.SECRET_KEY = "another key, so nobody outside can tell tomorrow's ten"

    assert codes(drawing.of_day(DAY).versions) != ours


def test_the_first_of_the_day_is_a_choice_for_the_front_page():
    for _n in range(8):
        make_question(kind=Kind.FILL)
    make_question(kind=Kind.SINGLE)

    assert drawing.of_day(DAY).versions[0].kind in ONE_CHOICE


def test_a_small_bank_gives_what_it_has():
    for _n in range(4):
        make_question(topic=Topic.LAW)

    assert len(drawing.of_day(DAY).versions) == 4


@pytest.mark.parametrize(
    "fields",
    [
        {"state": QuestionState.DRAFT},
        {"state": QuestionState.NEEDS_REVIEW},
        {"state": QuestionState.RETIRED},
        {"valid_until": date(2020, 1, 1)},
    ],
)
def test_qz_08_what_is_not_ready_or_out_of_date_is_not_practised(fields):
    make_question(**fields)

    assert not drawing.practisable().exists()


def test_q1_what_is_kept_for_a_contest_is_not_practised():
    kept, both, free = (make_question() for _n in range(3))
    make_pool(questions=[kept, both])
    shown = make_pool(questions=[both])
    Pool.objects.filter(pk=shown.pk).update(slug="doorstep")

    assert set(drawing.practisable()) == {both, free}
    assert drawing.of_questions([kept.pk, free.pk]) == [free.current]
    assert [(pool.slug, n) for pool, n in drawing.sets()] == [("doorstep", 1)]


@time_machine.travel("2026-11-11 09:00+08:00")
def test_q1_after_its_contest_it_is_practised():
    over, running = make_question(), make_question()
    for question, day in ((over, date(2026, 11, 10)), (running, date(2026, 11, 11))):
        pool = make_pool(questions=[question])
        Pool.objects.filter(pk=pool.pk).update(kept_until=day)

    assert set(drawing.practisable()) == {over}


def test_a_set_without_a_question_is_not_offered():
    empty = make_pool(questions=[make_question(state=QuestionState.RETIRED)])
    Pool.objects.filter(pk=empty.pk).update(slug="empty")

    assert drawing.sets() == []


def test_numbers_that_a_device_keeps_give_the_wording_of_today():
    first, second = make_question(), make_question()

    drawn = drawing.of_questions([second.pk, first.pk, second.pk, 999_999])

    assert drawn == [second.current, first.current]
