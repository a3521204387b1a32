"""No question is asked on law that is no longer in force (product.md §3, 13)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.timeline.models import Event
from portal.timeline.permanent import IsPermanent
from publicity.services.wordings import publish_version, repeal_version
from publicity.workflow import VersionState
from quizzes.bank.models import Question
from quizzes.bank.services.superseding import look_after_bank
from quizzes.bank.workflow import QuestionState
from tests.publicity.make_reading import make_version
from tests.quizzes.bank.make import wording
from tests.quizzes.make import make_attempt, make_participant, make_question, make_stage

pytestmark = pytest.mark.django_db
_S = QuestionState
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _a_day_in_june():
    with time_machine.travel(datetime(2026, 6, 1, 4, tzinfo=UTC), tick=False):
        yield


def make_law(*texts):
    return make_version(articles=list(texts), effective_on=date(2026, 1, 1))


def publish_newer(old, *texts, on=TODAY):
    newer = make_version(
        old.regulation, articles=list(texts), effective_on=on, state=VersionState.DRAFT
    )
    publish_version(newer, by=None)
    return newer


def question_on(version, anchor="art-1", **fields):
    return make_question(clause=version.clauses.get(anchor=anchor), **fields)


def is_drawn(question):
    return Question.objects.ready(TODAY).filter(pk=question.pk).exists()


def test_a_changed_article_sends_its_questions_to_review_at_once():
    old = make_law("三日内清理。", "货不出门。")
    question = question_on(old)

    publish_newer(old, "二日内清理。", "货不出门。")

    question.refresh_from_db()
    assert question.state == _S.NEEDS_REVIEW
    assert "第一条" in question.doubt
    assert not is_drawn(question)
    event = Event.objects.of(question).get()
    assert (event.verb, event.to_state, event.actor) == ("doubt", "needs_review", None)


def test_the_very_same_words_are_carried_on_to_the_newer_wording():
    old = make_law("三日内清理。", "货不出门。")
    question = question_on(old, "art-2")
    first = wording(question)

    newer = publish_newer(old, "二日内清理。", "货不出门。")

    question.refresh_from_db()
    assert question.state == _S.READY
    assert is_drawn(question)
    assert wording(question).number == 2
    assert wording(question).clause == newer.clauses.get(anchor="art-2")
    assert wording(question).content == first.content
    assert wording(question).made_by == first.made_by
    assert Event.objects.of(question).get().verb == "carry_on"
    first.refresh_from_db()
    assert first.clause
    assert first.clause.version == old


def test_an_article_that_only_got_another_number_is_read_again():
    old = make_law("三日内清理。", "货不出门。")
    question = question_on(old, "art-2")

    publish_newer(old, "三日内清理。", "门前要扫。", "货不出门。")

    question.refresh_from_db()
    assert question.state == _S.NEEDS_REVIEW


def test_a_wording_to_come_changes_nothing_before_its_day():
    old = make_law("三日内清理。")
    question = question_on(old)

    publish_newer(old, "二日内清理。", on=date(2026, 7, 1))
    look_after_bank()
    question.refresh_from_db()
    assert question.state == _S.READY

    with time_machine.travel(datetime(2026, 7, 1, 1, tzinfo=UTC), tick=False):
        look_after_bank()
    question.refresh_from_db()
    assert question.state == _S.NEEDS_REVIEW


def test_a_repealed_regulation_takes_its_questions_along():
    old = make_law("三日内清理。")
    question = question_on(old)

    repeal_version(old, on=TODAY, by=None, because="另行规定")

    question.refresh_from_db()
    assert question.state == _S.NEEDS_REVIEW


def test_qz_08_a_question_whose_day_is_over_waits_for_review():
    question = make_question(valid_until=date(2026, 5, 31))
    lasting = make_question(valid_until=TODAY)

    assert not is_drawn(question)  # before the clock comes by, too
    look_after_bank()
    look_after_bank()

    question.refresh_from_db()
    lasting.refresh_from_db()
    assert question.state == _S.NEEDS_REVIEW
    assert "有效期" in question.doubt
    assert lasting.state == _S.READY
    assert Event.objects.of(question).count() == 1


def test_other_questions_stay_where_they_are():
    old = make_law("三日内清理。")
    others = [
        make_question(),
        question_on(make_law("养犬登记。")),
        question_on(old, state=_S.RETIRED),
        question_on(old, state=_S.DRAFT),
    ]

    publish_newer(old, "二日内清理。")

    for question in others:
        before = question.state
        question.refresh_from_db()
        assert question.state == before
        assert not Event.objects.of(question).exists()


def test_a_finished_paper_keeps_what_it_asked():
    old = make_law("三日内清理。")
    question = question_on(old)
    stage = make_stage(questions=[question], n_questions=1)
    attempt = make_attempt(make_participant(stage.contest), stage)

    publish_newer(old, "二日内清理。")

    item = attempt.items.get()
    assert item.version.number == 1
    assert item.version.clause
    assert item.version.clause.text == "三日内清理。"
    with pytest.raises(IsPermanent):
        item.version.save()
    assert not Question.objects.ready(TODAY).filter(pools__isnull=False).exists()


def test_many_questions_on_one_law_ask_the_same_wording_once(
    django_assert_max_num_queries,
):
    old = make_law("三日内清理。", "货不出门。")
    for _each in range(10):
        question_on(old, "art-2")

    with django_assert_max_num_queries(160):
        publish_newer(old, "二日内清理。", "货不出门。")

    assert Question.objects.filter(state=_S.READY).count() == 10
