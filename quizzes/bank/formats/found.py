"""What a reader makes of a file: questions, and what to say about the rest of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from portal.refusals import Refused
from quizzes.bank.content import LONGEST_STEM, LONGEST_TEXT, QuestionDraft
from quizzes.bank.workflow import Difficulty, Topic

MOST_QUESTIONS = 2000
LONGEST_CODE = 20
LONGEST_CASE_NUMBER = 60


@dataclass(frozen=True)
class Remark:
    """A sentence about one place: a row of a table, a line of a text."""

    place: int
    text: str
    column: str = ""


@dataclass(frozen=True)
class Row:
    """One question, where it began, and which fields of it the file spoke of.

    A field that is not in `said` has the draft's default; of a question that is in the
    bank already it stays as it is there.
    """

    place: int
    draft: QuestionDraft
    said: frozenset[str] = frozenset()


@dataclass
class Found:
    """`problems` keep the whole file out. `left_out` is what we cannot ask at all."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)

    def refuse_more(self) -> None:
        """Refuse a file with more in it than anybody can look through."""
        if (
            len(self.rows) + len(self.problems) + len(self.left_out)
            > 2 * MOST_QUESTIONS
        ):
            raise Refused(_("最多一次导入%s道题，请分几次。") % MOST_QUESTIONS)


def faults(draft: QuestionDraft) -> Iterator[tuple[str, str]]:
    """Yield the field and a sentence for everything that keeps `draft` from being kept."""
    if not draft.stem:
        yield "stem", _("题干是空的。")
    if len(draft.stem) > LONGEST_STEM:
        yield "stem", _too_long(LONGEST_STEM, len(draft.stem))
    for sentence in draft.content.problems():
        yield "content", sentence
    if any(len(each.feedback) > LONGEST_TEXT for each in draft.content.accepted):
        yield "content", _("一条反馈最多%s个字。") % LONGEST_TEXT
    if len(draft.explanation) > LONGEST_TEXT:
        yield "explanation", _too_long(LONGEST_TEXT, len(draft.explanation))
    if draft.topic and draft.topic not in Topic.values:
        yield "topic", _("没有“%s”这个类别。") % draft.topic
    if draft.difficulty not in Difficulty.values:
        yield "difficulty", _("难度应当是1到5。")
    if len(draft.code) > LONGEST_CODE:
        yield "code", _too_long(LONGEST_CODE, len(draft.code))
    if len(draft.case_number) > LONGEST_CASE_NUMBER:
        yield "case_number", _too_long(LONGEST_CASE_NUMBER, len(draft.case_number))
    if draft.valid_until and not _is_day(draft.valid_until):
        yield "valid_until", _("日期应当写成2027-01-31。")


def _too_long(limit: int, count: int) -> str:
    return _("最多%(limit)s个字，现在有%(count)s个字。") % {
        "limit": limit,
        "count": count,
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
