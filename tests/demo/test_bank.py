"""The demonstration county's bank: every question lawful, every pool full."""

import pytest

from portal.case_pictures import case_of
from portal.demo.context import Context
from portal.directory.models import Unit
from portal.timeline.models import Event
from quizzes.bank.demo.questions import load_bank
from quizzes.bank.models import Pool, Question
from quizzes.bank.services.checking import problems_of
from quizzes.bank.workflow import QUESTION_STEPS, Kind, QuestionState, Topic

pytestmark = pytest.mark.django_db


def test_qz_08_there_are_three_hundred_questions_of_every_kind_and_topic():
    ready = Question.objects.filter(state=QuestionState.READY)

    assert ready.count() >= 300
    assert {each.kind for each in ready} == set(Kind)
    assert {each.topic for each in ready} == set(Topic)
    assert ready.filter(current__clause__isnull=False).count() >= 100


def test_each_may_be_approved_as_it_stands():
    for question in Question.objects.select_related("current__question"):
        version = question.current
        assert version is not None
        assert version.explanation
        if version.clause_id:  # whichever wording is in force on the day of this test
            version.clause = version.clause_id = None
        assert problems_of(version) == [], question


def test_five_show_a_closed_case_without_the_name_of_a_unit():
    shown = Question.objects.exclude(current__case_number="")
    names = {
        name for unit in Unit.objects.all() for name in (unit.name, unit.short_name)
    }

    assert shown.count() == 5
    for question in shown.select_related("current"):
        version = question.current
        assert version is not None
        case = case_of(version.case_number)
        assert case is not None
        assert case.before
        assert case.after
        assert not any(name in case.title + version.stem for name in names)


def test_each_went_its_way_by_the_table():
    question = Question.objects.order_by("?").first()
    assert question is not None
    steps = list(Event.objects.of(question).values_list("from_state", "to_state"))

    assert steps[0] == ("", "draft")
    assert all(new in QUESTION_STEPS[QuestionState(old)] for old, new in steps[1:])


def test_four_pools_are_for_practice_and_three_for_the_contest():
    pools = {pool.slug: pool for pool in Pool.objects.exclude(slug=None)}

    assert set(pools) == {"etiquette", "campaign", "law", "health"}
    assert all(pool.questions.count() == 20 for pool in pools.values())
    sizes = {p.name: p.questions.count() for p in Pool.objects.filter(slug=None)}
    assert sizes["竞赛复赛"] == 30
    assert sizes["竞赛决赛"] == 36
    assert sizes["竞赛初赛"] > 200


def test_loading_again_changes_nothing():
    before = list(Question.objects.order_by("pk").values_list("pk", "current"))
    n_pools = Pool.objects.count()

    load_bank(Context())

    assert list(Question.objects.order_by("pk").values_list("pk", "current")) == before
    assert Pool.objects.count() == n_pools
