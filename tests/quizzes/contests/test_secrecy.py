"""Nobody learns the key of a question for prizes while its stage is open (Q1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.refusals import Refused
from quizzes.bank.models import Pool
from quizzes.bank.workflow import Kind, Topic
from quizzes.contests.models import DrawRule
from quizzes.contests.services.drawing import draw
from quizzes.contests.services.readiness import missing
from quizzes.contests.services.running import publish
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import ContestState, Reveals, StageKind
from quizzes.live.models import LiveRound
from quizzes.live.services.running import open_round, prepare_round
from tests.publicity.make_reading import make_version
from tests.quizzes.judging.make import make_chief, make_ready_contest
from tests.quizzes.live.make import make_host
from tests.quizzes.make import (
    make_contest,
    make_participant,
    make_pool,
    make_question,
    make_stage,
)
from tests.quizzes.practice.test_asking import KEY, MARKED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_prize_contest(**fields):
    return make_ready_contest(is_for_prizes=True, **fields)


def pool_of(contest):
    return contest.stages.get().draw_rules.get().pool


def change_pool(contest, **fields):
    Pool.objects.filter(pk=pool_of(contest).pk).update(**fields)


@pytest.mark.usefixtures("home_page")
def test_no_other_page_tells_the_key_of_a_paper_under_way(client):
    """Whoever holds an official paper asks all that practises for its questions."""
    clause = make_version(articles=1).clauses.filter(kind="article")[0]
    questions = [
        make_question(
            content=MARKED[Kind.SINGLE],
            explanation=KEY,
            clause=clause,
            stem="问的什么？",
        )
        for _each in range(3)
    ]
    stage = make_stage(make_contest(), questions=questions)
    paper = start(make_participant(stage.contest), stage)
    numbers = [item.version.question_id for item in paper.items.all()]

    shown = [
        client.get(address)
        for address in (
            f"/quizzes/mistakes/paper/?q={','.join(map(str, numbers))}",
            "/quizzes/topics/campaign/",
            "/quizzes/daily/",
            "/quizzes/",
            "/",
            clause.get_absolute_url().replace("/regulations/", "/quizzes/clauses/"),
            clause.get_absolute_url(),
        )
    ]

    assert len(numbers) == 3
    for page in shown:
        assert KEY not in page.text
        assert "问的什么" not in page.text
        assert 'name="paper"' not in page.text  # nothing that could be given up


@pytest.mark.parametrize("names_pool", [True, False])
def test_a_hall_is_not_asked_what_a_contest_asks(names_pool):
    stage = make_stage(make_contest())
    pool = stage.draw_rules.get().pool if names_pool else None
    live_round = prepare_round(
        LiveRound(title="广场", pool=pool, n_questions=1), by=make_host()
    )

    with pytest.raises(Refused, match="竞赛正在用"):
        open_round(live_round, by=make_host())


def test_a_hall_may_have_what_is_kept_for_it_or_was_asked_before():
    own, over = make_pool(questions=[make_question()]), make_stage(make_contest())
    over.contest.state = ContestState.REVIEWING
    over.contest.save()
    asked_before = over.draw_rules.get().pool
    assert asked_before
    for pool in (own, asked_before):
        live_round = prepare_round(
            LiveRound(title="广场", pool=pool, n_questions=1), by=make_host()
        )
        open_round(live_round, by=make_host())

        assert live_round.questions.get().version.question in pool.questions.all()


def test_a_hall_without_a_pool_is_asked_what_everybody_practises():
    make_pool(questions=[make_question() for _each in range(9)])
    free = make_question()
    live_round = prepare_round(LiveRound(title="广场", n_questions=1), by=make_host())

    open_round(live_round, by=make_host())

    assert live_round.questions.get().version.question == free


def test_a_contest_without_a_pool_asks_nothing_that_is_kept_for_another():
    make_pool(questions=[make_question(topic=Topic.LAW)])
    free = make_question(topic=Topic.LAW)
    stage = make_stage(n_questions=1)
    stage.draw_rules.all().delete()
    DrawRule.objects.create(stage=stage, count=1, topic=Topic.LAW)

    drawn = draw(stage, None, on=timezone.localdate())

    assert [each.version_id for each in drawn] == [free.current_id]


@pytest.mark.parametrize("leak", ["no pool", "address", "day", "practised as well"])
def test_a_contest_for_prizes_asks_nothing_that_is_practised(leak):
    contest = make_prize_contest()
    assert missing(contest) == []
    if leak == "no pool":
        pool_of(contest).questions.clear()
        contest.stages.get().draw_rules.update(pool=None)
    elif leak == "address":
        change_pool(contest, slug="open")
    elif leak == "day":
        last = timezone.localdate(contest.closes_at)
        change_pool(contest, kept_until=last)
        assert missing(contest) == []
        change_pool(contest, kept_until=last - DAY)
    else:
        practised = make_pool(questions=pool_of(contest).questions.all()[:1])
        Pool.objects.filter(pk=practised.pk).update(slug="open")

    with pytest.raises(Refused, match="没有网址名的题组"):
        publish(contest, by=make_chief())


def test_a_contest_without_prizes_may_ask_what_is_practised():
    contest = make_ready_contest()
    change_pool(contest, slug="open")

    assert missing(contest) == []


def test_nobody_reads_the_key_of_a_stage_for_prizes_before_its_end():
    contest = make_prize_contest()
    contest.stages.update(reveals=Reveals.ON_SUBMISSION)

    assert "先交卷的人不能先看答案" in "".join(missing(contest))


@pytest.mark.parametrize("kind", StageKind)
def test_no_earlier_stage_tells_the_key_of_a_later_one(kind):
    contest = make_prize_contest()
    first = make_stage(
        contest, kind=kind, title="热身", closes_at=contest.closes_at - DAY
    )
    first.draw_rules.update(pool=pool_of_last(contest, first))

    assert "和“热身”用了同样的题" in "".join(missing(contest))
    first.reveals = Reveals.NEVER
    first.save()
    assert missing(contest) == []


def pool_of_last(contest, first):
    return contest.stages.exclude(pk=first.pk).get().draw_rules.get().pool


@pytest.mark.parametrize("is_first", [True, False])
def test_two_contests_do_not_tell_the_keys_of_each_other(is_first):
    """Whichever of them is published last is refused."""
    prizes, other = make_prize_contest(), make_ready_contest()
    other.stages.update(reveals=Reveals.ON_SUBMISSION)
    DrawRule.objects.filter(stage__contest=other).update(pool=pool_of(prizes))
    published, draft = (prizes, other) if is_first else (other, prizes)
    assert missing(draft) == []
    publish(published, by=make_chief())

    with pytest.raises(Refused, match="各用各的题组"):
        publish(draft, by=make_chief())
