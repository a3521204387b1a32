"""A paper is begun, written, and handed in, by the server's clock alone."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.timeline.models import Event
from quizzes.bank.content import Content, Option
from quizzes.bank.marking import BadAnswer
from quizzes.bank.workflow import Kind, MarkRule
from quizzes.contests.models import (
    Attempt,
    AttemptItem,
    ParticipantContact,
    Standing,
)
from quizzes.contests.refusals import NeedsPhone, NotOpen, TooLate
from quizzes.contests.services.finishing import close_overtime, hand_in
from quizzes.contests.services.joining import withdraw
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import AttemptState, ContestState, StageKind
from tests.quizzes.make import (
    make_contest,
    make_participant,
    make_question,
    make_stage,
    make_unit_entry,
    save_answer,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def begin(stage=None, **fields):
    stage = stage or make_stage(**fields)
    return start(make_participant(stage.contest), stage)


def right(item) -> dict[str, list[str]]:
    return {"chosen": [option.id for option in item.version.parts.right]}


def wrong(item) -> dict[str, list[str]]:
    return {"chosen": [o.id for o in item.version.parts.options if not o.is_right][:1]}


def test_starting_twice_is_one_paper():
    stage = make_stage()
    participant = make_participant(stage.contest)

    first, again = start(participant, stage), start(participant, stage)

    assert first == again
    assert first.items.count() == 3
    assert [each.verb for each in Event.objects.of(first)] == ["start"]


def test_attempts_are_limited_by_day_and_in_all(clock):
    stage = make_stage(attempts_per_day=1, attempts_in_all=2)
    participant = make_participant(stage.contest)

    hand_in(start(participant, stage))
    with pytest.raises(NotOpen, match="明天"):
        start(participant, stage)
    clock.shift(timedelta(hours=11, minutes=59))
    with pytest.raises(NotOpen, match="明天"):
        start(participant, stage)
    clock.shift(timedelta(minutes=2))
    second = hand_in(start(participant, stage))
    clock.shift(timedelta(days=1))
    with pytest.raises(NotOpen, match="2次"):
        start(participant, stage)

    assert (second.nth, second.nth_of_day) == (2, 1)


def test_zero_is_no_limit():
    stage = make_stage(attempts_per_day=0, attempts_in_all=0)
    participant = make_participant(stage.contest)

    papers = [hand_in(start(participant, stage)) for _each in range(4)]

    assert [each.nth_of_day for each in papers] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "fields",
    [
        {"opens_at": NOON + timedelta(minutes=1), "closes_at": NOON + timedelta(1)},
        {"opens_at": NOON - timedelta(1), "closes_at": NOON},
    ],
)
def test_nobody_begins_outside_the_stage(clock, fields):
    with pytest.raises(NotOpen):
        begin(**fields)


def test_nobody_begins_when_the_contest_is_no_longer_published():
    with pytest.raises(NotOpen):
        begin(make_stage(make_contest(state=ContestState.REVIEWING)))


def test_nobody_begins_a_stage_of_another_contest():
    with pytest.raises(NotOpen):
        start(make_participant(), make_stage())


def test_q2_who_begins_late_has_no_longer_than_the_stage(clock):
    stage = make_stage(closes_at=NOON + timedelta(minutes=5), time_limit=900, grace=5)

    attempt = begin(stage)

    assert attempt.ends_at == stage.closes_at
    assert attempt.closes_at == stage.closes_at + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("extension", "is_prize", "minutes"),
    [("1.5", False, 15), ("0", False, None), ("1.5", True, 15), ("1", False, 10)],
)
def test_qz_09_more_time_in_every_stage_without_a_prize(
    clock, extension, is_prize, minutes
):
    contest = make_contest(is_for_prizes=is_prize)
    stage = make_stage(
        contest,
        kind=StageKind.PRACTICE,
        time_limit=600,
        extension=Decimal(extension),
    )

    attempt = start(make_participant(contest), stage, is_extended=True)

    told = attempt.ends_at and attempt.ends_at - NOON
    assert told == (timedelta(minutes=minutes) if minutes else None)


def test_qz_09_no_more_time_where_a_prize_is_won(clock):
    contest = make_contest(is_for_prizes=True)
    stage = make_stage(contest, time_limit=600, extension=Decimal("1.5"))
    entry = make_unit_entry(contest, is_of_minors=True)
    pupil = make_participant(contest, unit_entry=entry, is_minor=True)

    attempt = start(pupil, stage, is_extended=True)

    assert attempt.ends_at == NOON + timedelta(minutes=10)


def test_a_prize_asks_for_a_proved_phone_in_the_official_stage_alone():
    contest = make_contest(is_for_prizes=True)
    practice = make_stage(contest, kind=StageKind.PRACTICE)
    official = make_stage(contest)
    participant = make_participant(contest)
    entry = make_unit_entry(contest, is_of_minors=True)
    pupil = make_participant(contest, unit_entry=entry, is_minor=True)

    start(participant, practice)
    with pytest.raises(NeedsPhone):
        start(participant, official)
    ParticipantContact.objects.create(
        participant=participant,
        contest=contest,
        phone="13812345678",
        phone_hash="x",
        consented_at=NOON,
        verified_at=NOON,
        delete_on=NOON.date(),
    )

    start(participant, official)
    start(pupil, official)


def test_an_answer_is_kept_as_given_and_the_last_one_counts():
    attempt = begin()
    item = attempt.items.get(position=2)

    save_answer(attempt, 2, wrong(item))
    save_answer(attempt, 2, right(item))

    item.refresh_from_db()
    assert item.answer == right(item)
    assert item.n_saves == 2
    assert item.earned is None


def test_saving_takes_one_statement(django_assert_num_queries):
    attempt = begin()
    answer = right(attempt.items.get(position=1))
    save_answer(attempt, 1, answer)  # reads the wordings, once in each process

    with django_assert_num_queries(1):
        save_answer(attempt, 1, answer)


def test_an_answer_can_be_taken_back():
    attempt = begin()
    save_answer(attempt, 1, right(attempt.items.get(position=1)))

    save_answer(attempt, 1, {})

    assert attempt.items.get(position=1).answer is None
    assert hand_in(attempt).n_right == 0


def test_q4_an_option_of_another_question_changes_nothing():
    attempt = begin()
    first, second = attempt.items.filter(position__lte=2)
    save_answer(attempt, 1, right(first))

    for posted in (
        right(second),
        {"chosen": [right(first)["chosen"][0], right(second)["chosen"][0]]},
        {"chosen": right(first)["chosen"] * 2},
        {"chosen": ["-1"]},
    ):
        with pytest.raises(BadAnswer):
            save_answer(attempt, 1, posted)

    first.refresh_from_db()
    assert (first.answer, first.n_saves) == (right(first), 1)


def test_q2_an_answer_after_the_end_is_refused_and_says_so(clock):
    attempt = begin(time_limit=600, grace=5)
    item = attempt.items.get(position=1)
    save_answer(attempt, 1, wrong(item))

    clock.shift(timedelta(seconds=604))
    save_answer(attempt, 1, right(item))
    clock.shift(timedelta(seconds=2))
    with pytest.raises(TooLate, match="时间到了"):
        save_answer(attempt, 1, wrong(item))

    item.refresh_from_db()
    assert item.answer == right(item)


def test_q2_an_answer_after_handing_in_is_refused_and_says_so():
    attempt = begin()
    item = attempt.items.get(position=1)
    hand_in(attempt)

    with pytest.raises(TooLate, match="已经交了"):
        save_answer(attempt, 1, right(item))

    item.refresh_from_db()
    assert item.answer is None


def test_whoever_left_writes_no_more():
    attempt = begin()
    withdraw(attempt.participant)

    with pytest.raises(TooLate):
        save_answer(attempt, 1, right(attempt.items.get(position=1)))


def test_a_question_has_a_time_of_its_own(clock):
    attempt = begin(question_limit=20, grace=2)
    item = attempt.items.get(position=1)
    save_answer(attempt, 1, wrong(item))

    clock.shift(timedelta(seconds=22))
    save_answer(attempt, 1, right(item))
    clock.shift(timedelta(seconds=1))
    with pytest.raises(TooLate, match="这一题的时间"):
        save_answer(attempt, 1, wrong(item))

    item.refresh_from_db()
    assert item.answer == right(item)


def test_handing_in_marks_once_and_writes_the_standing(clock):
    attempt = begin(points=4)
    one, two, _three = attempt.items.all()
    save_answer(attempt, 1, right(one))
    save_answer(attempt, 2, wrong(two))
    clock.shift(timedelta(seconds=61.5))

    hand_in(attempt)
    clock.shift(timedelta(seconds=60))
    hand_in(Attempt.objects.get(pk=attempt.pk))

    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SUBMITTED
    assert (attempt.score, attempt.most, attempt.n_right) == (4, 12, 1)
    assert attempt.seconds == Decimal("61.5")
    assert [item.is_right for item in attempt.items.all()] == [True, False, False]
    standing = Standing.objects.get()
    assert (standing.attempt_id, int(standing.score)) == (attempt.pk, 4)
    assert [each.verb for each in Event.objects.of(attempt)] == ["start", "submit"]


def test_half_for_what_is_missing_where_the_stage_says_so():
    content = Content(
        Kind.MULTIPLE, (Option("一", True), Option("二", True), Option("三"))
    )
    question = make_question(kind=Kind.MULTIPLE, content=content)
    stage = make_stage(
        n_questions=1,
        points=5,
        questions=[question],
        mark_rule=MarkRule.HALF_FOR_MISSING,
    )
    attempt = begin(stage)
    item = attempt.items.get()
    save_answer(attempt, 1, {"chosen": right(item)["chosen"][:1]})

    hand_in(attempt)

    item.refresh_from_db()
    assert attempt.score == Decimal("2.5")
    assert item.is_right is False


def test_the_clock_hands_in_what_was_given_and_credits_no_time(clock):
    attempt = begin(time_limit=600, grace=5)
    save_answer(attempt, 1, right(attempt.items.get(position=1)))
    running = begin(time_limit=3600)

    clock.shift(timedelta(seconds=604))
    assert close_overtime() == 0
    clock.shift(timedelta(minutes=3))
    assert close_overtime() == 1
    assert close_overtime() == 0

    attempt.refresh_from_db()
    running.refresh_from_db()
    assert (attempt.state, attempt.score) == (AttemptState.EXPIRED, 5)
    assert attempt.seconds == 600
    assert attempt.finished_at == NOON + timedelta(seconds=600)
    assert running.state == AttemptState.IN_PROGRESS


def test_q7_the_grace_gives_no_time(clock):
    attempt = begin(time_limit=600, grace=5)

    clock.shift(timedelta(seconds=603))
    hand_in(attempt)

    assert attempt.state == AttemptState.SUBMITTED
    assert attempt.seconds == 600


def test_a_paper_that_ran_out_is_closed_when_the_next_one_begins(clock):
    stage = make_stage(time_limit=600, attempts_per_day=2, attempts_in_all=2)
    participant = make_participant(stage.contest)
    first = start(participant, stage)

    clock.shift(timedelta(hours=1))
    second = start(participant, stage)

    first.refresh_from_db()
    assert first.state == AttemptState.EXPIRED
    assert second.nth == 2


def test_a_wording_that_changes_in_mid_contest_changes_no_paper():
    attempt = begin()
    item = attempt.items.select_related("version__question").first()
    assert item
    question = item.version.question
    question.current = make_question(stem="新的说法").current
    question.save()

    save_answer(attempt, item.position, right(item))
    hand_in(attempt)

    assert AttemptItem.objects.get(pk=item.pk).is_right
