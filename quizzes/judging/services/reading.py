"""Papers read from the database for the checks, a few queries for any number."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from quizzes.bank.models import QuestionVersion
from quizzes.bank.workflow import Kind
from quizzes.contests.models import Attempt, AttemptItem
from quizzes.judging.papers import Given, Paper, canonical

CHUNK = 2000
_FIELDS = (
    *("pk", "participant_id", "started_at", "finished_at", "closes_at"),
    *("seconds", "n_questions", "score", "most", "network_hash", "agent_hash"),
    *("day", "participant__unit_entry_id"),
)


def read_papers(attempts: QuerySet[Attempt], *, with_answers: bool) -> list[Paper]:
    """Return finished papers; without answers where only time and place matter."""
    rows = list(
        attempts.filter(finished_at__isnull=False).order_by("pk").values_list(*_FIELDS)
    )
    given: dict[int, list[Given]] = {}
    if with_answers:
        given = _answers([row[0] for row in rows])
    return [_paper(row, given.get(row[0], [])) for row in rows]


def _paper(row: tuple[Any, ...], given: list[Given]) -> Paper:
    (pk, participant, started_at, finished_at, closes_at, seconds) = row[:6]
    (n_questions, score, most, network, agent, day, unit_entry) = row[6:]
    return Paper(
        attempt=pk,
        participant=participant,
        started_at=started_at,
        finished_at=finished_at,
        closes_at=closes_at,
        seconds=float(seconds),
        n_questions=n_questions,
        share=float(score / most) if most else 0.0,
        given=given,
        network=network,
        agent=agent,
        unit_entry=unit_entry,
        day=day.isoformat(),
    )


def _answers(attempts: list[int]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = defaultdict(list)
    versions: dict[int, tuple[int, bool]] = {}
    for start in range(0, len(attempts), CHUNK):
        rows = AttemptItem.objects.filter(
            attempt__in=attempts[start : start + CHUNK], answered_at__isnull=False
        ).values_list(
            "attempt_id", "version_id", "answer", "is_right", "answered_at", "n_saves"
        )
        chunk = list(rows)
        _learn(versions, {row[1] for row in chunk})
        for attempt, version, answer, is_right, answered_at, n_saves in chunk:
            if answer is None or answered_at is None:
                continue
            signs, is_ordered = versions[version]
            found[attempt].append(
                Given(
                    version,
                    signs,
                    canonical(answer, is_ordered=is_ordered),
                    bool(is_right),
                    answered_at,
                    n_saves,
                )
            )
    return found


def _learn(known: dict[int, tuple[int, bool]], wanted: Iterable[int]) -> None:
    new = set(wanted) - known.keys()
    for version in QuestionVersion.objects.filter(pk__in=new).only(
        "stem", "kind", "content"
    ):
        known[version.pk] = (signs_of(version), version.kind == Kind.ORDERING)


def signs_of(version: QuestionVersion) -> int:
    """Count what has to be read of a question: the stem, and what there is to choose."""
    content = version.parts
    options = [each.text for each in (*content.options, *content.distractors)]
    pairs = [text for pair in content.pairs for text in (pair.left, pair.right)]
    return len(version.stem) + sum(map(len, [*options, *pairs]))
