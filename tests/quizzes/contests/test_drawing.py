"""What a paper has: as the rules say, unseen if possible, and refused only if it must."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.models import QuestionVersion
from quizzes.bank.workflow import Kind, QuestionState, Topic
from quizzes.contests.models import DrawRule
from quizzes.contests.refusals import CannotDraw
from quizzes.contests.services.drawing import _matched, draw
from tests.quizzes.make import (
    make_attempt,
    make_participant,
    make_pool,
    make_question,
    make_stage,
)

TODAY = timezone.localdate()


def codes(drawn):
    pks = [each.version_id for each in drawn]
    found = QuestionVersion.objects.filter(pk__in=pks)
    return set(found.values_list("question__code", flat=True))


@pytest.mark.django_db
def test_each_rule_gets_its_topic_kinds_and_difficulty():
    stage = make_stage(questions=[make_question() for _each in range(3)])
    fit = make_question(topic=Topic.LAW, kind=Kind.FILL, difficulty=4)
    make_question(topic=Topic.LAW, kind=Kind.FILL, difficulty=2)
    make_question(topic=Topic.LAW, kind=Kind.SINGLE, difficulty=4)
    make_question(topic=Topic.HEALTH, kind=Kind.FILL, difficulty=4)
    DrawRule.objects.create(
        stage=stage,
        position=2,
        count=1,
        points=8,
        topic=Topic.LAW,
        kinds=[Kind.FILL],
        easiest=3,
    )

    drawn = draw(stage, None, on=TODAY)

    assert len(drawn) == 4
    assert [each.points for each in drawn if each.version_id == fit.current_id] == [8]


@pytest.mark.django_db
@pytest.mark.parametrize("state", sorted(set(QuestionState) - {QuestionState.READY}))
def test_what_is_in_doubt_is_in_no_paper(state):
    bad = make_question(state=state)
    old = make_question(valid_until=TODAY - timedelta(days=1))
    good = make_question(valid_until=TODAY)
    stage = make_stage(n_questions=1, questions=[bad, old, good])

    assert codes(draw(stage, None, on=TODAY)) == {good.code}


@pytest.mark.django_db
def test_it_says_honestly_that_the_bank_has_too_few():
    stage = make_stage(n_questions=3, questions=[make_question()])

    with pytest.raises(CannotDraw, match="要3题，只有1题"):
        draw(stage, None, on=TODAY)


@pytest.mark.django_db
def test_what_somebody_has_seen_comes_again_only_if_it_must():
    questions = [make_question() for _each in range(5)]
    stage = make_stage(n_questions=3, questions=questions[:3])
    participant = make_participant(stage.contest)
    make_attempt(participant, stage)
    pool = stage.draw_rules.get().pool
    assert pool
    pool.questions.set(questions)

    for _each in range(5):
        drawn = codes(draw(stage, participant, on=TODAY))
        assert {questions[3].code, questions[4].code} < drawn

    stage.avoids_seen = False
    many = [codes(draw(stage, participant, on=TODAY)) for _each in range(60)]
    assert any(not {questions[3].code, questions[4].code} & each for each in many)


@pytest.mark.django_db
def test_a_wide_rule_makes_room_for_a_narrow_one():
    only = make_question(topic=Topic.LAW)
    other = make_question(topic=Topic.HEALTH)
    stage = make_stage(n_questions=1, questions=[only, other])
    DrawRule.objects.create(
        stage=stage, position=2, count=1, pool=make_pool(questions=[only])
    )

    for _each in range(20):
        assert codes(draw(stage, None, on=TODAY)) == {only.code, other.code}


@pytest.mark.django_db
def test_questions_and_options_come_in_another_order_each_time():
    stage = make_stage(n_questions=6)

    papers = [draw(stage, None, on=TODAY) for _each in range(8)]

    orders = {tuple(each.version_id for each in paper) for paper in papers}
    options = {str(each.order) for paper in papers for each in paper}
    assert len(orders) > 1
    assert len(options) > 6


@pytest.mark.django_db
def test_unshuffled_they_come_as_they_were_written():
    stage = make_stage(
        n_questions=4, are_questions_shuffled=False, are_options_shuffled=False
    )

    drawn = draw(stage, None, on=TODAY)

    versions = QuestionVersion.objects.select_related("question").in_bulk(
        [each.version_id for each in drawn]
    )
    written = [versions[each.version_id].question.code for each in drawn]
    assert written == sorted(written)
    for each in drawn:
        parts = versions[each.version_id].parts
        assert each.order == [[option.id for option in parts.options]]


@pytest.mark.once
@given(
    st.lists(st.sets(st.integers(0, 7)), min_size=1, max_size=4),
    st.data(),
)
def test_a_paper_is_found_whenever_there_is_one(fitting, data):
    """Hall: a set of slots can be filled exactly if no subset of rules lacks questions."""
    counts = [data.draw(st.integers(1, 3)) for _each in fitting]
    seen = data.draw(st.sets(st.integers(0, 7)))
    slots = [n for n, count in enumerate(counts) for _each in range(count)]
    rules = [{question: question for question in each} for each in fitting]

    picked = _matched(slots, rules, seen)

    assert len(set(picked.values())) == len(picked)
    assert all(question in rules[slots[slot]] for slot, question in picked.items())
    subsets = range(1, 2 ** len(rules))
    is_possible = all(
        len(set().union(*(fitting[n] for n in range(len(rules)) if chosen >> n & 1)))
        >= sum(counts[n] for n in range(len(rules)) if chosen >> n & 1)
        for chosen in subsets
    )
    assert (len(picked) == len(slots)) == is_possible
