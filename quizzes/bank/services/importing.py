"""Files of questions: read, shown before anything is kept, and kept as a whole."""

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from portal.refusals import Refused, Stale
from portal.users.models import User
from quizzes.bank.content import Content, Option, QuestionDraft
from quizzes.bank.formats.found import MOST_QUESTIONS, Remark, Row
from quizzes.bank.formats.kinds import FileKind, kind_of_file
from quizzes.bank.formats.words import TWO
from quizzes.bank.models import Question
from quizzes.bank.services.clause_words import clauses_meant
from quizzes.bank.services.questions import draft_of, save_question
from quizzes.bank.workflow import Kind

SIGNED_FOR = 2 * 3600  # seconds between reading a preview and pressing the button
MOST_SIGNED = 2 * 10**6  # what a form may send back


@dataclass
class Reading:
    """What a file holds. With a problem in it nothing of it may be kept.

    `remarks` tell what we cannot ask, or do not keep, of the questions in it.
    """

    kind: FileKind
    drafts: list[QuestionDraft] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


class Fate(enum.StrEnum):
    NEW = "new"
    VERSION = "version"
    SAME = "same"


@dataclass(frozen=True)
class Planned:
    """What would become of one question of the file.

    `seen` is the wording that stands there now. Of a new question it is one with the
    same stem, `twin` its code: brought twice, a file is not kept twice unseen.
    """

    draft: QuestionDraft
    fate: Fate
    changed: tuple[str, ...] = ()
    seen: int | None = None
    before: QuestionDraft | None = None
    twin: str = ""


def read_file(name: str, content: bytes, *, topic: str = "") -> Reading:
    """Return the questions of a file, complete with what the bank knows of them.

    `topic` is for those whose file names none. Refuse what is no such file at all.
    """
    kind = kind_of_file(name, content)
    found = kind.read(content)
    reading = Reading(kind, problems=found.problems, remarks=found.left_out)
    if len(found.rows) > MOST_QUESTIONS:
        raise Refused(_("最多一次导入%s道题，请分几次。") % MOST_QUESTIONS)
    if not (found.rows or found.problems):
        raise Refused(_("文件里没有可以导入的题目。请对照模板或者格式说明检查。"))
    known = _known(row.draft.code for row in found.rows)
    meant = clauses_meant(row.draft.clause for row in found.rows if row.draft.clause)
    for row in found.rows:
        reading.remarks += [Remark(row.place, note) for note in row.draft.notes]
        question = known.get(row.draft.code)
        reading.problems += _faults(row, question)
        reading.drafts.append(_complete(row, question, meant, topic, reading))
    reading.problems += _twice(found.rows)
    reading.remarks += _alike(found.rows)
    reading.problems.sort(key=lambda each: each.place)
    reading.remarks.sort(key=lambda each: each.place)
    return reading


def _known(codes: Iterable[str]) -> dict[str, Question]:
    """Return the questions that have one of `codes`, with their wordings."""
    questions = Question.objects.filter(code__in={code for code in codes if code})
    return {each.code: each for each in with_wordings(questions)}


def with_wordings(questions: Any) -> list[Question]:
    """Return `questions` with all that `draft_of` asks of them."""
    found = list(questions.select_related("current__clause__version__regulation"))
    for question in found:
        if question.current:
            question.current.question = question
    return found


def _faults(row: Row, question: Question | None) -> Iterable[Remark]:
    if question and question.kind != _as_there(row, question).kind:
        said = _(
            "题库里的%(code)s是%(kind)s，题型不能改。请换一个编号，或者把编号留空。"
        )
        yield Remark(
            row.place,
            said % {"code": question.code, "kind": question.get_kind_display()},
        )


def _twice(rows: Sequence[Row]) -> Iterable[Remark]:
    times = Counter(row.draft.code for row in rows)
    for row in rows:
        if row.draft.code and times[row.draft.code] > 1:
            yield Remark(row.place, _("编号%s在文件里不止一次。") % row.draft.code)


def _alike(rows: Sequence[Row]) -> Iterable[Remark]:
    first: dict[str, int] = {}
    for row in rows:
        place = first.setdefault(row.draft.stem, row.place)
        if place != row.place:
            yield Remark(row.place, _("题干和第%s行的一样，请看是不是重复。") % place)


def _complete(
    row: Row,
    question: Question | None,
    meant: dict[str, str],
    topic: str,
    reading: Reading,
) -> QuestionDraft:
    draft = _as_there(row, question)
    old = draft_of(question.current) if question and question.current else None
    unsaid = {"topic", "difficulty", "explanation", "clause", "valid_until"}
    unsaid = (unsaid | {"case_number"}) - row.said
    kept: dict[str, Any] = {name: getattr(old, name) for name in unsaid if old}
    if draft.clause and "clause" not in kept:
        kept["clause"] = _clause(row, old, meant, reading)
    draft = replace(draft, notes=[], **kept)
    if not draft.topic and not topic:
        sentence = _("没有写类别。请补上，或者在导入页选一个类别给没有写的题目。")
        reading.problems.append(Remark(row.place, sentence))
    return replace(draft, topic=draft.topic or topic)


def _as_there(row: Row, question: Question | None) -> QuestionDraft:
    """Return a case as a case where the file has only true and false for it."""
    draft = row.draft
    if not (question and _is_case(row, question)):
        return draft
    is_right = [option.is_right for option in draft.content.options]
    feedback = [option.feedback for option in draft.content.options]
    options = zip(TWO[Kind.CASE], is_right, feedback, strict=True)
    content = Content(Kind.CASE, tuple(Option(*each) for each in options))
    return replace(draft, content=content)


def _is_case(row: Row, question: Question) -> bool:
    return (
        "kind" not in row.said
        and (question.kind, row.draft.kind) == (Kind.CASE, Kind.TRUE_FALSE)
        and tuple(each.text for each in row.draft.content.options)
        == TWO[Kind.TRUE_FALSE]
    )


def _clause(
    row: Row, old: QuestionDraft | None, meant: dict[str, str], reading: Reading
) -> str:
    written = row.draft.clause
    if old and written == old.clause:
        return written
    if written in meant:
        return meant[written]
    sentence = (
        _("没有现行有效的条款“%s”，这道题原来的依据条款不变。")
        if old and old.clause
        else _("没有现行有效的条款“%s”，导入以后请给这道题选一条。")
    )
    reading.remarks.append(Remark(row.place, sentence % written[:60]))
    return old.clause if old else ""


def plan(drafts: Sequence[QuestionDraft]) -> list[Planned]:
    """Return what would become of each of `drafts`. Nothing is written."""
    known = _known(draft.code for draft in drafts)
    twins = _twins(draft.stem for draft in drafts if draft.code not in known)
    planned = [_planned(draft, known.get(draft.code)) for draft in drafts]
    return [_beside(each, twins) for each in planned]


def _twins(stems: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return the code and the wording of a question that has one of `stems` already."""
    found = Question.objects.filter(current__stem__in=set(stems)).order_by("-pk")
    rows = found.values_list("current__stem", "code", "current")
    return {stem: (code, current) for stem, code, current in rows}


def _beside(planned: Planned, twins: dict[str, tuple[str, int]]) -> Planned:
    twin = twins.get(planned.draft.stem)
    if planned.fate != Fate.NEW or twin is None:
        return planned
    code, seen = twin
    return replace(planned, twin=code, seen=seen)


def _planned(draft: QuestionDraft, question: Question | None) -> Planned:
    if question is None:
        return Planned(draft, Fate.NEW)
    if question.current is None:
        return Planned(draft, Fate.VERSION)
    before = draft_of(question.current)
    old, new = _plain(before), _plain(draft)
    changed = tuple(name for name in new if new[name] != old[name])
    fate = Fate.VERSION if changed else Fate.SAME
    return Planned(draft, fate, changed, question.current_id, before)


def _plain(draft: QuestionDraft) -> dict[str, Any]:
    """Return the fields of `draft` without what no file says."""
    content = draft.content
    return {
        **asdict(replace(draft, notes=[])),
        "content": (
            content.kind,
            [replace(each, id="") for each in content.options],
            content.accepted,
            [(pair.left, pair.right) for pair in content.pairs],
            [each.text for each in content.distractors],
        ),
    }


@transaction.atomic
def import_questions(drafts: Sequence[QuestionDraft], *, by: User) -> list[Question]:
    """Keep all of `drafts` or none; return the questions that are new or have changed."""
    kept = []
    known = _known(draft.code for draft in drafts)
    for draft in drafts:
        question = known.get(draft.code)
        if _planned(draft, question).fate != Fate.SAME:
            kept.append(save_question(question, draft, by=by))
    return kept


def signed(planned: Sequence[Planned], *, by: User) -> str:
    """Return what was shown to `by`, for a form that brings it back unchanged."""
    written = [[_written(each.draft), each.fate, each.seen] for each in planned]
    token = signing.dumps(written, salt=_salt(by), compress=True)
    if len(token) > MOST_SIGNED:
        raise Refused(_("一次导入的题目太多，请分几次。"))
    return token


@transaction.atomic
def import_signed(token: str, *, by: User) -> list[Question]:
    """Keep what `by` was shown; refuse where the bank has changed in the meantime."""
    try:
        written = signing.loads(token, salt=_salt(by), max_age=SIGNED_FOR)
    except signing.BadSignature:
        raise Refused(_("预览已经过期，请重新选择文件。")) from None
    # A button pressed twice: the second waits for the first, and is refused.
    User.objects.select_for_update().get(pk=by.pk)
    drafts = [_read(each) for each, _fate, _seen in written]
    now = [(each.fate, each.seen) for each in plan(drafts)]
    if now != [(Fate(fate), seen) for _draft, fate, seen in written]:
        raise Stale(_("预览以后题库有了变化，没有导入。请重新选择文件再看一遍。"))
    return import_questions(drafts, by=by)


def _salt(by: User) -> str:
    return f"quizzes.bank.import.{by.pk}"


def _written(draft: QuestionDraft) -> dict[str, Any]:
    fields = {name: getattr(draft, name) for name in _FIELDS}
    return {**fields, "kind": draft.kind, "content": draft.content.to_json()}


def _read(written: dict[str, Any]) -> QuestionDraft:
    fields = {name: written[name] for name in _FIELDS}
    content = Content.from_json(written["kind"], written["content"])
    return QuestionDraft(content=content, **fields)


_FIELDS = (
    "stem",
    "topic",
    "difficulty",
    "explanation",
    "clause",
    "code",
    "valid_until",
    "case_number",
)
