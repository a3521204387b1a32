"""Who has won is told on the phone that was proved for it, and nobody else."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as given
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.users.roles import Role
from quizzes.contests.models import ParticipantContact, RankPrize
from quizzes.contests.services.joining import withdraw
from quizzes.contests.services.running import make_final
from quizzes.contests.services.telling import send_to_winner
from quizzes.contests.workflow import ContestState
from quizzes.draws.services.claiming import forfeit_late
from quizzes.draws.services.drawing import hold_draw
from quizzes.draws.workflow import DrawState
from tests.portal.users.make import make_user
from tests.quizzes.draws.make import (
    CHANCE,
    CUP,
    after,
    first_winner,
    make_draw,
    make_organiser,
)
from tests.quizzes.judging.make import make_chief, make_counted, make_ready_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def phones(settings, tmp_path):
    """Let the worker send what waits; return what each phone was sent."""
    path = tmp_path / "sms.jsonl"
    settings.OUTBOX = {
        **given.OUTBOX,
        "sms": {
            "BACKEND": "portal.outbox.backends.File",
            "OPTIONS": {"path": str(path)},
        },
    }

    def read():
        path.write_text("")
        for task in DBTaskResult.objects.filter(task_path__endswith="send_to_winner"):
            send_to_winner.func(None, *task.args_kwargs["args"])
        DBTaskResult.objects.all().delete()
        lines = map(json.loads, path.read_text().splitlines())
        return {line["to"]: line["text"] for line in lines}

    return read


def prove(participant, *, is_verified=True):
    now = timezone.now()
    return ParticipantContact.objects.create(
        participant=participant,
        contest=participant.contest,
        phone=f"138{participant.pk:08}",
        phone_hash=str(participant.pk),
        consented_at=now,
        consent_text="用于领奖。",
        verified_at=now if is_verified else None,
        delete_on=now.date() + timedelta(days=30),
    ).phone


def make_placed(*, n):
    """Make a contest that can be made final, with a prize for the first two of `n`."""
    contest = make_ready_contest(
        state=ContestState.PREVIEW,
        is_closed=True,
        is_for_prizes=True,
        preview_until=timezone.now() - timedelta(hours=1),
    )
    RankPrize.objects.create(stage=contest.stages.get(), name="一等奖", count=2)
    return contest, [
        make_counted(contest, score=15 - place).participant for place in range(n)
    ]


def test_whoever_has_a_prize_by_rank_is_told_when_results_are_final(phones):
    contest, (first, second, third) = make_placed(n=3)
    told = prove(first)
    prove(second, is_verified=False)
    prove(third)

    make_final(contest, by=make_chief())

    sent = phones()
    assert set(sent) == {told}
    for word in (contest.title, "第1名", "一等奖", contest.contact):
        assert word in sent[told]


def test_whoever_left_before_the_worker_came_is_told_nothing(phones):
    contest, (first,) = make_placed(n=1)
    prove(first)

    make_final(contest, by=make_chief())
    withdraw(first)

    assert phones() == {}


def test_who_wins_a_draw_is_told_and_so_is_who_comes_in(phones):
    draw = make_draw(state=DrawState.SEALED, n_holders=2, prizes=[CUP])
    for ticket in draw.tickets.select_related("participant"):
        prove(ticket.participant)
    with after(draw, "draws_at"):
        hold_draw(draw, by=make_organiser(), chance=CHANCE)
    winner = first_winner(draw)
    drawn = phones()
    with time_machine.travel(winner.claim_until):
        forfeit_late()
    came_in = phones()

    for sent in (drawn, came_in):
        (text,) = sent.values()
        assert "保温杯" in text
        assert "取领奖码" in text
    assert set(drawn) != set(came_in)


def test_the_desk_reads_until_when_phones_are_there(client):
    contest, (first,) = make_placed(n=1)
    prove(first)
    make_final(contest, by=make_chief())
    client.force_login(make_user(role=Role.DESK))

    text = client.get(f"/cms/quizzes/contests/{contest.pk}/results/").text

    assert "自动删除，请在这以前发完奖" in text
