"""What is written down of a stage, and what the public sees of it afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.boards.counting import sign_me
from quizzes.contests.models import Attempt, AttemptItem, Stage
from quizzes.contests.services.standings import refresh_standing
from quizzes.contests.workflow import AttemptState, ContestState, Reveals
from quizzes.statistics.models import ItemStat, StageStat
from quizzes.statistics.services.computing import (
    compute_recent_stages,
    compute_stage,
)
from tests.quizzes.statistics.make import make_papers
from tests.quizzes.statistics.simulated import expected, simulate

pytestmark = pytest.mark.django_db
SLOPES = [1.5, 1.2, 0.9, 1.8, 1.0, -1.5]


def stats_of(stage):
    return list(ItemStat.objects.filter(stage=stage).order_by("version__question"))


def close(stage, **fields):
    """Let the contest be over, as when the clock has come there."""
    past = timezone.now() - timedelta(minutes=1)
    Stage.objects.filter(pk=stage.pk).update(closes_at=past, **fields)
    type(stage.contest).objects.filter(pk=stage.contest_id).update(closes_at=past)
    stage.refresh_from_db()


def void_one(stage):
    pk = Attempt.objects.filter(stage=stage).values_list("pk", flat=True)[0]
    Attempt.objects.filter(pk=pk).update(state=AttemptState.VOID)


def board(client, stage):
    return client.get(f"/contests/{stage.contest.slug}/boards/").text


def assert_numpy_says_so(stats, simulated):
    for column, stat in enumerate(stats):
        known = expected(simulated, column)
        assert stat.n == known["n"]
        for name in ("facility", "deviation", "discrimination", "efficiency"):
            assert getattr(stat, name) == pytest.approx(known[name], rel=1e-9)


def test_done_means_5_what_is_written_down_is_what_numpy_computes():
    simulated = simulate(150, SLOPES, asked=4)
    stage = make_papers(simulated)

    assert compute_stage(stage)

    stats = stats_of(stage)
    assert_numpy_says_so(stats, simulated)
    for stat in stats:
        right, wrong = stat.version.parts.options[:2]
        assert stat.counts[right.id] + stat.counts[wrong.id] == stat.n
        assert stat.guess == 25
    assert min(stats, key=lambda stat: stat.discrimination) == stats[-1]
    whole = StageStat.objects.get(stage=stage)
    assert whole.n_attempts == 150
    assert whole.mean == pytest.approx(25 * simulated.totals.mean())


def test_done_means_5_the_planted_bad_questions_are_last_of_two_thousand_papers():
    sound, bad = [1.0 + 0.1 * n for n in range(8)], [-0.8, -1.2]
    simulated = simulate(2000, sound + bad, asked=5)
    stage = make_papers(simulated)

    compute_stage(stage)

    stats = stats_of(stage)
    assert_numpy_says_so(stats, simulated)
    ranked = sorted(stats, key=lambda stat: stat.efficiency)
    assert set(ranked[: len(bad)]) == set(stats[len(sound) :])


def test_voided_and_unfinished_papers_are_in_no_figure():
    stage = make_papers(simulate(40, SLOPES, asked=6))
    pks = Attempt.objects.values_list("pk", flat=True)
    Attempt.objects.filter(pk__in=pks[:5]).update(state=AttemptState.VOID)
    Attempt.objects.filter(pk__in=pks[5:7]).update(state=AttemptState.IN_PROGRESS)

    compute_stage(stage)

    assert StageStat.objects.get(stage=stage).n_attempts == 33
    assert {stat.n for stat in stats_of(stage)} == {33}


def test_it_is_computed_anew_when_papers_changed_and_not_otherwise():
    stage = make_papers(simulate(30, SLOPES, asked=6))
    assert compute_stage(stage)
    assert not compute_stage(stage)
    assert compute_stage(stage, is_forced=True)

    void_one(stage)
    assert compute_stage(stage)
    assert {stat.n for stat in stats_of(stage)} == {29}


def test_the_clock_computes_what_runs_or_ended_lately():
    make_papers(simulate(5, SLOPES, asked=6))
    old = make_papers(simulate(5, SLOPES, asked=6))
    long_ago = timezone.now() - timedelta(days=90)
    Stage.objects.filter(pk=old.pk).update(
        opens_at=long_ago, closes_at=long_ago + timedelta(days=1)
    )

    assert compute_recent_stages() == 1
    assert compute_recent_stages() == 0


def test_a_few_more_papers_wait_for_the_hour():
    stage = make_papers(simulate(300, SLOPES, asked=1))
    compute_stage(stage)
    void_one(stage)

    assert compute_recent_stages() == 0
    StageStat.objects.update(computed_at=timezone.now() - timedelta(hours=2))
    assert compute_recent_stages() == 1


def test_a_stage_without_papers_has_no_figures():
    stage = make_papers(simulate(1, SLOPES, asked=6))
    AttemptItem.objects.all().delete()
    Attempt.objects.all().delete()

    compute_stage(stage)

    assert StageStat.objects.get(stage=stage).mean is None
    assert stats_of(stage) == []


def test_qz_10_after_the_close_everybody_sees_how_many_and_what_was_missed(
    client, home_page
):
    stage = make_papers(simulate(40, SLOPES, asked=6))
    compute_stage(stage)
    hardest = min(stats_of(stage), key=lambda stat: stat.facility)

    assert "错题榜" not in board(client, stage)
    close(stage)

    text = board(client, stage)
    assert "参与人次" in text
    assert ">40<" in text
    assert "错题榜" in text
    assert f"{hardest.facility:.1f}%" in text


def test_q1_a_contest_that_never_tells_shows_no_question(client, home_page):
    stage = make_papers(simulate(40, SLOPES, asked=6), reveals=Reveals.NEVER)
    compute_stage(stage)
    close(stage)

    text = board(client, stage)

    assert "参与人次" in text
    assert "错题榜" not in text
    assert "洗菜水" not in text


def test_q1_no_board_says_what_is_right(client, home_page):
    stage = make_papers(simulate(40, SLOPES, asked=6))
    compute_stage(stage)
    close(stage)

    text = board(client, stage)

    for option in stats_of(stage)[0].version.parts.options:
        assert option.text not in text
        assert option.id not in text


def test_what_too_few_answered_is_not_shown(client, home_page):
    stage = make_papers(simulate(20, SLOPES, asked=6))
    compute_stage(stage)
    close(stage)

    text = board(client, stage)

    assert ">20<" in text
    assert "错题榜" not in text


def test_a_cancelled_contest_shows_nothing(client, home_page):
    stage = make_papers(simulate(40, SLOPES, asked=6))
    compute_stage(stage)
    close(stage)
    contests = type(stage.contest).objects.filter(pk=stage.contest_id)
    contests.update(state=ContestState.CANCELLED)

    assert "参与人次" not in board(client, stage)


def test_done_means_6_with_the_figures_below_a_board_asks_six_times(
    client, home_page, django_assert_max_num_queries
):
    stage = make_papers(simulate(40, SLOPES, asked=6))
    compute_stage(stage)
    close(stage)
    people = list(stage.contest.participants.all())
    for each in people:
        refresh_standing(each, stage)
    own = f"/contests/{stage.contest.slug}/boards/?me={sign_me(people[0])}"
    client.get(own)

    with django_assert_max_num_queries(6):
        shown = client.get(own)

    assert "（您）" in shown.text
