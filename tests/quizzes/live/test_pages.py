"""What a phone and the big screen see, and what they do not see yet."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from portal.users.roles import Role
from quizzes.bank.content import Content, Option
from quizzes.bank.workflow import Kind
from quizzes.live.kept import forget, kept
from quizzes.live.models import LiveAnswer, LiveRound
from quizzes.live.services.running import end_round, show_answer
from quizzes.live.workflow import RoundState
from tests.portal.users.make import make_user
from tests.quizzes.live.make import (
    answer,
    ids_of,
    make_host,
    make_player,
    make_round,
)
from tests.quizzes.make import make_question
from tests.quizzes.planted import plant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
_R = RoundState


def place(live_round):
    return f"/live/{live_round.pin}/"


def own(player):
    return f"/live/{player.live_round.pin}/p/{player.token}/"


def state_of(client, live_round, **headers):
    forget(live_round.pin)
    return client.get(f"{place(live_round)}state.json", headers=headers)


def marked_question(clause):
    content = Content(
        Kind.SINGLE,
        (Option("甲", True, "MARK-feedback-a"), Option("乙", False, "MARK-feedback-b")),
    )
    return make_question(
        stem="谁来清理？",
        content=content,
        explanation="MARK-explanation",
        clause=clause,
    )


def test_q1_nothing_of_the_key_leaves_before_the_question_is_closed(
    client, monkeypatch
):
    question = marked_question(plant("MARK", monkeypatch)["clause"])
    live_round = make_round(state=_R.ASKING, questions=[question])
    early, given = make_player(live_round), make_player(live_round)
    answer(given)
    client_host = type(client)()
    client_host.force_login(make_host())
    screen = reverse("live_desk:screen", args=[live_round.pk])
    counts = reverse("live_desk:counts", args=[live_round.pk])

    before = [
        state_of(client, live_round),
        client.get(own(early)),
        client.get(own(given)),
        client.get(place(live_round)),
        client.post(own(early), {"position": 1, "chosen": "x"}),
        client.post(
            own(given),
            {"position": 1, "chosen": ids_of(live_round, is_right=True)},
            headers={"Accept": "application/json"},
        ),
        client_host.get(screen),
        client_host.get(counts),
    ]
    live_round.refresh_from_db()
    show_answer(live_round, by=make_host())
    after = [
        state_of(client, live_round),
        client.get(own(early)),
        client_host.get(screen),
    ]

    for response in before:
        text = response.text
        assert "MARK" not in text
        assert "正确答案" not in text
        assert "答对了" not in text.replace('data-right="答对了"', "")
        assert '"right"' not in text
    for response in after:
        assert "MARK-explanation" in response.text
        assert "正确答案" in response.text
        assert "MARK-feedback" not in response.text


def test_a_phone_comes_in_answers_and_reads_how_it_was(client):
    live_round = make_round(state=_R.ASKING)
    entrance = client.get(place(live_round))
    entered = client.post(place(live_round))
    page = client.get(entered.url)
    chosen = ids_of(live_round, is_right=True)
    given = client.post(entered.url, {"position": 1, "chosen": chosen})
    waiting = client.get(entered.url)
    live_round.refresh_from_db()
    show_answer(live_round, by=make_host())
    told = client.get(entered.url)
    end_round(live_round, by=make_host())
    over = client.get(entered.url)

    assert "进场" in entrance.text
    assert entered.status_code == given.status_code == 302
    assert "沿街商户把洗菜水" in page.text
    assert "收到了" in waiting.text
    assert "答对了，得100分" in told.text
    assert "您第1名，100分" in over.text
    for response in (entrance, entered, page, told):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_without_a_script_the_page_looks_again_by_itself(client):
    live_round = make_round(state=_R.ASKING, seconds=30)
    player = make_player(live_round)

    asked = client.get(own(player)).text
    answer(player)
    waiting = client.get(own(player)).text

    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in waiting
    # Who is choosing is not disturbed before the time is up.
    assert any(f'content="{n}"' in asked for n in (30, 31, 32))


def test_late_and_twice_are_refused_kindly(client):
    live_round = make_round(state=_R.ASKING)
    player = make_player(live_round)
    chosen = ids_of(live_round, is_right=True)
    posted = {"position": 1, "chosen": chosen}

    first = client.post(own(player), posted, headers={"Accept": "application/json"})
    twice = client.post(own(player), posted, headers={"Accept": "application/json"})
    other = make_player(live_round)
    assert live_round.ends_at
    with time_machine.travel(live_round.ends_at + timedelta(seconds=5)):
        late = client.post(own(other), posted)

    assert first.json() == {"said": "收到了，等公布答案。", "is_kept": True}
    assert (twice.status_code, twice.json()["is_kept"]) == (409, False)
    assert late.status_code == 409
    assert "没有赶上" in late.text
    assert LiveAnswer.objects.count() == 1


@pytest.mark.parametrize("position", ["", "x", "-1", "99999999", "\x00", "１"])
def test_i1_strange_positions_are_refused(client, position):
    player = make_player(make_round(state=_R.ASKING))

    response = client.post(own(player), {"position": position, "chosen": "x"})

    assert response.status_code == 409


def test_q4_a_stranger_finds_no_player(client):
    one, two = make_round(state=_R.ASKING), make_round(state=_R.ASKING)
    player: Any = make_player(one)

    for address in (f"/live/{two.pin}/p/{player.token}/", f"{place(one)}p/x/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"position": 1}).status_code == 404


def test_wrong_numbers_are_slowed_down_and_right_ones_are_not(client, settings):
    settings.THROTTLES = {**settings.THROTTLES, "live_pin": (2, 900, 900)}
    live_round = make_round()
    wrong = f"{(int(live_round.pin) + 1) % 1_000_000:06}"

    tried = [client.get("/live/", {"pin": wrong}).status_code for _try in range(3)]

    assert tried == [422, 422, 429]
    assert client.get(f"/live/{wrong}/").status_code == 429
    found = client.get("/live/", {"pin": live_round.pin})
    assert (found.status_code, found.url) == (302, place(live_round))


@pytest.mark.parametrize("pin", ["abc", "12345", "1234567", "１２３４５６", "\x00"])
def test_i4_what_is_no_number_is_none(client, pin):
    assert client.get("/live/", {"pin": pin}).status_code == 422


def test_a_draft_has_no_entrance(client):
    make_round(state=_R.DRAFT)

    assert client.get("/live/000000/").status_code == 404
    assert client.get("/live/000000/state.json").status_code == 404


def test_all_phones_cost_two_queries_while_the_state_is_kept(
    client, django_assert_num_queries, monkeypatch
):
    live_round = make_round(state=_R.ASKING)
    forget(live_round.pin)
    # Fifty answers take a busy machine longer than half a second.
    monkeypatch.setattr("quizzes.live.kept.KEPT", 600)

    with django_assert_num_queries(2):
        answers = [client.get(f"{place(live_round)}state.json") for _phone in range(50)]

    assert len({response.content for response in answers}) == 1
    assert not any(response.cookies for response in answers)
    assert len(answers[0].content) < 4000
    state = json.loads(answers[0].content)
    assert state["key"] == "asking-1"
    assert abs(state["ends_at"] - int(answers[0]["X-Now"])) < 60_000


def test_who_has_it_already_gets_304(client):
    live_round = make_round(state=_R.ASKING)
    etag = state_of(client, live_round)["ETag"]

    again = state_of(client, live_round, **{"If-None-Match": etag})
    live_round.refresh_from_db()
    show_answer(live_round, by=make_host())
    new = state_of(client, live_round, **{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again["X-Now"]
    assert new.status_code == 200


def test_a_step_of_the_host_is_seen_at_once(client, django_capture_on_commit_callbacks):
    live_round = make_round()
    address = f"{place(live_round)}state.json"
    assert client.get(address).json()["key"] == "lobby-0"
    client.force_login(make_host())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("live_desk:act", args=[live_round.pk, "ask"]),
            {"version": live_round.version},
        )

    assert client.get(address).json()["key"] == "asking-1"


def test_the_state_is_made_once_for_all(monkeypatch):
    made = []

    def make(pin):
        made.append(pin)
        return b"{}"

    monkeypatch.setattr("quizzes.live.kept.KEPT", 600)
    for _phone in range(5):
        kept("one", make)
    forget("one")
    kept("one", make)

    assert made == ["one", "one"]


@pytest.mark.parametrize("n_players", [2, 12])
def test_a_phones_page_costs_few_queries(
    client, n_players, django_assert_max_num_queries
):
    live_round = make_round(state=_R.ASKING)
    players = [make_player(live_round) for _each in range(n_players)]
    posted = {"position": 1, "chosen": ids_of(live_round, is_right=True)}
    client.get(own(players[0]))

    with django_assert_max_num_queries(6):
        client.get(own(players[1]))
    with django_assert_max_num_queries(5):  # two of them mark the transaction
        client.post(own(players[1]), posted, headers={"Accept": "application/json"})


def test_the_host_prepares_and_leads_a_round(client):
    client.force_login(make_host())
    for _each in range(2):
        make_question()
    typed = {"title": "广场赛", "n_questions": 2, "seconds": 20, "speed_bonus": 0}

    bad = client.post(reverse("live_desk:index"), {**typed, "seconds": 1})
    made = client.post(reverse("live_desk:index"), typed)
    live_round = LiveRound.objects.get()
    texts = []
    for verb in ("open", "ask", "show", "ask", "show", "ask", "end"):
        live_round.refresh_from_db()
        address = reverse("live_desk:act", args=[live_round.pk, verb])
        client.post(address, {"version": live_round.version})
        texts.append(client.get(made.url).text)

    assert bad.status_code == 422
    opened, asked, shown, _asked, _shown, again, over = texts
    live_round.refresh_from_db()
    assert live_round.pin in opened
    assert "<svg" in opened
    assert "第1题，共2题" in asked
    assert "正确答案" in shown
    assert "题已经问完了" in again
    assert "名次" in over
    assert live_round.state == _R.OVER


@pytest.mark.parametrize(
    ("role", "sees", "leads"),
    [
        (Role.TV_EDITOR, 200, 302),
        (Role.ADMINISTRATOR, 200, 403),
        (Role.DESK, 403, 403),
        (None, 302, 302),
    ],
)
def test_a_stranger_leads_no_round(client, role, sees, leads):
    live_round = make_round()
    if role:
        client.force_login(make_user(role=role))

    for name in ("screen", "counts"):
        address = reverse(f"live_desk:{name}", args=[live_round.pk])
        assert client.get(address).status_code == sees
    act = reverse("live_desk:act", args=[live_round.pk, "ask"])
    assert client.post(act, {"version": live_round.version}).status_code == leads
    live_round.refresh_from_db()
    moved = role == Role.TV_EDITOR
    assert live_round.state == (_R.ASKING if moved else _R.LOBBY)


def test_an_old_screen_changes_nothing(client):
    client.force_login(make_host())
    live_round = make_round(state=_R.ASKING)
    act = reverse("live_desk:act", args=[live_round.pk, "show"])

    stale = client.post(act, {"version": 0}, follow=True)

    assert "已经是下一步了" in stale.text
    assert client.post(act).status_code == 404
    live_round.refresh_from_db()
    assert live_round.state == _R.ASKING
