"""The contests of the demonstration county: whole, plausible, loaded once."""

import pytest

from portal.demo.context import Context
from portal.timeline.models import Event
from quizzes.bank.marking import mark
from quizzes.contests.demo.contests import load_contests
from quizzes.contests.models import Attempt, AttemptItem, Contest, Standing
from quizzes.contests.services.readiness import missing
from quizzes.contests.services.standings import placing_of, refresh_standing
from quizzes.contests.workflow import CONTEST_STEPS, ContestState

pytestmark = pytest.mark.django_db


def test_three_contests_one_over_one_open_one_to_come():
    states = dict(Contest.objects.values_list("slug", "state"))

    assert states == {
        "county-contest-2026": "final",
        "civility-every-day": "published",
        "volunteers-2027": "published",
    }
    for contest in Contest.objects.all():
        contest.full_clean()
        steps = list(Event.objects.of(contest).values_list("from_state", "to_state"))
        assert steps[0] == ("", "draft")
        assert all(new in CONTEST_STEPS[ContestState(old)] for old, new in steps[1:])


def test_q1_nobody_practises_what_the_coming_contest_asks():
    contest = Contest.objects.get(slug="volunteers-2027")

    assert contest.is_for_prizes
    assert missing(contest, at=contest.opens_at) == []


def test_four_hundred_people_play_within_the_limits():
    papers = Attempt.objects.filter(stage__contest__slug="county-contest-2026")

    assert papers.values("participant").distinct().count() == 400
    assert papers.count() > 500
    for paper in papers.select_related("stage")[:50]:
        assert paper.n_questions == 20
        assert paper.most == 100
        assert paper.stage.opens_at <= paper.started_at
        assert paper.finished_at
        assert paper.finished_at < paper.closes_at


def test_every_mark_is_what_marking_gives():
    items = AttemptItem.objects.select_related("version")

    for item in items[:300]:
        assert (mark(item.version.parts, item.answer) == 1) == item.is_right
    for paper in Attempt.objects.prefetch_related("items")[:50]:
        assert paper.score == sum(item.earned or 0 for item in paper.items.all())


def test_standings_are_what_the_services_would_write():
    for standing in Standing.objects.select_related("participant", "stage")[:40]:
        before = standing.attempt_id, standing.score, standing.seconds
        again = refresh_standing(standing.participant, standing.stage)
        assert again
        assert (again.attempt_id, again.score, again.seconds) == before
        assert again.is_shown == standing.is_shown
    first = Standing.objects.shown().ranked().select_related("stage").first()
    assert first
    assert placing_of(first).position == 1


def test_loading_again_changes_nothing():
    before = Contest.objects.count(), Attempt.objects.count()

    load_contests(Context())

    assert (Contest.objects.count(), Attempt.objects.count()) == before
