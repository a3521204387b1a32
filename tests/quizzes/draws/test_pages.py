"""What everybody reads of a draw, recomputes by themselves, and finds of their own."""

import json
import subprocess
import sys
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from quizzes.contests.hubs import contest_hub, participant_hub
from quizzes.contests.models import Contest, ParticipantContact
from quizzes.contests.services.joining import withdraw
from quizzes.contests.workflow import ContestState
from quizzes.draws.models import Draw
from quizzes.draws.public.looks import public_name
from quizzes.draws.public.views import COMMAND
from quizzes.draws.services.announcing import seed_of
from quizzes.draws.services.claiming import claim_prize, forfeit_late, issue_code
from quizzes.draws.workflow import DrawState, WinState
from tests.quizzes.draws.make import (
    first_holder,
    first_winner,
    make_draft,
    make_draw,
    make_organiser,
)
from tests.quizzes.make import make_participant, make_unit_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_D = DrawState


def address(draw, name="draw"):
    return reverse(f"draws:{name}", args=[draw.contest.slug, draw.number])


def own(draw, participant):
    return f"/contests/{draw.contest.slug}/p/{participant.token}/draws/{draw.number}/"


@pytest.fixture
def drawn():
    return make_draw(state=_D.DRAWN, n_holders=12)


def run(tmp_path, content):
    """Recompute in a process of its own, which knows nothing of ours."""
    (tmp_path / "draw.json").write_text(json.dumps(content), encoding="utf-8")
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-I", str(COMMAND), str(tmp_path / "draw.json")],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_qz_04_anybody_recomputes_the_draw_from_what_is_published(
    client, drawn, tmp_path
):
    content = client.get(address(drawn, "json")).json()

    done = run(tmp_path, content)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(content["winners"]) == 3


def test_qz_04_it_still_agrees_when_substitutes_have_come_in(client, drawn, tmp_path):
    late = first_winner(drawn).claim_until
    with time_machine.travel(late):
        forfeit_late()

    content = client.get(address(drawn, "json")).json()

    assert run(tmp_path, content).returncode == 0
    assert len(content["substitutes"]) == 2
    assert "替补第1位" in client.get(address(drawn)).text


def _without_a_ticket(content):
    content["tickets"].pop()


def _with_a_ticket(content):
    content["tickets"].append("FAKEFAKE-01")


def _with_another_seed(content):
    content["seed"] = "ab" * 32


def _with_another_chance(content):
    content["chance"] = "04"


def _with_an_insider(content):
    others = {won["ticket"] for won in content["winners"]}
    insider = next(code for code in content["tickets"] if code not in others)
    content["winners"][0]["ticket"] = insider


def _with_swapped_prizes(content):
    one, two = content["winners"][:2]
    one["prize"], two["prize"] = two["prize"], one["prize"]


def _with_an_insider_as_substitute(content):
    known = {won["ticket"] for won in content["winners"] + content["substitutes"]}
    insider = next(code for code in content["tickets"] if code not in known)
    content["substitutes"][-1]["ticket"] = insider


def _with_a_better_prize_for_a_substitute(content):
    content["substitutes"][-1]["prize"] = "保温杯"


@pytest.mark.parametrize(
    "tamper",
    [
        _with_an_insider,
        _with_an_insider_as_substitute,
        _with_a_better_prize_for_a_substitute,
    ],
)
def test_qz_04_who_came_in_is_verified_too(client, tmp_path, tamper):
    draw = make_draw(state=_D.DRAWN, n_holders=12)
    with time_machine.travel(first_winner(draw).claim_until):
        forfeit_late()
    content = client.get(address(draw, "json")).json()
    tamper(content)

    assert "winners" in run(tmp_path, content).stderr


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (_without_a_ticket, "tickets"),
        (_with_a_ticket, "tickets"),
        (_with_another_seed, "seed"),
        (_with_another_chance, "winners"),
        (_with_an_insider, "winners"),
        (_with_swapped_prizes, "winners"),
    ],
)
def test_qz_04_whatever_was_tampered_with_is_found(
    client, drawn, tmp_path, tamper, found
):
    content = client.get(address(drawn, "json")).json()
    tamper(content)

    done = run(tmp_path, content)

    assert done.returncode == 1
    assert found in done.stderr


def test_the_files_are_what_the_page_says(client, drawn):
    tickets = client.get(address(drawn, "tickets"))
    command = client.get(address(drawn, "command"))

    assert sha256(tickets.content).hexdigest() == drawn.tickets_hash
    assert command.content == COMMAND.read_bytes()
    assert len(COMMAND.read_text().splitlines()) <= 30
    for response in (tickets, command):
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Content-Disposition"].startswith("attachment")


def test_qz_02_the_page_tells_kinds_odds_prizes_times_and_both_hashes(client, drawn):
    text = client.get(address(drawn)).text

    for told in (
        "保温杯",
        "实物",
        "80.00元",
        "1÷12，8.33%",
        "2÷12，16.67%",
        "县文化馆一楼",
        drawn.seed_hash,
        drawn.tickets_hash,
        drawn.seed,
        "双色球",
        "周*敏",
        f"{timezone.localtime(drawn.draws_at):%Y}",
    ):
        assert told in text
    assert "周秀敏" not in text


def test_before_the_list_the_odds_are_a_formula(client):
    draw = make_draw()

    text = client.get(address(draw)).text

    assert "1÷有效票数" in text
    assert draw.seed_hash in text
    assert client.get(address(draw, "tickets")).status_code == 404


@pytest.mark.parametrize("state", [_D.COMMITTED, _D.SEALED, _D.CANCELLED])
def test_qz_04_nothing_of_the_seed_leaves_before_the_draw(client, state):
    draw = make_draw(state=state)
    secrets = (seed_of(draw), draw.seed_salt)

    for name in ("draw", "json", "command"):
        text = client.get(address(draw, name)).text
        assert not any(secret in text for secret in secrets)


def test_a_draft_is_nothing(client):
    draw = make_draft()

    for name in ("draw", "json", "tickets", "command"):
        assert client.get(address(draw, name)).status_code == 404


def test_what_was_called_off_says_why(client):
    text = client.get(address(make_draw(state=_D.CANCELLED))).text

    assert "奖品没有到货。" in text


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x", "%00"])
def test_i4_wrong_numbers_are_404(client, number):
    draw = make_draw()

    response = client.get(f"/contests/{draw.contest.slug}/draws/{number}/")

    assert response.status_code == 404


def test_a_draw_of_a_contest_that_is_not_public_is_nothing(client):
    draw = make_draw()
    Contest.objects.update(state=ContestState.DRAFT)

    assert client.get(address(draw)).status_code == 404


@pytest.mark.parametrize("n_holders", [3, 30])
def test_the_page_costs_few_queries_at_any_size(
    client, n_holders, django_assert_max_num_queries
):
    draw = make_draw(state=_D.DRAWN, n_holders=n_holders)
    client.get(address(draw))

    with django_assert_max_num_queries(8):
        client.get(address(draw))


def test_no_cookie_is_set(client, drawn):
    for name in ("draw", "json", "tickets", "command"):
        assert not client.get(address(drawn, name)).cookies


def test_who_leaves_is_named_no_more(client, drawn):
    """Neither by a page nor by a row of our own."""
    winner = first_winner(drawn)
    withdraw(first_holder(drawn))

    assert client.get(address(drawn)).text.count("已退出") == 1
    assert "已退出" in client.get(address(drawn, "json")).text
    winner.refresh_from_db()
    assert "周" not in repr(vars(winner))


def test_qz_04_a_winner_is_shown_masked_without_a_phone(client, drawn):
    now = timezone.now()
    ParticipantContact.objects.create(
        participant=first_holder(drawn),
        contest=drawn.contest,
        phone="13800001234",
        phone_hash="h",
        consented_at=now,
        consent_text="用于领奖。",
        verified_at=now,
        delete_on=now.date(),
    )

    told = client.get(address(drawn, "json")).json()

    assert {each["name"] for each in told["winners"]} == {"周*敏"}
    assert "138" + "*" * 4 not in client.get(address(drawn)).text


def test_qz_06_nothing_of_a_child_is_shown():
    pupil = make_participant()
    pupil.unit_entry = make_unit_entry(pupil.contest, is_of_minors=True)

    for child in (make_participant(is_minor=True), pupil):
        assert "周" not in public_name(child)


def _token_holder(draw, **where):
    """Give the holder of a ticket a link that the test knows."""
    stranger: Any = make_participant(draw.contest)
    token, hashed = stranger.token, stranger.token_hash
    stranger.token_hash = "0" * 64
    stranger.save()
    ticket = draw.tickets.filter(**where).select_related("participant").first()
    holder: Any = ticket.participant
    holder.token_hash, holder.token = hashed, token
    holder.save()
    return holder, ticket


def test_a_participant_finds_the_tickets_and_gets_a_code_once(client, drawn):
    holder, ticket = _token_holder(drawn, win__isnull=False)

    page = client.get(own(drawn, holder))
    given = client.post(own(drawn, holder))
    again = client.get(own(drawn, holder))

    assert ticket.code in page.text
    assert "取领奖码" in page.text
    assert "只显示这一次" in given.text
    assert "只显示这一次" not in again.text
    assert drawn.winners.get(ticket=ticket).claim_code_hash
    for response in (page, given):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies


def test_who_has_not_won_reads_so_and_gets_no_code(client, drawn):
    holder, ticket = _token_holder(drawn, win__isnull=True)

    assert "这次没有中" in client.get(own(drawn, holder)).text
    refused = client.post(own(drawn, holder))
    assert refused.status_code == 422
    assert "没有中奖" in refused.text
    assert ticket.code in refused.text


def test_before_the_list_there_are_no_tickets_to_see(client):
    draw = make_draw()
    someone = make_participant(draw.contest)

    assert "得票截止" in client.get(own(draw, someone)).text


def test_q4_a_stranger_finds_nothing_and_is_slowed_down(client, drawn, settings):
    settings.THROTTLES = {**settings.THROTTLES, "contest_link": (3, 900, 900)}
    elsewhere = make_participant()

    answers = [client.get(own(drawn, elsewhere)).status_code for _try in range(5)]

    assert answers == [404, 404, 404, 429, 429]


def test_a_contest_and_its_participants_are_led_to_the_draws(rf):
    draw = make_draw()
    contest = Contest.objects.get()
    someone = make_participant(contest)

    shown = contest_hub.show(contest, rf.get("/")).aside
    own_page = participant_hub.show(someone, rf.get("/")).main

    assert f'href="{address(draw)}"' in "".join(shown)
    assert f'href="draws/{draw.number}/"' in "".join(own_page)
    bare = make_draft().contest
    assert not contest_hub.show(bare, rf.get("/")).aside


def test_codes_are_not_asked_for_without_end(client, drawn, settings):
    settings.THROTTLES = {**settings.THROTTLES, "draw_code": (2, 900, 900)}
    holder, _ticket = _token_holder(drawn, win__isnull=False)

    answers = [client.post(own(drawn, holder)).status_code for _try in range(4)]

    assert answers == [200, 200, 429, 429]


def test_a_claimed_prize_is_shown_as_fetched(client, drawn):
    winner = first_winner(drawn)
    code = issue_code(drawn, first_holder(drawn))

    with time_machine.travel(drawn.drawn_at):
        claim_prize(drawn, code, by=make_organiser())

    assert "已领取" in client.get(address(drawn)).text
    winner.refresh_from_db()
    assert winner.state == WinState.CLAIMED
    assert Draw.objects.get().state == _D.DRAWN
