"""A hall lost its power: the stage that runs is made longer, and everybody can read why."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from portal.refusals import NotAllowed, Refused
from portal.timeline.models import Event
from quizzes.bank.models import Pool, Question
from quizzes.contests.models import Contest
from quizzes.contests.services.extending import extend_stage
from quizzes.contests.services.finishing import hand_in
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import ContestState, Reveals
from tests.quizzes.judging.make import make_chief, make_editor
from tests.quizzes.make import make_contest, make_participant, make_stage

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
END = NOON + timedelta(minutes=5)
LATER = NOON + timedelta(minutes=35)
WHY = "县体育馆停电半小时。"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def make_running(**fields):
    contest = make_contest(opens_at=NOON - timedelta(1), closes_at=END)
    return make_stage(contest, grace=5, attempts_in_all=0, **fields)


def extend(stage, until=LATER, *, by=None):
    extend_stage(stage, until=until, by=by or make_chief(), because=WHY)


@pytest.mark.parametrize(
    ("time_limit", "told", "closes"),
    [
        (None, None, LATER),
        (120, NOON + timedelta(minutes=2), NOON + timedelta(minutes=2)),
        (600, NOON + timedelta(minutes=10), NOON + timedelta(minutes=10)),
    ],
)
def test_papers_that_are_written_follow_as_far_as_their_own_time(
    time_limit, told, closes
):
    stage = make_running(time_limit=time_limit)
    running = start(make_participant(stage.contest), stage)
    over = hand_in(start(make_participant(stage.contest), stage))

    extend(stage)

    running.refresh_from_db()
    assert (running.ends_at, running.closes_at) == (
        told,
        closes + timedelta(seconds=5),
    )
    before = over.closes_at
    over.refresh_from_db()
    assert over.closes_at == before
    stage.contest.refresh_from_db()
    assert stage.contest.closes_at == LATER


def test_q1_what_it_asks_is_kept_until_the_new_end():
    stage, day = make_running(), NOON.date()
    pool = stage.draw_rules.get().pool
    Pool.objects.filter(pk=pool.pk).update(kept_until=day)

    extend(stage, LATER + timedelta(2))

    assert pool.questions.count() == 3
    assert not Question.objects.practisable(day + timedelta(2)).exists()
    assert Question.objects.practisable(day + timedelta(3)).count() == 3


def test_q1_a_stage_for_prizes_does_not_outlast_who_tells_its_keys():
    stage = make_running()
    Contest.objects.update(is_for_prizes=True)
    stage.contest.refresh_from_db()
    other = make_stage(
        make_contest(opens_at=NOON - timedelta(1), closes_at=LATER),
        reveals=Reveals.ON_CLOSE,
    )
    other.draw_rules.update(pool=stage.draw_rules.get().pool)

    with pytest.raises(Refused, match="公布答案"):
        extend(stage, LATER + timedelta(1))

    stage.refresh_from_db()
    assert stage.closes_at == END


@pytest.mark.parametrize("until", [END, END - timedelta(minutes=1), NOON])
def test_a_stage_is_never_made_shorter(until):
    stage = make_running()

    with pytest.raises(Refused, match="不能缩短"):
        extend(stage, until)

    stage.refresh_from_db()
    assert stage.closes_at == END


def test_what_is_over_stays_over(clock):
    stage = make_running()
    clock.move_to(END)

    with pytest.raises(Refused, match="正在进行"):
        extend(stage)

    assert not Event.objects.of(stage.contest).exists()


def test_whoever_may_not_publish_may_not_extend():
    stage = make_running()

    with pytest.raises(NotAllowed):
        extend(stage, by=make_editor())


@pytest.mark.usefixtures("home_page")
def test_the_chief_extends_at_the_desk_and_everybody_reads_why(client):
    stage = make_running()
    contest = stage.contest
    client.force_login(make_chief())
    act = reverse("contests_desk:act", args=[contest.pk, "extend"])
    typed = {"version": 1, "stage": stage.pk, "until": "2026-11-05T12:35"}

    silent = client.post(act, typed)
    told = client.post(act, typed | {"because": WHY})

    assert (silent.status_code, told.status_code) == (422, 302)
    stage.refresh_from_db()
    assert stage.closes_at == LATER
    client.logout()
    page = client.get(contest.get_absolute_url()).text
    assert f"“初赛”延长到2026-11-05 12:35：{WHY}" in page


def test_another_contest_s_stage_is_not_there(client):
    stage, other = make_running(), make_contest(state=ContestState.PUBLISHED)
    client.force_login(make_chief())

    refused = client.post(
        reverse("contests_desk:act", args=[other.pk, "extend"]),
        {"version": 1, "stage": stage.pk, "until": "2026-11-05T12:35", "because": WHY},
    )

    assert refused.status_code == 422
