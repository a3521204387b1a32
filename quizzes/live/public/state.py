"""The state of a round as all phones get it. Nothing of the key before it is closed (Q1)."""

import json
from typing import Any

from django.template.loader import render_to_string

from quizzes.live.models import LiveRound
from quizzes.live.results import bars_of, choices_of, question_at, right_ids
from quizzes.live.workflow import RoundState


def find_round(pin: str) -> LiveRound | None:
    """Return the round of a number: the open one, or the last that was."""
    return LiveRound.objects.begun().filter(pin=pin).order_by("-opened_at").first()


def key_of(live_round: LiveRound) -> str:
    """Name what is on: while it stays the same, nothing new is to be shown."""
    return f"{live_round.state}-{live_round.position}"


def shown_to_all(live_round: LiveRound) -> dict[str, Any]:
    """Return what the template `_state.html` shows to everybody alike."""
    context: dict[str, Any] = {"live_round": live_round}
    if live_round.state in {RoundState.ASKING, RoundState.SHOWING}:
        question = question_at(live_round)
        if question is None:
            raise ValueError("A round asks what was drawn when it opened.")
        context["question"] = question
        context["version"] = question.version
        if live_round.state == RoundState.ASKING:
            context["choices"] = choices_of(question)
        else:
            context["bars"] = bars_of(question)
    return context


def make_state(pin: str) -> bytes | None:
    live_round = find_round(pin)
    if live_round is None:
        return None
    context = shown_to_all(live_round)
    state: dict[str, Any] = {
        "key": key_of(live_round),
        "html": render_to_string("quizzes/live/_state.html", context),
    }
    if live_round.state == RoundState.ASKING and live_round.ends_at:
        state["ends_at"] = round(live_round.ends_at.timestamp() * 1000)
    if live_round.state == RoundState.SHOWING:
        state["right"] = sorted(right_ids(context["question"]))
    return json.dumps(state, ensure_ascii=False).encode()
