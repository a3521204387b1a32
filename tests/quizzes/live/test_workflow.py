"""The table of states, the server's clock, one answer a phone, and who wins."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.refusals import Refused, Stale
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from quizzes.bank.workflow import Kind, QuestionState
from quizzes.live.models import LiveAnswer, LiveRound
from quizzes.live.results import bars_of, question_at, standings_of
from quizzes.live.services.playing import save_answer
from quizzes.live.services.running import (
    ask_next,
    end_round,
    open_round,
    show_answer,
    tidy_rounds,
)
from quizzes.live.services.steps import step
from quizzes.live.workflow import ROUND_STEPS, RoundState
from tests.quizzes.live.make import answer, ids_of, make_host, make_player, make_round
from tests.quizzes.make import make_question

pytestmark = pytest.mark.django_db
_R = RoundState


@pytest.mark.once
def test_every_state_has_a_row_and_can_be_reached():
    assert set(ROUND_STEPS) == set(_R)
    reached = {state for steps in ROUND_STEPS.values() for state in steps}
    assert reached | {_R.DRAFT} == set(_R)


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_R, _R) if pair[1] not in ROUND_STEPS[pair[0]]],
)
def test_it_refuses_every_step_outside_the_table(old, new):
    with pytest.raises(TransitionNotAllowed):
        step(LiveRound(state=old, pk=1), "jump", new, by=None)

    assert not Event.objects.exists()


def test_a_round_goes_through_its_questions():
    live_round, host = make_round(), make_host()
    one, two = make_player(live_round), make_player(live_round)

    live_round.refresh_from_db()
    ask_next(live_round, by=host)
    answer(one)
    answer(two, is_right=False)
    show_answer(live_round, by=host)
    ask_next(live_round, by=host)
    answer(one)
    show_answer(live_round, by=host)
    with pytest.raises(Refused):
        ask_next(live_round, by=host)
    end_round(live_round, by=host)

    first, second = standings_of(live_round)
    assert (first.rank, first.name, first.points, first.n_right) == (1, "1号", 200, 2)
    assert (second.rank, second.points) == (2, 0)
    verbs = [event.verb for event in Event.objects.of(live_round)]
    assert verbs == ["prepare", "open", "ask", "show", "ask", "show", "end"]


def test_the_same_points_share_a_rank():
    live_round = make_round(state=_R.ASKING)
    players = [make_player(live_round) for _each in range(3)]
    for player in players[:2]:
        answer(player)

    assert [place.rank for place in standings_of(live_round)] == [1, 1, 3]
    assert len(standings_of(live_round, 2)) == 2


def test_speed_counts_only_where_the_round_says_so():
    calm = make_round(state=_R.ASKING)
    fast = make_round(state=_R.ASKING, speed_bonus=50, seconds=20)
    assert fast.ends_at

    assert answer(make_player(calm)).points == 100
    early, late = make_player(fast), make_player(fast)
    with time_machine.travel(fast.ends_at - timedelta(seconds=20), tick=False):
        assert answer(early).points == 150
    with time_machine.travel(fast.ends_at, tick=False):
        assert answer(late).points == 100


def test_the_second_answer_is_refused_and_the_first_stays():
    live_round = make_round(state=_R.ASKING)
    player = make_player(live_round)
    answer(player, is_right=False)

    with pytest.raises(Refused, match="以第一次为准"):
        answer(player)

    assert not LiveAnswer.objects.get().is_right


def test_q3_the_database_keeps_one_answer_a_question():
    live_round = make_round(state=_R.ASKING)
    kept = answer(make_player(live_round))

    with pytest.raises(IntegrityError), transaction.atomic():
        LiveAnswer.objects.create(
            player=kept.player,
            question=kept.question,
            is_right=True,
            answered_at=timezone.now(),
        )


def test_q2_late_is_late_by_the_servers_clock():
    live_round = make_round(state=_R.ASKING)
    player, other = make_player(live_round), make_player(live_round)
    assert live_round.ends_at

    with time_machine.travel(live_round.ends_at + timedelta(seconds=0.9), tick=False):
        answer(player)
    with (
        time_machine.travel(live_round.ends_at + timedelta(seconds=1.1), tick=False),
        pytest.raises(Refused, match="时间到了"),
    ):
        answer(other)


@pytest.mark.parametrize("state", [_R.LOBBY, _R.SHOWING, _R.OVER])
def test_nothing_is_answered_that_is_not_asked(state):
    live_round = make_round(state=state)
    if state == _R.OVER:
        with pytest.raises(Refused):
            make_player(live_round)
        return
    player = make_player(live_round)

    with pytest.raises(Refused):
        save_answer(player, live_round.position, {"chosen": ["x"]})


@pytest.mark.parametrize("posted", [{}, {"chosen": []}, {"chosen": ["nonsense"]}])
def test_q4_an_option_of_no_question_is_refused(posted):
    live_round = make_round(state=_R.ASKING)

    with pytest.raises(Refused):
        save_answer(make_player(live_round), 1, posted)

    assert not LiveAnswer.objects.exists()


def test_an_answer_to_another_question_is_refused():
    live_round = make_round(state=_R.ASKING)

    with pytest.raises(Refused):
        save_answer(make_player(live_round), 2, {"chosen": ["x"]})


def test_qz_09_several_are_right_only_all_together():
    live_round = make_round(
        state=_R.ASKING, questions=[make_question(kind=Kind.MULTIPLE)]
    )
    whole, part = make_player(live_round), make_player(live_round)
    right = ids_of(live_round, is_right=True)
    part.live_round.refresh_from_db()

    assert answer(whole).is_right
    assert not save_answer(part, 1, {"chosen": right[:1]}).is_right
    question = question_at(live_round)
    assert question
    assert sorted(bar.count for bar in bars_of(question)) == [0, 1, 2]


def test_the_wordings_are_those_of_the_opening():
    question = make_question()
    live_round = make_round(questions=[question])
    question.state = QuestionState.RETIRED
    question.current = None
    question.save()

    ask_next(live_round, by=make_host())

    assert question_at(live_round)


def test_too_few_questions_open_nothing():
    live_round = make_round(
        state=_R.DRAFT, questions=[make_question(kind=Kind.FILL)], n_questions=1
    )

    with pytest.raises(Refused, match="只有0道"):
        open_round(live_round, by=make_host())

    assert LiveRound.objects.get().pin == ""


def test_open_rounds_have_pins_of_their_own():
    pins = {make_round().pin for _each in range(5)}

    assert len(pins) == 5
    assert all(len(pin) == 6 and pin.isdigit() for pin in pins)
    with pytest.raises(IntegrityError), transaction.atomic():
        LiveRound.objects.update(pin=pins.pop())


def test_pressing_twice_asks_once():
    live_round = make_round()
    old = LiveRound.objects.get()
    ask_next(live_round, by=make_host())

    with pytest.raises(Stale):
        ask_next(old, by=make_host())

    assert LiveRound.objects.get().position == 1


def test_a_full_round_lets_nobody_in(settings):
    settings.LIVE = {**settings.LIVE, "MOST_PLAYERS": 1}
    live_round = make_round()
    make_player(live_round)

    with pytest.raises(Refused, match="满了"):
        make_player(live_round)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("小溪", "小溪"), ("  ", ""), ("Ａｌｉｃｅ", "Alice"), ("山 水", "山水")],
)
def test_q5_a_nickname_is_folded(typed, kept):
    assert make_player(make_round(has_names=True), typed).name == kept


@pytest.mark.parametrize(
    "typed", ["13800001234", "九个字的昵称太长了", "<b>", "大SHIT王", "😀", "a.cn"]
)
def test_q5_what_no_screen_should_show_is_refused(typed):
    live_round = make_round(has_names=True)

    with pytest.raises(Refused):
        make_player(live_round, typed)

    assert not live_round.players.exists()


def test_q5_a_nickname_is_shown_masked_and_only_where_wanted():
    named, numbered = make_round(has_names=True), make_round()
    make_player(named, "溪边的风")
    make_player(numbered, "溪边的风")

    assert standings_of(named)[0].name == "溪*风（1号）"
    assert standings_of(numbered)[0].name == "1号"


def test_forgotten_rounds_end_and_nicknames_are_forgotten():
    live_round = make_round(has_names=True)
    make_player(live_round, "小溪")

    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        tidy_rounds()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tidy_rounds()

    live_round.refresh_from_db()
    assert live_round.state == _R.OVER
    assert live_round.players.get().name == ""
