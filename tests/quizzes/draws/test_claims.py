"""A prize is claimed once, by a code that was shown once, or goes to the next."""

from datetime import timedelta

import pytest
import time_machine

from portal.refusals import Refused
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from quizzes.contests.workflow import AttemptState
from quizzes.draws.algorithm import ranking
from quizzes.draws.models import Winner
from quizzes.draws.services.claiming import claim_prize, forfeit_late, issue_code
from quizzes.draws.services.drawing import close_draw
from quizzes.draws.workflow import DrawState, WinState
from tests.quizzes.draws.make import (
    CHANCE,
    CUP,
    first_holder,
    first_winner,
    make_draw,
    make_organiser,
)
from tests.quizzes.make import make_participant

pytestmark = pytest.mark.django_db
_D, _W = DrawState, WinState


def days_after(draw, days):
    assert draw.drawn_at
    return time_machine.travel(draw.drawn_at + timedelta(days=days), tick=False)


def claimed_in_time(draw):
    return days_after(draw, 1)


def too_late(draw):
    return days_after(draw, 16)


def test_a_code_hands_over_one_prize_once():
    draw = make_draw(state=_D.DRAWN)
    winner = first_winner(draw)
    clerk = make_organiser()

    with claimed_in_time(draw):
        code = issue_code(draw, first_holder(draw))
        claimed = claim_prize(draw, f" {code[:4].lower()}-{code[4:]} ", by=clerk)
        with pytest.raises(Refused):
            claim_prize(draw, code, by=clerk)
        with pytest.raises(Refused):
            issue_code(draw, first_holder(draw))

    assert (claimed.pk, claimed.state) == (winner.pk, _W.CLAIMED)
    assert claimed.claimed_before == clerk
    assert code not in claimed.claim_code_hash
    assert [event.verb for event in Event.objects.of(winner)] == ["issue_code", "claim"]


def test_a_paper_that_was_voided_wins_nothing_and_the_next_comes_in():
    draw = make_draw(state=_D.DRAWN, n_holders=2, prizes=[CUP])
    holder, clerk = first_holder(draw), make_organiser()
    with claimed_in_time(draw):
        code = issue_code(draw, holder)
        holder.attempts.update(state=AttemptState.VOID)
        with pytest.raises(Refused, match="作废"):
            claim_prize(draw, code, by=clerk)
        with pytest.raises(Refused, match="作废"):
            issue_code(draw, holder)

    with too_late(draw):
        forfeit_late()
        substitute = draw.winners.get(substitutes__isnull=False)
        assert substitute.ticket.participant
        code = issue_code(draw, substitute.ticket.participant)
        claim_prize(draw, code, by=clerk)

    assert first_winner(draw).state == _W.FORFEITED


def test_a_new_code_makes_the_old_one_void():
    draw = make_draw(state=_D.DRAWN)
    participant = first_holder(draw)

    with claimed_in_time(draw):
        old, new = issue_code(draw, participant), issue_code(draw, participant)
        with pytest.raises(Refused):
            claim_prize(draw, old, by=make_organiser())
        claim_prize(draw, new, by=make_organiser())


@pytest.mark.parametrize("code", ["", "AAAAAAAA", "x" * 500, "\x00", "é"])
def test_no_code_opens_what_nobody_asked_a_code_for(code):
    draw = make_draw(state=_D.DRAWN)

    with claimed_in_time(draw), pytest.raises(Refused):
        claim_prize(draw, code, by=make_organiser())


def test_a_code_of_another_draw_opens_nothing():
    one, other = make_draw(state=_D.DRAWN), make_draw(state=_D.DRAWN)
    with claimed_in_time(one):
        code = issue_code(one, first_holder(one))

        with pytest.raises(Refused):
            claim_prize(other, code, by=make_organiser())


def test_who_has_not_won_gets_no_code():
    draw = make_draw(state=_D.DRAWN)

    with pytest.raises(Refused):
        issue_code(draw, make_participant(draw.contest))


def test_too_late_is_too_late():
    draw = make_draw(state=_D.DRAWN)
    participant = first_holder(draw)
    with claimed_in_time(draw):
        code = issue_code(draw, participant)

    with too_late(draw):
        with pytest.raises(Refused):
            claim_prize(draw, code, by=make_organiser())
        with pytest.raises(Refused):
            issue_code(draw, participant)


def test_what_nobody_fetches_goes_to_the_next_in_the_published_order():
    draw = make_draw(state=_D.DRAWN, n_holders=6, prizes=[CUP], n_substitutes=2)
    codes = list(draw.tickets.values_list("code", flat=True))
    order = ranking(draw.seed, CHANCE, codes)

    with too_late(draw):
        assert forfeit_late() == 1
        assert forfeit_late() == 0  # once
    with days_after(draw, 40):
        forfeit_late()
    with days_after(draw, 60):
        forfeit_late()
        assert forfeit_late() == 0

    found = Winner.objects.filter(draw=draw).order_by("rank")
    assert [each.ticket.code for each in found] == order[:3]  # two came in, no more
    assert {each.state for each in found} == {_W.FORFEITED}
    assert [each.substitutes_id for each in found] == [None, found[0].pk, found[1].pk]
    assert {each.prize.name for each in found} == {"保温杯"}
    close_draw(draw, by=make_organiser())
    with pytest.raises(TransitionNotAllowed):
        claim_prize(draw, "AAAAAAAA", by=make_organiser())


def test_where_all_have_won_nobody_comes_in():
    draw = make_draw(state=_D.DRAWN, n_holders=1, prizes=[CUP])

    with too_late(draw):
        forfeit_late()

    assert draw.winners.count() == 1


def test_a_prize_that_was_claimed_is_not_forfeited():
    draw = make_draw(state=_D.DRAWN, n_holders=1)
    with claimed_in_time(draw):
        code = issue_code(draw, first_holder(draw))
        claim_prize(draw, code, by=make_organiser())

    with too_late(draw):
        assert forfeit_late() == 0
