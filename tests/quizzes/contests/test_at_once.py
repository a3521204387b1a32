"""One participant at many places at one moment: nothing counts twice, nothing is lost."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from portal.directory.models import Unit
from portal.refusals import Refused
from portal.timeline.models import Event
from portal.tokens import new_token
from quizzes.bank.models import Pool, Question, QuestionVersion
from quizzes.contests.models import (
    Attempt,
    AttemptItem,
    Contest,
    DrawRule,
    Participant,
    Stage,
    Standing,
    UnitEntry,
)
from quizzes.contests.refusals import TooLate
from quizzes.contests.services.finishing import hand_in
from quizzes.contests.services.joining import join
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import AttemptState
from tests.at_once import at_once, committing
from tests.quizzes.make import (
    make_contest,
    make_participant,
    make_question,
    make_stage,
    make_unit_entry,
    save_answer,
)

WRITTEN = (
    Event,
    Standing,
    AttemptItem,
    Attempt,
    Participant,
    UnitEntry,
    DrawRule,
    Stage,
    Contest,
    Pool.questions.through,
    Pool,
    QuestionVersion,
    Question,
    Unit,
)


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    with committing(django_db_blocker, WRITTEN):
        yield


def right(item: AttemptItem) -> dict[str, list[str]]:
    return {"chosen": [option.id for option in item.version.parts.right]}


@dataclass(frozen=True)
class Said:
    """An answer that was acknowledged, and when it was under way."""

    option: str
    began: float
    ended: float


def post_answer(item: AttemptItem, option: str) -> Said:
    participant: Any = item.attempt.participant
    own = [participant.contest.slug, participant.token, item.attempt_id, item.position]
    began = monotonic()
    response = Client().post(
        reverse("contests:question", args=own),
        {"chosen": option},
        headers={"accept": "application/json"},
    )
    assert response.json()["is_saved"], response.text
    return Said(option, began, monotonic())


@pytest.mark.usefixtures("committed")
def test_q3_fifty_starts_at_once_are_one_paper():
    stage = make_stage(attempts_per_day=3, attempts_in_all=3)
    participant = make_participant(stage.contest)

    papers = at_once(lambda _number: start(participant, stage).pk, 50)

    assert len(set(papers)) == 1
    assert Attempt.objects.count() == 1
    assert AttemptItem.objects.count() == 3


@pytest.mark.usefixtures("committed")
def test_q3_fifty_starts_and_hand_ins_stay_within_the_limit():
    stage = make_stage(attempts_per_day=2, attempts_in_all=2)
    participant = make_participant(stage.contest)

    def play(_number: int) -> None:
        with suppress(Refused):
            hand_in(start(participant, stage))

    at_once(play, 50)

    assert sorted(Attempt.objects.values_list("nth", flat=True)) == [1, 2]
    assert Standing.objects.count() == 1


@pytest.mark.usefixtures("committed")
def test_q3_fifty_submissions_are_counted_once():
    stage = make_stage()
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)
    save_answer(attempt, 1, right(attempt.items.get(position=1)))

    at_once(lambda _number: hand_in(Attempt.objects.get(pk=attempt.pk)), 50)

    assert Event.objects.of(attempt).filter(verb="submit").count() == 1
    assert Standing.objects.get().score == 5


@pytest.mark.usefixtures("committed")
def test_two_hundred_answers_at_once_are_all_kept():
    questions = [make_question() for _each in range(20)]
    stage = make_stage(n_questions=20, questions=questions)
    papers = []
    for _each in range(10):
        participant = make_participant(stage.contest)
        paper = list(start(participant, stage).items.select_related("version"))
        for item in paper:
            item.attempt.participant = participant
        papers.append(paper)
    items = [item for paper in papers for item in paper]
    said: dict[int, list[Said]] = {item.pk: [] for item in items}

    def answer_five(number: int) -> None:
        for nth in range(number, 200, 40):
            # The last forty of the two hundred are for ten places, four for each.
            item = items[nth] if nth < 160 else items[160 + nth % 10]
            option = item.version.parts.options[nth % 4].id
            said[item.pk].append(post_answer(item, option))

    at_once(answer_five, 40)  # a database takes a hundred connections by default

    kept = AttemptItem.objects.in_bulk()
    assert sum(len(each) for each in said.values()) == 200
    assert max(len(each) for each in said.values()) == 4
    for pk, answers in said.items():
        assert kept[pk].n_saves == len(answers)
        # Of two that met either may be the last; never one that was over before.
        last_begun = max((each.began for each in answers), default=0.0)
        may_stand = [each.option for each in answers if each.ended >= last_begun]
        stands: Any = kept[pk].answer
        assert not answers or stands["chosen"][0] in may_stand


@pytest.mark.usefixtures("committed")
def test_an_answer_that_was_acknowledged_is_marked_and_no_other():
    """Answers and the hand-in at one moment: what was said to be kept counts."""
    questions = [make_question() for _each in range(12)]
    stage = make_stage(n_questions=12, questions=questions)
    attempt = start(make_participant(stage.contest), stage)
    items = list(attempt.items.select_related("version"))

    def act(number: int) -> int:
        if number == 12:
            hand_in(Attempt.objects.get(pk=attempt.pk))
            return 0
        try:
            save_answer(attempt, items[number].position, right(items[number]))
        except TooLate:
            return 0
        return 1

    acknowledged = sum(at_once(act, 13))

    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED
    assert attempt.n_right == acknowledged
    assert attempt.items.filter(answer__isnull=False).count() == acknowledged


@pytest.mark.usefixtures("committed")
def test_one_form_at_once_is_one_participant_and_a_class_counts_through():
    contest = make_contest()
    make_unit_entry(contest, is_of_minors=True, code="BJ1")
    key = new_token()

    def enter(number: int) -> str:
        if number < 8:
            return join(contest, name="周秀敏", form_key=key)[1]
        return join(contest, unit_code="BJ1", form_key=new_token())[1]

    links = at_once(enter, 16)

    assert len(set(links[:8])) == 1
    numbers = Participant.objects.filter(is_minor=True).values_list("name", flat=True)
    assert sorted(numbers) == sorted(f"{n}号" for n in range(1, 9))
