"""Live rounds in any state, with phones; every argument is optional."""

from typing import Any

from portal.tokens import new_token
from portal.users.models import User
from portal.users.roles import Role
from quizzes.bank.models import Question
from quizzes.live.models import LiveAnswer, LivePlayer, LiveRound
from quizzes.live.results import right_ids
from quizzes.live.services.playing import join, save_answer
from quizzes.live.services.running import (
    ask_next,
    end_round,
    open_round,
    prepare_round,
    show_answer,
)
from quizzes.live.workflow import RoundState
from tests.portal.users.make import make_user
from tests.quizzes.make import make_pool, make_question

_R = RoundState


def make_host() -> User:
    return make_user(role=Role.TV_EDITOR)


def make_round(
    *,
    state: RoundState = _R.LOBBY,
    questions: list[Question] | None = None,
    **fields: Any,
) -> LiveRound:
    """Take a round of two questions to `state`, by the host."""
    host = make_host()
    questions = questions or [make_question(), make_question()]
    live_round = prepare_round(
        LiveRound(
            **{
                "title": "广场现场赛",
                "pool": make_pool(questions=questions),
                "n_questions": len(questions),
                **fields,
            }
        ),
        by=host,
    )
    if state != _R.DRAFT:
        open_round(live_round, by=host)
    if state in {_R.ASKING, _R.SHOWING}:
        ask_next(live_round, by=host)
    if state == _R.SHOWING:
        show_answer(live_round, by=host)
    if state == _R.OVER:
        end_round(live_round, by=host)
    return live_round


def make_player(live_round: LiveRound, name: str = "") -> LivePlayer:
    """Let a phone in; `player.token` is the secret of its address."""
    player, token = join(live_round, name=name, form_key=new_token())
    player.token = token  # type: ignore[attr-defined]
    return player


def ids_of(live_round: LiveRound, *, is_right: bool) -> list[str]:
    question = live_round.questions.get(position=live_round.position)
    right = right_ids(question)
    if is_right:
        return sorted(right)
    return [each for each in question.order[0] if each not in right][:1]


def answer(player: LivePlayer, *, is_right: bool = True) -> LiveAnswer:
    player.live_round.refresh_from_db()
    chosen = ids_of(player.live_round, is_right=is_right)
    return save_answer(player, player.live_round.position, {"chosen": chosen})
