"""People who judge, contests that are ready, and papers as honest or as odd as asked."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.users.models import User
from portal.users.roles import Role
from quizzes.contests.models import Attempt, Contest, Stage
from quizzes.contests.services.standings import refresh_standing
from quizzes.contests.workflow import AttemptState, ContestState
from quizzes.judging.papers import Given, Paper
from tests.portal.users.make import make_user
from tests.quizzes.make import make_attempt, make_contest, make_participant, make_stage

NOON = datetime(2026, 11, 5, 4, tzinfo=UTC)
_A, _C = AttemptState, ContestState


def make_editor() -> User:
    return make_user(role=Role.WEB_EDITOR)


def make_chief() -> User:
    return make_user(role=Role.CHIEF_EDITOR)


def make_judge() -> User:
    return make_user(role=Role.DESK)


def make_ready_contest(
    *, state: ContestState = _C.DRAFT, is_closed: bool = False, **fields: Any
) -> Contest:
    """Make a contest whose rules are complete, with one official stage."""
    now = timezone.now()
    if is_closed:
        fields |= {
            "opens_at": now - timedelta(days=3),
            "closes_at": now - timedelta(hours=1),
        }
    if state in {_C.PREVIEW, _C.FINAL}:
        fields.setdefault("preview_until", now + timedelta(days=3))
    contest = make_contest(
        state=state, scoring_note="满分15分。", prizes="没有奖。", **fields
    )
    make_stage(contest, position=1)
    return contest


def make_voided(contest: Contest | None = None, *, by: User | None = None) -> Attempt:
    """Make a paper that was flagged and voided."""
    from quizzes.judging.services import void  # noqa: PLC0415

    attempt = make_counted(contest, state=_A.FLAGGED)
    void(attempt, by=by or make_judge(), because="多人共用一份答案。")
    return attempt


def make_counted(
    contest: Contest | None = None,
    *,
    stage: Stage | None = None,
    state: AttemptState = _A.SUBMITTED,
    participant: Any = None,
    **fields: Any,
) -> Attempt:
    """Make a finished paper with its standing."""
    contest = contest or make_ready_contest(state=_C.REVIEWING, is_closed=True)
    stage = stage or contest.stages.first()
    assert stage
    attempt = make_attempt(
        participant or make_participant(contest), stage, state=state, **fields
    )
    refresh_standing(attempt.participant, stage)
    return attempt


def make_paper(
    number: int = 1,
    *,
    seconds: float = 300,
    n: int = 20,
    share: float = 0.9,
    signs: int = 80,
    pauses: list[float] | None = None,
    started_at: datetime = NOON,
    wrong: dict[int, str] | None = None,
    **fields: Any,
) -> Paper:
    """Make a paper of `n` questions of `signs` signs, answered at an even pace."""
    pauses = pauses or [seconds / n] * n
    given, at = [], started_at
    for version, pause in enumerate(pauses):
        at += timedelta(seconds=pause)
        answer = (wrong or {}).get(version)
        given.append(Given(version, signs, answer or "right", answer is None, at))
    return Paper(
        **{
            "attempt": number,
            "participant": number,
            "started_at": started_at,
            "finished_at": started_at + timedelta(seconds=seconds),
            "closes_at": started_at + timedelta(seconds=max(900, seconds + 5)),
            "seconds": seconds,
            "n_questions": n,
            "share": share,
            "given": given,
            "day": "2026-11-05",
            **fields,
        }
    )


def answers_of(
    chance: random.Random, *, n: int = 20, skill: float = 0.75, options: int = 4
) -> dict[int, str]:
    """Return the wrong answers of somebody honest: every question has its favourite."""
    favourites = [0.55, *[0.45 / (options - 2)] * (options - 2)]
    return {
        version: f"wrong {chance.choices(range(options - 1), favourites)[0]}"
        for version in range(n)
        # Some questions are three times as hard as others.
        if chance.random() < (1 - skill) * (0.5 + version % 5 / 4)
    }
