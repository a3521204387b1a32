"""Ranks with ties, against functions that compute them another way."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.boards.ranking import (
    GroupLine,
    person_key,
    ranked_areas,
    ranked_units,
    shared_ranks,
)
from quizzes.contests.workflow import TieRule

pytestmark = pytest.mark.once
NOON = datetime(2026, 5, 18, 12, tzinfo=UTC)
people = st.lists(
    st.tuples(
        st.sampled_from([60, 80, 100]),
        st.sampled_from(["91.5", "91.501", "300"]),
        st.integers(0, 2),
    ),
    max_size=30,
)
groups = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 10), st.integers(0, 100)), max_size=20
)


def is_before(rule, one, other):
    """Tell by cases, not by tuples, who of two stands before the other."""
    if one[0] != other[0]:
        return one[0] > other[0]
    if rule == TieRule.SHARED:
        return False
    if one[1] != other[1]:
        return one[1] < other[1]
    return one[2] < other[2]


@given(people, st.sampled_from(TieRule))
def test_q5_a_rank_is_one_more_than_those_before(people, rule):
    # A stage whose rule asks for no time has 0 for the seconds.
    has_time = rule == TieRule.TIME_THEN_EARLIER
    rows = [
        (Decimal(score), Decimal(time if has_time else 0), NOON + timedelta(seconds=s))
        for score, time, s in people
    ]
    ordered = sorted(rows, key=lambda row: (-row[0], row[1], row[2]))

    ranked = shared_ranks(ordered, lambda row: person_key(rule, *row))

    assert [row for _rank, row in ranked] == ordered
    for rank, row in ranked:
        assert rank == 1 + sum(is_before(rule, other, row) for other in rows)


@given(groups, st.integers(1, 5))
def test_units_are_ranked_by_rate_and_then_average(groups, least):
    lines = [
        GroupLine(f"单位{place}", "/", n, Decimal(total * n), headcount, least)
        for place, (n, headcount, total) in enumerate(groups)
    ]

    ranked = ranked_units(lines)

    assert Counter(line.name for line in ranked) == Counter(line.name for line in lines)
    large = [line for line in ranked if line.n >= least]
    assert [line.rank for line in ranked[len(large) :]] == [None] * (
        len(lines) - len(large)
    )
    for line in large:
        better = 0
        for other in large:
            ours = min(Fraction(line.n, line.headcount), Fraction(1))
            theirs = min(Fraction(other.n, other.headcount), Fraction(1))
            if theirs != ours:
                better += theirs > ours
            elif (other.n > other.headcount) != (line.n > line.headcount):
                better += line.n > line.headcount
            else:
                better += other.total / other.n > line.total / line.n
        assert line.rank == better + 1


@given(groups)
def test_areas_are_ranked_by_average(groups):
    lines = [
        GroupLine(f"片区{place}", "/", n, Decimal(total * n), least=3)
        for place, (n, _headcount, total) in enumerate(groups)
    ]

    for line in ranked_areas(lines):
        better = [
            other
            for other in lines
            if other.n >= 3 and line.n and other.total / other.n > line.total / line.n
        ]
        assert line.rank == (len(better) + 1 if line.n >= 3 else None)


def test_more_than_were_declared_never_exceed_a_hundred_percent():
    line = GroupLine("甲", "/", 30, Decimal(2400), 20)

    assert (line.percent, line.has_too_many) == (Decimal(100), True)


def test_a_rate_is_cut_not_rounded_up():
    assert GroupLine("甲", "/", 9999, Decimal(0), 10000).percent == Decimal("99.9")
