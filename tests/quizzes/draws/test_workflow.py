"""The tables of states, who may take a step, when it is too late, what stays as it is."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from portal.refusals import Refused, SameHand, Stale
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from quizzes.contests.models import Contest
from quizzes.contests.workflow import AttemptState, ContestState, StageKind
from quizzes.draws.algorithm import hash_of_seed, hash_of_tickets, ranking
from quizzes.draws.models import Draw, Winner
from quizzes.draws.services.announcing import cancel_draw, commit_draw, seed_of
from quizzes.draws.services.drafting import PrizeDraft, change_draw, draft_draw
from quizzes.draws.services.drawing import close_draw, hold_draw
from quizzes.draws.services.sealing import seal_draw
from quizzes.draws.services.steps import step, step_win
from quizzes.draws.workflow import (
    DRAW_STEPS,
    WIN_STEPS,
    DrawState,
    PrizeKind,
    TicketRule,
    WinState,
)
from tests.quizzes.draws.make import (
    CHANCE,
    CUP,
    after,
    make_draft,
    make_draw,
    make_holder,
    make_organiser,
    make_rules,
    seal,
    show_results,
)
from tests.quizzes.make import make_attempt, make_contest, make_stage, make_unit_entry

pytestmark = pytest.mark.django_db
_D, _W, _A = DrawState, WinState, AttemptState


@pytest.mark.once
@pytest.mark.parametrize(
    ("table", "states", "first"),
    [(DRAW_STEPS, _D, _D.DRAFT), (WIN_STEPS, _W, _W.WAITING)],
)
def test_every_state_has_a_row_and_can_be_reached(table, states, first):
    assert set(table) == set(states)
    reached = {state for steps in table.values() for state in steps}
    assert reached | {first} == set(states)


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_D, _D) if pair[1] not in DRAW_STEPS[pair[0]]],
)
def test_a_draw_refuses_every_step_outside_the_table(old, new):
    with pytest.raises(TransitionNotAllowed):
        step(Draw(state=old, pk=1), "jump", new, by=None)

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [pair for pair in product(_W, _W) if pair[1] not in WIN_STEPS[pair[0]]],
)
def test_a_win_refuses_every_step_outside_the_table(old, new):
    with pytest.raises(TransitionNotAllowed):
        step_win(Winner(state=old, pk=1), "jump", new, by=None)

    assert not Event.objects.exists()


def test_qz_04_the_seed_is_bound_before_and_revealed_after():
    draw = make_draw(state=_D.SEALED, n_holders=5)
    assert draw.seed == ""
    assert draw.seed_salt not in seed_of(draw)

    with after(draw, "draws_at"):
        hold_draw(draw, by=make_organiser(), chance=CHANCE)

    codes = list(draw.tickets.values_list("code", flat=True))
    assert hash_of_seed(draw.seed) == draw.seed_hash
    assert hash_of_tickets(codes) == draw.tickets_hash
    won = list(draw.winners.values_list("ticket__code", "prize__name"))
    order = ranking(draw.seed, CHANCE, codes)
    assert won == [(order[0], "保温杯"), (order[1], "环保袋"), (order[2], "环保袋")]
    verbs = [event.verb for event in Event.objects.of(draw)]
    assert verbs == ["draft", "commit", "seal", "hold"]


def test_qz_04_a_replaced_key_still_reveals_the_seed_and_a_lost_one_does_not(settings):
    draw = make_draw(state=_D.SEALED)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key altogether"

    with pytest.raises(Refused):
        seed_of(draw)
    settings.SECRET_KEY_FALLBACKS = [old]

    assert hash_of_seed(seed_of(draw)) == draw.seed_hash


def test_it_takes_two_people_to_announce_and_to_hold():
    draw = make_draft()
    alice, bob = make_organiser(), make_organiser()
    commit_draw(draw, by=alice)
    make_holder(draw.stage)
    seal(draw, by=alice)

    with after(draw, "draws_at"):
        with pytest.raises(SameHand):
            hold_draw(draw, by=alice, chance=CHANCE)
        hold_draw(draw, by=bob, chance=CHANCE)

    assert draw.state == _D.DRAWN
    assert draw.winners.count() == 1  # one ticket, three prizes


@pytest.mark.parametrize(
    ("state", "do", "when"),
    [
        (_D.DRAFT, commit_draw, "tickets_until"),
        (_D.COMMITTED, seal_draw, "draws_at"),
    ],
)
def test_inv_13_a_hash_that_comes_too_late_is_refused(state, do, when):
    draw = make_draw(state=state)

    with after(draw, when), pytest.raises(Refused):
        do(draw, by=make_organiser())

    draw.refresh_from_db()
    assert draw.state == state


@pytest.mark.parametrize(
    ("state", "do"),
    [
        (_D.COMMITTED, lambda draw: seal_draw(draw, by=make_organiser())),
        (_D.SEALED, lambda draw: hold_draw(draw, by=make_organiser(), chance=CHANCE)),
    ],
)
def test_nothing_is_sealed_or_held_before_its_time(state, do):
    with pytest.raises(Refused):
        do(make_draw(state=state))


def test_an_empty_list_is_not_sealed():
    draw = make_draw(n_holders=0)

    with pytest.raises(Refused, match="没有一张"):
        seal(draw)


def test_who_has_a_ticket():
    draw = make_draft(least_percent=60)
    contest, stage = draw.contest, draw.stage
    commit_draw(draw, by=make_organiser())
    children = make_unit_entry(contest, is_of_minors=True)
    good = [
        make_holder(stage, score=9),
        make_holder(
            stage, state=_A.EXPIRED, attempt={"finished_at": draw.tickets_until}
        ),
        make_holder(stage, state=_A.CLEARED),
        make_holder(stage, is_minor=True, guardian_agreed_at=timezone.now()),
        make_holder(stage, is_minor=True),
    ]
    make_holder(stage, score=8)
    make_holder(stage, state=_A.VOID)
    make_holder(stage, state=_A.FLAGGED)
    make_holder(stage, state=_A.IN_PROGRESS)
    make_holder(stage, withdrawn_at=timezone.now())
    make_holder(stage, unit_entry=children)
    make_holder(stage, unit_entry=children, is_minor=True)
    make_holder(
        stage, attempt={"finished_at": draw.tickets_until + timedelta(seconds=1)}
    )
    make_holder(make_stage(contest, kind=StageKind.PRACTICE))

    seal(draw)

    holders = draw.tickets.values_list("participant", flat=True)
    assert sorted(holders) == sorted(each.pk for each in good)
    codes = list(draw.tickets.values_list("code", flat=True))
    assert codes == sorted(codes)
    assert draw.n_tickets == 5


@pytest.mark.parametrize(
    ("rule", "count"), [(TicketRule.ONE_EACH, 1), (TicketRule.ONE_A_DAY, 2)]
)
def test_one_ticket_each_or_one_a_day(rule, count):
    draw = make_draft(ticket_rule=rule)
    commit_draw(draw, by=make_organiser())
    someone = make_holder(draw.stage)
    yesterday = timezone.localdate() - timedelta(1)
    for nth in (1, 2):
        make_attempt(
            someone,
            draw.stage,
            state=_A.SUBMITTED,
            day=yesterday,
            nth_of_day=nth,
            score=15,
        )

    seal(draw)
    with after(draw, "draws_at"):
        hold_draw(draw, by=make_organiser(), chance=CHANCE)

    codes = list(draw.tickets.values_list("code", flat=True))
    assert len(codes) == count
    assert {code.split("-")[0] for code in codes} == {codes[0][:8]}
    assert draw.winners.count() == 1  # nobody wins twice


def test_qz_03_no_prize_is_worth_more_than_may_be(settings):
    stage = make_stage()
    car = PrizeDraft(PrizeKind.GOODS, "小汽车", 1, Decimal("50000.01"))

    with pytest.raises(Refused, match="小汽车"):
        draft_draw(stage.contest, make_rules(stage, prizes=[car]), by=make_organiser())
    settings.DRAWS = {"MOST_YUAN": 60_000}
    draw = draft_draw(
        stage.contest, make_rules(stage, prizes=[car]), by=make_organiser()
    )

    assert draw.prizes.get().name == "小汽车"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"prizes": []},
        {"prizes": [CUP, CUP]},
        {"draws_at": timezone.now()},
        {"least_percent": 101},
        {"claim_days": 0},
        {"claim_note": ""},
        # Whoever knows the key of the server would know who wins while sealing.
        {"public_source": " "},
    ],
)
def test_rules_that_make_no_draw_are_refused(wrong):
    stage = make_stage()

    with pytest.raises(Refused):
        draft_draw(stage.contest, make_rules(stage, **wrong), by=make_organiser())

    assert not Draw.objects.exists()


@pytest.mark.parametrize("kind", [StageKind.PRACTICE, None])
def test_only_an_official_stage_of_the_contest_itself_gives_tickets(kind):
    contest = make_contest()
    stage = make_stage(contest, kind=kind) if kind else make_stage()

    with pytest.raises(Refused):
        draft_draw(contest, make_rules(stage), by=make_organiser())


def test_a_draft_can_be_changed_and_what_was_announced_cannot():
    draw = make_draft()
    change_draw(draw, make_rules(draw.stage, prizes=[CUP]), by=make_organiser())
    assert [prize.name for prize in draw.prizes.all()] == ["保温杯"]
    commit_draw(draw, by=make_organiser())

    with pytest.raises(TransitionNotAllowed):
        change_draw(draw, make_rules(draw.stage), by=make_organiser())


@pytest.mark.parametrize("state", [ContestState.DRAFT, ContestState.CANCELLED])
def test_a_contest_that_is_not_on_has_no_draw(state):
    draw = make_draft(make_contest(state=state, is_for_prizes=True))

    with pytest.raises(Refused):
        commit_draw(draw, by=make_organiser())


def test_where_nobody_proves_a_phone_there_is_no_draw():
    draw = make_draft(make_contest())

    with pytest.raises(Refused, match="没有标明有奖"):
        commit_draw(draw, by=make_organiser())

    assert draw.state == _D.DRAFT


def test_a_draw_comes_after_the_contest():
    draw = make_draft(draws_at=timezone.now() + timedelta(hours=4))

    with pytest.raises(Refused, match="晚于竞赛结束"):
        commit_draw(draw, by=make_organiser())


@pytest.mark.parametrize("state", [ContestState.PUBLISHED, ContestState.REVIEWING])
def test_no_list_is_sealed_of_papers_that_nobody_has_judged(state):
    draw = make_draw()
    Contest.objects.update(state=state)

    with after(draw, "tickets_until"), pytest.raises(Refused, match="公示成绩"):
        seal_draw(draw, by=make_organiser())

    assert not draw.tickets.exists()


@pytest.mark.parametrize("state", [ContestState.REVIEWING, ContestState.CANCELLED])
def test_nothing_is_drawn_while_results_are_in_doubt_or_called_off(state):
    draw = make_draw(state=_D.SEALED)
    Contest.objects.update(state=state)

    with after(draw, "draws_at"), pytest.raises(Refused, match=r"公示|取消"):
        hold_draw(draw, by=make_organiser(), chance=CHANCE)
    show_results(draw.contest)
    with after(draw, "draws_at"):
        hold_draw(draw, by=make_organiser(), chance=CHANCE)

    assert draw.state == _D.DRAWN


def test_an_old_page_changes_nothing():
    draw = make_draft()
    old = Draw.objects.get()
    commit_draw(draw, by=make_organiser())

    with pytest.raises(Stale):
        cancel_draw(old, by=make_organiser(), because="看错了。")


def test_a_draw_is_called_off_with_a_reason_and_never_after_the_result():
    draw = make_draw(state=_D.SEALED)

    with pytest.raises(Refused):
        cancel_draw(draw, by=make_organiser(), because=" ")
    drawn = make_draw(state=_D.DRAWN)
    with pytest.raises(TransitionNotAllowed):
        cancel_draw(drawn, by=make_organiser(), because="结果不好看。")
    cancel_draw(draw, by=make_organiser(), because="奖品没有到货。")

    assert draw.state == _D.CANCELLED


def test_nothing_is_drawn_without_the_public_chance_of_the_rules():
    draw = make_draw(state=_D.SEALED)

    with after(draw, "draws_at"), pytest.raises(Refused):
        hold_draw(draw, by=make_organiser(), chance=" ")


def test_public_chance_goes_into_the_result():
    draw = make_draw(state=_D.SEALED)
    with after(draw, "draws_at"):
        hold_draw(draw, by=make_organiser(), chance=" 03  11 ")

    codes = list(draw.tickets.values_list("code", flat=True))
    won = list(draw.winners.values_list("ticket__code", flat=True))
    assert draw.chance == "03 11"
    assert won == ranking(draw.seed, "03 11", codes)[:3]


def test_it_does_not_end_while_somebody_is_awaited():
    draw = make_draw(state=_D.DRAWN)

    with pytest.raises(Refused):
        close_draw(draw, by=make_organiser())


def test_two_draws_of_a_contest_are_numbered():
    first = make_draft()
    second = draft_draw(first.contest, make_rules(first.stage), by=make_organiser())

    assert (first.number, second.number) == (1, 2)
