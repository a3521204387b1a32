"""What looks odd, and what must not (QZ-05, Q6)."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.contests.workflow import FlagKind
from quizzes.judging.flags import (
    impossible_time,
    of_one_paper,
    overlapping,
    same_device,
    too_fast,
)
from quizzes.judging.limits import Limits
from quizzes.judging.papers import canonical
from quizzes.judging.twins import at_least, twin_answers
from tests.quizzes.judging.make import NOON, answers_of, make_paper

LIMITS = Limits()
PAUSE = timedelta(minutes=6)
pytestmark = pytest.mark.once


@given(
    pace=st.floats(1, 12),
    share=st.floats(0, 1),
    weights=st.lists(st.floats(0.05, 1), min_size=5, max_size=40),
)
def test_qz_05_nobody_who_reads_at_a_human_pace_is_flagged(pace, share, weights):
    signs = 80
    seconds = max(signs * len(weights) / pace, len(weights))
    pauses = [seconds * each / sum(weights) for each in weights]

    paper = make_paper(seconds=seconds, n=len(weights), pauses=pauses, share=share)

    assert not list(of_one_paper(paper, LIMITS))


@given(seconds=st.floats(0.5, 55), share=st.floats(0.6, 1))
def test_qz_05_a_good_paper_faster_than_readable_is_flagged(seconds, share):
    paper = make_paper(seconds=seconds, share=share)  # 1600 signs

    assert FlagKind.TOO_FAST in {each.kind for each in of_one_paper(paper, LIMITS)}


@given(seconds=st.floats(0.5, 55))
def test_qz_05_who_guesses_fast_and_loses_is_left_alone(seconds):
    assert not list(of_one_paper(make_paper(seconds=seconds, share=0.3), LIMITS))


def test_qz_05_single_answers_count_where_the_whole_was_brisk():
    brisk = [0.5] * 15 + [18] * 5  # 97.5 seconds for 1600 signs

    assert "15" in too_fast(make_paper(seconds=97.5, pauses=brisk), LIMITS)


def test_q7_answers_that_arrive_together_after_a_lost_connection_are_not_odd():
    together = [280] + [0.1] * 19

    assert not too_fast(make_paper(seconds=282, pauses=together), LIMITS)


def test_qz_05_impossible_times_are_found():
    before = make_paper(seconds=300, finished_at=NOON - timedelta(seconds=1))
    below_floor = make_paper(seconds=15)
    late = make_paper(seconds=300, closes_at=NOON + timedelta(seconds=100))

    assert all(impossible_time(each, LIMITS) for each in (before, below_floor, late))
    assert not impossible_time(make_paper(), LIMITS)


def test_qz_05_two_papers_of_one_person_at_one_time_are_found():
    first = make_paper(1, participant=9)
    second = make_paper(2, participant=9, started_at=NOON + timedelta(seconds=60))
    third = make_paper(3, participant=9, started_at=NOON + timedelta(hours=1))

    assert [
        (each.attempt, each.other) for each in overlapping([third, second, first])
    ] == [(2, 1)]


def in_turn(n, **fields):
    return [
        make_paper(
            number,
            **{"network": "n", "agent": "a", **fields},
            started_at=NOON + number * PAUSE,
        )
        for number in range(n)
    ]


def test_q6_one_device_that_answers_for_many_is_found():
    found = list(same_device(in_turn(6), LIMITS))

    assert {each.attempt for each in found} == set(range(6))


@pytest.mark.parametrize(
    "papers",
    [
        in_turn(5),  # a family
        in_turn(30, share=0.5),  # bad papers win nothing
        in_turn(30, agent=""),
        [  # an office, everybody at their own desk within a quarter of an hour
            make_paper(
                n, started_at=NOON + n * timedelta(seconds=30), network="n", agent="a"
            )
            for n in range(30)
        ],
        [  # one person who may try often
            make_paper(
                n, participant=1, started_at=NOON + n * PAUSE, network="n", agent="a"
            )
            for n in range(20)
        ],
    ],
    ids=["family", "bad papers", "no agent", "office", "one person"],
)
def test_q6_who_shares_a_device_honestly_is_not_flagged(papers):
    assert not list(same_device(papers, LIMITS))


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 150), skill=st.floats(0.3, 0.95))
def test_qz_05_honest_papers_are_no_twins_even_with_common_mistakes(seed, n, skill):
    chance = random.Random(seed)  # noqa: S311
    papers = [
        make_paper(number, wrong=answers_of(chance, skill=skill), unit_entry=number % 7)
        for number in range(n)
    ]

    assert not list(twin_answers(papers, LIMITS))


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6))
def test_qz_05_who_copied_a_whole_paper_is_found_beside_the_original(seed):
    chance = random.Random(seed)  # noqa: S311
    honest = [
        make_paper(number, wrong=answers_of(chance, n=40, skill=0.6), n=40)
        for number in range(120)
    ]
    copied = {each: f"wrong {each % 3}" for each in range(0, 40, 2)}
    cheats = [make_paper(number, wrong=copied, n=40) for number in (500, 501)]

    found = list(twin_answers([*honest, *cheats], LIMITS))

    assert {(each.attempt, each.other) for each in found} == {(500, 501), (501, 500)}


def test_qz_05_one_person_is_no_twin_of_their_own_earlier_paper():
    copied = {each: f"rare {each}" for each in range(20)}
    papers = [make_paper(n, participant=1, wrong=copied) for n in range(2)]
    papers += [make_paper(n, wrong={1: "x", 2: "y"}) for n in range(2, 40)]

    assert not list(twin_answers(papers, LIMITS))


@given(chances=st.lists(st.floats(0, 1), max_size=12), count=st.integers(0, 12))
def test_the_tail_is_a_probability_and_falls(chances, count):
    tail = at_least(count, chances)

    assert -1e-9 <= tail <= 1 + 1e-9
    assert at_least(count + 1, chances) <= tail + 1e-9


def test_the_tail_of_a_coin_is_known():
    assert at_least(2, [0.5, 0.5, 0.5]) == pytest.approx(0.5)


def test_the_same_answer_is_one_string_however_it_was_given():
    assert canonical({"chosen": ["b", "a"]}) == canonical({"chosen": ["a", "b"]})
    assert canonical({"chosen": ["b", "a"]}, is_ordered=True) != canonical(
        {"chosen": ["a", "b"]}, is_ordered=True
    )
    assert canonical({"text": "１０ 日"}) == canonical({"text": "10日"})
    assert canonical({"pairs": {"x": "1", "y": "2"}}) == canonical(
        {"pairs": {"y": "2", "x": "1"}}
    )
