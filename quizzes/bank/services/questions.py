"""A question from the first wording to the last: written, approved, doubted, retired.

A wording once kept is never changed: who changes a question adds a version. A changed
question leaves the pools until somebody else has approved the new wording, so nothing
is ever drawn that only its author has read; papers that hold an older version keep it.
"""

import enum
import secrets
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.images.models import Picture
from portal.media.models import Recording
from portal.refusals import NotAllowed, Refused, SameHand, Stale
from portal.timeline.services import record
from portal.typed import clean, optional, required
from portal.users.models import User
from portal.workflow import check_transition
from publicity.models import Clause
from quizzes.bank.content import QuestionDraft
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.services.checking import problems_of
from quizzes.bank.services.clauses import clause_named, name_of
from quizzes.bank.workflow import QUESTION_STEPS, Difficulty, QuestionState, Topic

APPROVE = "quizzes.approve_question"
LONGEST_CODE = 20
LONGEST_DOUBT = 200
FIELDS = (
    "kind",
    "topic",
    "difficulty",
    "stem",
    "content",
    "explanation",
    "clause",
    "image",
    "image_alt",
    "film",
    "case_number",
    "valid_until",
)


class Kept(enum.Enum):
    """What a file does not speak of: pictures and films stay as they are."""

    KEPT = "kept"


KEPT: Final = Kept.KEPT


@transaction.atomic
def save_question(
    question: Question | None,
    draft: QuestionDraft,
    *,
    by: User | None,
    image: Picture | Kept | None = KEPT,
    image_alt: str | Kept = KEPT,
    film: Recording | Kept | None = KEPT,
) -> Question:
    """Keep `draft` as a new question or as the next version of one.

    Nothing happens where nothing has changed. It may have faults that keep it from
    being approved: an author can stop in the middle.
    """
    if question is None:
        question = _new_question(draft)
    else:
        lock(question)
    current = question.current
    fields = _fields(draft, current)
    for name, given in (("image", image), ("image_alt", image_alt), ("film", film)):
        old = (
            getattr(current, name) if current else ("" if name == "image_alt" else None)
        )
        fields[name] = old if given is KEPT else given
    fields["image_alt"] = optional(fields["image_alt"], _("图片说明"), 200)
    if current and not _differs(current, fields):
        return question
    version = QuestionVersion.objects.create(
        question=question,
        number=current.number + 1 if current else 1,
        made_by=by,
        **fields,
    )
    old_state = QuestionState(question.state)
    changes: dict[str, Any] = {
        name: fields[name] for name in ("kind", "topic", "difficulty")
    }
    if old_state in (QuestionState.READY, QuestionState.RETIRED):
        changes["state"] = QuestionState.NEEDS_REVIEW
        changes["doubt"] = _("改过，等另一个人审定。")
    _change(question, current=version, **changes)
    record(
        question,
        "write",
        by=by,
        from_state=old_state,
        to_state=question.state,
        because=_("第%s版") % version.number,
    )
    return question


@transaction.atomic
def approve_question(question: Question, *, by: User) -> Question:
    """Let it into pools. Whoever wrote the wording does not approve it."""
    if not by.has_perm(APPROVE):
        raise NotAllowed(_("您没有审定题目的权限。"))
    lock(question)
    check_step(question, QuestionState.READY)
    version = question.current
    if version is None:
        raise Refused(_("这道题还没有内容。"))
    if version.made_by_id == by.pk and not settings.QUIZZES["APPROVE_OWN"]:
        raise SameHand(_("自己写的题要由另一个人审定。"))
    if problems := problems_of(version):
        raise Refused("".join(problems))
    _step(question, "approve", QuestionState.READY, by=by, doubt="")
    return question


@transaction.atomic
def put_in_doubt(
    question: Question, *, because: str, by: User | None = None
) -> Question:
    """Take it out of pools until somebody has looked at it again.

    One that is in doubt already keeps its reason and gets this one beside it.
    """
    lock(question)
    because = required(because, _("理由"), LONGEST_DOUBT)
    if question.state == QuestionState.NEEDS_REVIEW:
        if because not in question.doubt:
            both = f"{question.doubt}{because}"
            _change(question, doubt=both if len(both) <= LONGEST_DOUBT else because)
            record(
                question,
                "doubt",
                by=by,
                from_state=question.state,
                to_state=question.state,
                because=because,
            )
        return question
    _step(
        question,
        "doubt",
        QuestionState.NEEDS_REVIEW,
        by=by,
        because=because,
        doubt=because,
    )
    return question


@transaction.atomic
def retire_question(question: Question, *, by: User | None, because: str) -> Question:
    """Take it out for good; its address in papers and statistics stays."""
    lock(question)
    because = required(because, _("理由"), LONGEST_DOUBT)
    _step(
        question, "retire", QuestionState.RETIRED, by=by, because=because, doubt=because
    )
    return question


def draft_of(version: QuestionVersion) -> QuestionDraft:
    """Return a wording as it would be written, for a form, a file or a comparison."""
    return QuestionDraft(
        stem=version.stem,
        content=version.parts,
        topic=version.topic,
        difficulty=version.difficulty,
        explanation=version.explanation,
        clause=name_of(version.clause),
        code=version.question.code,
        valid_until=version.valid_until.isoformat() if version.valid_until else "",
        case_number=version.case_number,
    )


def lock(question: Question) -> None:
    """Hold the row, and refuse to act on a wording that is no longer the current one."""
    seen = question.current_id
    question.refresh_from_db(
        from_queryset=Question.objects.select_for_update(of=("self",)).select_related(
            "current__clause"
        )
    )
    if question.current_id != seen:
        raise Stale(_("别人刚刚改过这道题。请看过最新的内容再操作。"))


def check_step(question: Question, new: QuestionState) -> None:
    check_transition(QUESTION_STEPS, QuestionState(question.state), new)


def _step(
    question: Question,
    verb: str,
    new: QuestionState,
    *,
    by: User | None,
    because: str = "",
    **changes: Any,
) -> None:
    check_step(question, new)
    old = question.state
    _change(question, state=new, **changes)
    record(question, verb, by=by, from_state=old, to_state=new, because=because)


def _change(question: Question, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(question, name, value)
    question.save(update_fields=list(changes))


def _new_question(draft: QuestionDraft) -> Question:
    code = optional(draft.code, _("编号"), LONGEST_CODE)
    if code and Question.objects.filter(code=code).exists():
        raise Refused(_("编号%s已经用过。") % code)
    question = Question.objects.create(
        code=code or secrets.token_hex(10),
        topic=draft.topic,
        kind=draft.kind,
        difficulty=draft.difficulty,
    )
    if not code:
        code = f"T{question.pk:05}"
        if Question.objects.filter(code=code).exists():  # somebody's file had it
            code = f"{code}-{secrets.token_hex(2)}"
        _change(question, code=code)
    return question


def _fields(draft: QuestionDraft, current: QuestionVersion | None) -> dict[str, Any]:
    content = draft.content.with_ids().to_json()
    if (
        current
        and current.kind == draft.kind
        and _without_ids(current.content) == _without_ids(content)
    ):
        content = current.content
    return {
        "kind": draft.kind,
        "topic": _one_of(Topic, draft.topic, _("类别")),
        "difficulty": _one_of(Difficulty, draft.difficulty, _("难度")),
        "stem": required(draft.stem, _("题干")),
        "content": content,
        "explanation": optional(draft.explanation, _("解析")),
        "clause": _clause(draft, current),
        "case_number": optional(draft.case_number, _("案例编号"), 60),
        "valid_until": _day(draft.valid_until),
    }


def _one_of(choices: Any, value: Any, what: str) -> Any:
    try:
        return choices(value)
    except ValueError:
        raise Refused(
            _("%(what)s不能是“%(value)s”。") % {"what": what, "value": value}
        ) from None


def _clause(draft: QuestionDraft, current: QuestionVersion | None) -> Clause | None:
    """Return the clause in force; what stays named as it was stays what it was.

    A question in doubt because its clause is gone can be saved before another is found.
    """
    if not clean(draft.clause):
        return None
    if current and name_of(current.clause) == draft.clause:
        try:
            return clause_named(draft.clause)
        except Refused:
            return current.clause
    return clause_named(draft.clause)


def _day(written: str) -> date | None:
    if not clean(written):
        return None
    try:
        return date.fromisoformat(clean(written))
    except ValueError:
        raise Refused(_("有效期“%s”不是一个日期，例如2027-12-31。") % written) from None


def _differs(current: QuestionVersion, fields: dict[str, Any]) -> bool:
    return any(getattr(current, name) != fields[name] for name in FIELDS)


def _without_ids(written: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [
            {key: value for key, value in row.items() if not key.endswith("id")}
            for row in rows
        ]
        for name, rows in written.items()
    }
