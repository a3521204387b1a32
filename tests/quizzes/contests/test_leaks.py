"""Nothing of the key is in a byte that leaves the server before the hand-in (Q1)."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.content import Accepted, Content, Option, Pair
from quizzes.bank.workflow import Kind
from quizzes.contests.models import Stage
from quizzes.contests.services.finishing import hand_in
from quizzes.contests.services.taking import start
from quizzes.contests.workflow import Reveals
from tests.quizzes.make import CONTENTS, make_participant, make_question, make_stage
from tests.quizzes.planted import plant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_page")]
MARKER = "ZQXKEY"
JSON = {"accept": "application/json"}
SCORED = {"attempts_per_day": 0, "attempts_in_all": 0, "avoids_seen": False}


def marked(kind: Kind) -> Content:
    """Plant a marker wherever nothing may be read of before the hand-in."""
    content = CONTENTS[kind]
    if kind == Kind.FILL:
        return Content(
            kind,
            accepted=(
                Accepted(f"{MARKER}一", f"{MARKER}反馈"),
                Accepted(f"{MARKER}二"),
            ),
        )
    if kind == Kind.MATCHING:
        return Content(
            kind,
            pairs=(Pair("过期药品", "有害垃圾"), Pair("剩菜", "厨余垃圾")),
            distractors=(Option("可回收物", feedback=f"{MARKER}反馈"),),
        )
    return replace(
        content,
        options=tuple(
            replace(each, feedback=f"{MARKER}反馈{n}")
            for n, each in enumerate(content.options)
        ),
    )


def make_marked_stage(*, planted: Any = None, **fields) -> Stage:
    questions = [
        make_question(
            kind=kind,
            content=marked(kind),
            explanation=f"{MARKER}解析",
            stem=f"{kind}题",
            **(planted or {}),
        )
        for kind in Kind
    ]
    return make_stage(n_questions=len(questions), questions=questions, **fields)


def bytes_of(response: Any) -> bytes:
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return head.encode() + bytes(response.getvalue())


def token_of(participant) -> str:
    return str(participant.token)


def test_q1_no_byte_before_the_hand_in_tells_anything_of_the_key(client):
    stage = make_marked_stage()
    contest = stage.contest
    participant = make_participant(contest)
    attempt = start(participant, stage)
    own = [contest.slug, token_of(participant)]
    items = list(attempt.items.select_related("version"))
    seen = [
        client.get("/contests/"),
        client.get(contest.get_absolute_url()),
        client.get(f"{contest.get_absolute_url()}join/"),
        client.get(reverse("contests:home", args=own)),
        client.get(reverse("contests:questions", args=[*own, attempt.pk])),
        client.get(reverse("contests:hand_in", args=[*own, attempt.pk])),
        client.get(reverse("contests:result", args=[*own, attempt.pk])),
        client.get("/sitemap/"),
        client.get("/search/?q=题"),
    ]
    for item in items:
        address = reverse("contests:question", args=[*own, attempt.pk, item.position])
        seen += [
            client.get(address),
            client.get(f"{address}?only=question"),
            client.post(address, {"text": "瞎猜"}),
            client.post(address, {"chosen": "nope"}),
        ]
        for posted in ({}, {"chosen": "nope"}, {"place-x": "1"}, {"pair-x": "y"}):
            seen.append(client.post(address, posted, headers=JSON))

    assert len(seen) > 60
    for response in seen:
        found = bytes_of(response)
        assert MARKER.encode() not in found
        for word in (b"is_right", b"data-told", b"verdict", b"earned"):
            assert word not in found, response.request["PATH_INFO"]


def reachable(client, *starts: str) -> dict[str, bytes]:
    """Return what every address of contests sends that links and forms lead to."""
    found: dict[str, bytes] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in found or not address.startswith("/contests/"):
            continue
        response = client.get(address)
        found[address] = bytes_of(response)
        if "html" in response.get("Content-Type", ""):
            soup = BeautifulSoup(response.text, "html.parser")
            for name in ("href", "src", "action", "data-src"):
                waiting += [
                    urljoin(address, str(each[name]))
                    for each in soup.select(f"[{name}]")
                ]
    return found


def test_q1_no_page_that_can_be_reached_tells_of_clause_case_or_other_papers(
    client, monkeypatch
):
    stage = make_marked_stage(
        planted=plant(MARKER, monkeypatch), reveals=Reveals.ON_SUBMISSION, **SCORED
    )
    participant, other = (make_participant(stage.contest) for _each in range(2))
    theirs = hand_in(start(other, stage))
    mine = hand_in(start(participant, stage))
    writing = start(participant, stage)
    home = reverse("contests:home", args=[stage.contest.slug, token_of(participant)])
    results = [f"{home}{each.pk}/result/" for each in (theirs, mine, writing)]

    seen = reachable(client, "/contests/", home, f"{home}{writing.pk}/1/", *results)

    assert {f"{home}{writing.pk}/{n}/" for n in range(1, len(Kind) + 1)} <= set(seen)
    assert client.get(results[0]).status_code == 404
    assert "盲道被占的现场".encode() in seen[f"{home}{writing.pk}/1/"]
    assert not [address for address in seen if MARKER.encode() in seen[address]]
    hand_in(writing)
    told = client.get(results[2]).text
    for words in ("解析", "办法", "第七条", "after.jpg", "清出来了"):
        assert f"{MARKER}{words}" in told


def test_q1_the_right_option_looks_like_any_other(client):
    stage = make_marked_stage()
    participant = make_participant(stage.contest)
    attempt = start(participant, stage)
    for item in attempt.items.select_related("version"):
        address = reverse(
            "contests:question",
            args=[stage.contest.slug, token_of(participant), attempt.pk, item.position],
        )
        page = BeautifulSoup(client.get(address).text, "html.parser")
        shapes = set()
        for option in page.select(".opt"):
            texts = re.sub(r"[A-Z0-9]\. [^<]+", "X", str(option))
            shapes.add(re.sub(r'(value|id|for|name)="[^"]*"', "", texts))

        assert len(shapes) == 1 or item.version.kind in {Kind.FILL, Kind.MATCHING}
        # Ids are random: neither their order nor their look says what is right.
        ids = [each["value"] for each in page.select(".opt input")]
        assert all(re.fullmatch(r"[0-9a-f]{8}", str(each)) for each in ids)


def result_of(client, participant, attempt) -> str:
    slug = participant.contest.slug
    address = reverse("contests:result", args=[slug, token_of(participant), attempt.pk])
    return str(client.get(address).text)


@pytest.mark.parametrize(
    ("reveals", "at_once", "later"),
    [
        (Reveals.ON_SUBMISSION, True, True),
        (Reveals.ON_CLOSE, False, True),
        (Reveals.NEVER, False, False),
    ],
)
def test_q1_afterwards_the_stage_says_when_the_key_is_shown(
    client, reveals, at_once, later
):
    stage = make_marked_stage(reveals=reveals)
    participant = make_participant(stage.contest)
    attempt = hand_in(start(participant, stage))

    assert (MARKER in result_of(client, participant, attempt)) == at_once
    with time_machine.travel(stage.closes_at + timedelta(minutes=1)):
        assert (MARKER in result_of(client, participant, attempt)) == later


def test_q1_a_result_shows_no_key_while_another_paper_is_written(client):
    stage = make_marked_stage(reveals=Reveals.ON_SUBMISSION, **SCORED)
    participant = make_participant(stage.contest)
    first = hand_in(start(participant, stage))
    assert MARKER in result_of(client, participant, first)

    second = start(participant, stage)

    assert MARKER not in result_of(client, participant, first)
    hand_in(second)
    assert MARKER in result_of(client, participant, first)


def test_q1_in_the_grace_after_the_end_the_key_waits_for_the_last(client):
    ends = timezone.now() + timedelta(minutes=10)
    stage = make_marked_stage(reveals=Reveals.ON_CLOSE, closes_at=ends, grace=30)
    early, late = make_participant(stage.contest), make_participant(stage.contest)
    done = hand_in(start(early, stage))
    start(late, stage)

    with time_machine.travel(ends + timedelta(seconds=10)):
        assert MARKER not in result_of(client, early, done)
    with time_machine.travel(ends + timedelta(seconds=40)):
        assert MARKER in result_of(client, early, done)
