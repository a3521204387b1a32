"""The county's bank: three hundred questions that somebody approved, and its pools."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from portal.case_pictures import case_of
from portal.demo.context import Context
from portal.timeline.models import Event
from publicity.demo.parts import clauses_by_id
from publicity.models import Clause
from quizzes.bank.content import Accepted, Content, Option, Pair
from quizzes.bank.models import Pool, PracticeCount, Question, QuestionVersion
from quizzes.bank.workflow import Kind, QuestionState, Topic

Clauses = dict[str, Clause]
# The part of readers who answer well, of a hundred, by difficulty.
FACILITY = {1: 91, 2: 80, 3: 66, 4: 52, 5: 38}


@transaction.atomic
def load_bank(context: Context) -> None:
    clauses = clauses_by_id(context)
    known = set(Question.objects.values_list("code", flat=True))
    written = [
        version
        for version in _versions(context, clauses)
        if version.question.code not in known
    ]
    _keep(written)
    _fill_pools(context)
    context.tell(_("题库"), Question.objects.count(), Question.objects.count())


def _versions(context: Context, clauses: Clauses) -> Iterator[QuestionVersion]:
    told = context.read("bank")
    for row in context.read("questions")["questions"]:
        yield _version(row, _content(row), clauses)
    for row in told["matching"]:
        content = Content(
            Kind.MATCHING,
            pairs=tuple(Pair(left, right) for left, right in row["pairs"].items()),
            distractors=tuple(Option(text) for text in row["distractors"]),
        )
        yield _version(row, content, clauses)
    for row in told["cases"]:
        yield from _of_case(row, told["case_words"], clauses)


def _content(row: dict[str, Any]) -> Content:
    kind, answer = Kind(row["type"]), row["answer"]
    if kind == Kind.FILL:
        return Content(kind, accepted=tuple(Accepted(str(each)) for each in answer))
    options = {letter: str(text) for letter, text in row["options"].items()}
    if kind == Kind.ORDERING:
        return Content(kind, tuple(Option(options[letter]) for letter in answer))
    return Content(
        kind,
        tuple(Option(text, letter in answer) for letter, text in options.items()),
    )


def _of_case(
    row: dict[str, Any], words: dict[str, Any], clauses: Clauses
) -> Iterator[QuestionVersion]:
    """Ask which article a closed exposure offended; nothing where it is not there."""
    case = case_of(row["number"])
    if case is None or not case.is_closed:
        return
    right, *others = (clauses[name] for name in row["options"])
    # The right one stands in no place of its own.
    offered = sorted([right, *others], key=lambda each: each.position)
    options = tuple(
        Option(
            words["option"].format(label=each.label, title=each.title), each == right
        )
        for each in offered
    )
    text = {
        "stem": words["stem"].format(
            title=case.title, regulation=right.version.regulation.title
        ),
        "explanation": words["explanation"].format(label=right.label, text=right.text),
        "clause": row["options"][0],
        "topic": words["topic"],
        "difficulty": words["difficulty"],
        "id": row["id"],
    }
    version = _version(text, Content(Kind.CASE, options), clauses)
    version.case_number = case.number
    yield version


def _version(
    row: dict[str, Any], content: Content, clauses: Clauses
) -> QuestionVersion:
    topics = {str(topic.label): topic.value for topic in Topic}
    question = Question(
        code=row["id"],
        state=QuestionState.READY,
        topic=topics[row["topic"]],
        kind=content.kind,
        difficulty=row["difficulty"],
    )
    return QuestionVersion(
        question=question,
        number=1,
        kind=question.kind,
        topic=question.topic,
        difficulty=question.difficulty,
        stem=row["stem"],
        content=content.with_ids().to_json(),
        explanation=row["explanation"],
        clause=clauses[row["clause"]] if row["clause"] else None,
    )


def _keep(versions: list[QuestionVersion]) -> None:
    """Write all at once, with the two steps and the answers that each would have had."""
    questions = Question.objects.bulk_create(each.question for each in versions)
    for version in versions:
        version.question_id = version.question.pk
    QuestionVersion.objects.bulk_create(versions)
    for question, version in zip(questions, versions, strict=True):
        question.current = version
    Question.objects.bulk_update(questions, ["current"], batch_size=500)
    kind = ContentType.objects.get_for_model(Question)
    Event.objects.bulk_create(
        Event(
            content_type=kind,
            object_id=question.pk,
            verb=verb,
            from_state=old,
            to_state=new,
        )
        for question in questions
        for verb, old, new in (
            ("write", "", QuestionState.DRAFT),
            ("approve", QuestionState.DRAFT, QuestionState.READY),
        )
    )
    PracticeCount.objects.bulk_create(_practised(versions))


def _practised(versions: Iterable[QuestionVersion]) -> Iterator[PracticeCount]:
    """Return the same numbers each time: few answers of some, many of most."""
    for version in versions:
        dice = hashlib.sha256(version.question.code.encode()).digest()
        n = dice[0] + dice[1] // 2
        percent = FACILITY[version.difficulty] + dice[2] % 17 - 8
        yield PracticeCount(version=version, n=n, n_right=n * min(percent, 99) // 100)


def _fill_pools(context: Context) -> None:
    told = context.read("bank")
    quizzes = {row["id"]: row for row in context.read("quizzes")["quizzes"]}
    questions = dict(Question.objects.values_list("code", "pk"))
    for row in told["pools"]:
        _fill(row["name"], quizzes[row["quiz"]]["questions"], questions, row["slug"])
    contest = told["contest_pools"]
    for each in quizzes[contest["quiz"]]["rounds"]:
        codes = each.get("questions") or _open_to_all(told, quizzes, questions)
        if isinstance(codes, dict):
            codes = [code for part in codes.values() for code in part]
        _fill(
            contest["names"][each["name"]],
            codes,
            questions,
            note=contest["note"],
            kept_until=date.fromisoformat(each.get("end") or each["date"]),
        )


def _open_to_all(
    told: dict[str, Any], quizzes: dict[str, Any], questions: dict[str, int]
) -> list[str]:
    """Return what a round without a list draws from: nothing of the later rounds."""
    later: set[str] = set()
    for each in quizzes[told["contest_pools"]["quiz"]]["rounds"]:
        named = each.get("questions", [])
        for part in named.values() if isinstance(named, dict) else [named]:
            later.update(part)
    return sorted(set(questions) - later)


def _fill(
    name: str,
    codes: Iterable[str],
    questions: dict[str, int],
    slug: str | None = None,
    note: str = "",
    kept_until: date | None = None,
) -> None:
    pool, is_new = Pool.objects.get_or_create(
        name=name, defaults={"slug": slug, "note": note, "kept_until": kept_until}
    )
    if is_new:
        pool.questions.set(questions[code] for code in codes)
