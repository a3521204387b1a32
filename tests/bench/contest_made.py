"""A contest for benches, with participants whose links are known. Django is set up."""

from datetime import timedelta

from django.utils import timezone

from portal.tokens import hash_token, new_token
from quizzes.contests.models import AttemptItem, Participant, Stage
from quizzes.contests.services.joining import FORM_PURPOSE, PURPOSE
from tests.quizzes.make import make_contest, make_question, make_stage

SLUG = "bench"
PER_STATEMENT = 500


def make_open_stage(n_questions: int, time_limit: int = 7200) -> Stage:
    """Make a stage that draws from three times as many questions as a paper has."""
    now = timezone.now()
    contest = make_contest(
        slug=SLUG, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1)
    )
    questions = [make_question() for _each in range(3 * n_questions)]
    return make_stage(
        contest,
        position=1,
        n_questions=n_questions,
        questions=questions,
        attempts_per_day=0,
        attempts_in_all=0,
        time_limit=time_limit,
    )


def make_links(stage: Stage, count: int) -> list[str]:
    """Enter `count` participants; return the secrets of their links."""
    tokens = [new_token() for _each in range(count)]
    Participant.objects.bulk_create(
        (
            Participant(
                contest=stage.contest,
                token_hash=hash_token(PURPOSE, token),
                form_key_hash=hash_token(FORM_PURPOSE, token),
                name="周秀敏",
                shown_name="周*敏",
                joined_at=timezone.now(),
            )
            for token in tokens
        ),
        PER_STATEMENT,
    )
    return tokens


def answers_kept() -> dict[tuple[int, int], str]:
    """Return the chosen option of each question that was answered."""
    return {
        # The whole answer: of a path into it SQLite makes 12345678 a number.
        (attempt, position): answer["chosen"][0]
        for attempt, position, answer in AttemptItem.objects.filter(
            answer__isnull=False
        ).values_list("attempt_id", "position", "answer")
        if answer
    }
