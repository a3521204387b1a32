"""Which attempt counts, and who stands before whom."""

from datetime import timedelta
from decimal import Decimal
from operator import attrgetter

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.contests.models import Standing
from quizzes.contests.services.standings import (
    placing_of,
    refresh_standing,
)
from quizzes.contests.services.steps import move_attempt
from quizzes.contests.workflow import AttemptState, Keeps, TieRule
from tests.quizzes.make import make_attempt, make_participant, make_question, make_stage

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def hand_ins(stage, *papers):
    """Let one participant hand in papers of (score, seconds), one after the other."""
    participant = make_participant(stage.contest)
    return participant, [
        make_attempt(
            participant,
            stage,
            state=AttemptState.SUBMITTED,
            score=score,
            seconds=seconds,
            finished_at=NOW + timedelta(minutes=n),
        )
        for n, (score, seconds) in enumerate(papers)
    ]


@pytest.mark.parametrize(
    ("keeps", "tie_rule", "counted"),
    [
        (Keeps.BEST, TieRule.TIME_THEN_EARLIER, 2),
        (Keeps.BEST, TieRule.EARLIER, 1),
        (Keeps.FIRST, TieRule.EARLIER, 0),
        (Keeps.LAST, TieRule.EARLIER, 3),
    ],
)
def test_the_stage_says_which_attempt_counts(keeps, tie_rule, counted):
    stage = make_stage(keeps=keeps, tie_rule=tie_rule)
    participant, papers = hand_ins(stage, (5, 9), (10, 90), (10, 60), (5, 1))

    standing = refresh_standing(participant, stage)

    assert standing
    assert standing.attempt == papers[counted]
    asks_time = tie_rule == TieRule.TIME_THEN_EARLIER
    assert standing.seconds == (papers[counted].seconds if asks_time else 0)


def test_a_void_paper_leaves_the_boards_and_the_next_best_counts():
    stage = make_stage()
    participant, papers = hand_ins(stage, (15, 60), (10, 60))
    refresh_standing(participant, stage)

    move_attempt(papers[0], "void", AttemptState.VOID, by=None, because="代答")
    refresh_standing(participant, stage)
    assert Standing.objects.get().attempt == papers[1]

    move_attempt(papers[1], "void", AttemptState.VOID, by=None, because="代答")
    assert refresh_standing(participant, stage) is None
    assert not Standing.objects.exists()


def test_who_is_only_suspected_still_counts():
    stage = make_stage()
    participant, papers = hand_ins(stage, (15, 60))
    move_attempt(papers[0], "flag", AttemptState.FLAGGED, by=None)

    assert refresh_standing(participant, stage)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 2)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(TieRule),
)
def test_q5_places_are_by_score_then_time_then_earlier(db, rows, tie_rule):
    stage = make_stage(
        tie_rule=tie_rule, n_questions=1, questions=[make_question()], points=3
    )
    standings = []
    for score, seconds, minute in rows:
        participant = make_participant(stage.contest)
        make_attempt(
            participant,
            stage,
            state=AttemptState.SUBMITTED,
            score=score,
            seconds=seconds,
            finished_at=NOW + timedelta(minutes=minute),
        )
        standing = refresh_standing(participant, stage)
        assert standing
        standings.append(standing)

    for each in standings:
        each.refresh_from_db()
    ranked = sorted(standings, key=lambda s: (-s.score, s.seconds, s.finished_at, s.pk))
    assert list(Standing.objects.filter(stage=stage).ranked()) == ranked
    for each in ranked:
        # Who is alike in all that counts shares a place.
        if tie_rule == TieRule.SHARED:
            better = sum(other.score > each.score for other in ranked)
        else:
            mine = (-each.score, each.seconds, each.finished_at)
            better = sum((-s.score, s.seconds, s.finished_at) < mine for s in ranked)
        assert placing_of(each).position == better + 1
    best = max(standings, key=attrgetter("score"))
    below = sum(each.score < best.score for each in standings)
    others = len(standings) - 1
    assert placing_of(best).share_below == (100 * below // others if others else None)


def test_whoever_is_not_on_the_board_has_no_place_there():
    stage = make_stage()
    child = make_participant(stage.contest, is_minor=True)
    make_attempt(
        child, stage, state=AttemptState.SUBMITTED, score=Decimal(15), seconds=1
    )
    hidden = refresh_standing(child, stage)
    participant, _papers = hand_ins(stage, (5, 60))
    shown = refresh_standing(participant, stage)

    assert hidden
    assert shown
    assert placing_of(hidden).position is None
    assert placing_of(shown).position == 1
