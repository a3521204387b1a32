"""Questions as rows of a table, the same for XLSX and CSV."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar
from unicodedata import normalize

from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.sheets import FORMULA_SIGNS
from quizzes.bank.content import QuestionDraft
from quizzes.bank.formats.cells import BadCell, content_of, letter, place, written
from quizzes.bank.formats.found import Found, Remark, Row, faults
from quizzes.bank.formats.words import (
    KINDS,
    TOPICS,
    day_of,
    difficulty_of,
    kind_of,
    topic_of,
)
from quizzes.bank.workflow import Kind, Topic

MOST_COLUMNS = 120
LEAST_OPTIONS = 6  # columns that are there even where no question needs them
OPTION = "选项"
FEEDBACK = "反馈"
# The first name is the one we write.
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("编号", "题号", "题目编号"),
    "kind": ("题型", "题目类型", "类型"),
    "topic": ("类别", "专题", "分类", "题目类别"),
    "difficulty": ("难度", "难易度"),
    "stem": ("题干", "题目", "题目内容", "问题"),
    "answer": ("答案", "正确答案", "标准答案", "参考答案"),
    "explanation": ("解析", "答案解析", "题目解析", "说明"),
    "clause": ("依据条款", "条款", "关联条款", "依据"),
    "valid_until": ("有效至", "有效期至", "有效期"),
    "case_number": ("案例编号", "案例"),
}
NOT_READ = frozenset({"序号"})
NEEDED = ("kind", "stem", "answer")
_NAMES = {name: field for field, names in COLUMNS.items() for name in names}
_WORDS = {
    "kind": [words[0] for words in KINDS.values()],
    "topic": [words[0] for words in TOPICS.values()],
    "difficulty": ["1", "2", "3", "4", "5"],
}
Meant = TypeVar("Meant")
_lettered = re.compile(rf"({OPTION}|{FEEDBACK})([A-Z]|2[7-9]|[3-9][0-9])")
_added = re.compile(r"\s+|\*|\([^()]*\)$")


def quoted(text: str) -> str:
    """Return `text` with a quote in front where `harmless` or `unquoted` would differ."""
    is_formula = text.lstrip(" ").startswith(FORMULA_SIGNS)
    return f"'{text}" if is_formula or unquoted(text) != text else text


def unquoted(text: str) -> str:
    """Return `text` without the quote that keeps a cell from being computed."""
    if text.startswith("'") and text[1:].lstrip(" ").startswith((*FORMULA_SIGNS, "'")):
        return text[1:]
    return text


def header(drafts: Sequence[QuestionDraft]) -> list[str]:
    """Return the names of the columns that `drafts` need."""
    cells = [written(draft.content) for draft in drafts]
    n_options = max([LEAST_OPTIONS, *(len(options) for options, _f, _a in cells)])
    n_feedback = max([0, *(_n_said(feedback) for _o, feedback, _a in cells)])
    names = {field: each[0] for field, each in COLUMNS.items()}
    before = ["code", "kind", "topic", "difficulty", "stem"]
    after = ["answer", "explanation", "clause", "valid_until", "case_number"]
    return [
        *(names[field] for field in before),
        *(f"{OPTION}{letter(n)}" for n in range(n_options)),
        *(names[field] for field in after),
        *(f"{FEEDBACK}{letter(n)}" for n in range(n_feedback)),
    ]


def _n_said(feedback: Sequence[str]) -> int:
    return max((n for n, text in enumerate(feedback, start=1) if text), default=0)


def rows(drafts: Iterable[QuestionDraft], names: Sequence[str]) -> Iterable[list[str]]:
    """Yield the cells of each draft below `names`, as a spreadsheet may have them."""
    for draft in drafts:
        options, feedback, answer = written(draft.content)
        cells = {f"{OPTION}{letter(n)}": text for n, text in enumerate(options)}
        cells |= {f"{FEEDBACK}{letter(n)}": text for n, text in enumerate(feedback)}
        fields = {
            "code": draft.code,
            "kind": KINDS[draft.kind][0],
            "topic": TOPICS[Topic(draft.topic)][0] if draft.topic else "",
            "difficulty": str(draft.difficulty),
            "stem": draft.stem,
            "answer": answer,
            "explanation": draft.explanation,
            "clause": draft.clause,
            "valid_until": draft.valid_until,
            "case_number": draft.case_number,
        }
        cells |= {COLUMNS[field][0]: text for field, text in fields.items()}
        yield [quoted(cells.get(name, "")) for name in names]


def read(table: Sequence[Sequence[str]]) -> Found:
    """Return the questions of `table`, the names of its columns in the first row."""
    names = [_column(name) for name in table[0]]
    found = Found(problems=list(_bad_names(names)))
    for n, cells in enumerate(table[1:], start=2):
        if any(cells):
            _Line(n, names, [unquoted(cell) for cell in cells]).read_into(found)
    return found


def _column(written: str) -> str:
    """Return the name of a column without what editors add to it: *题干（必填）."""
    return _added.sub("", normalize("NFKC", written)).upper()


def _bad_names(names: Sequence[str]) -> Iterable[Remark]:
    known = [_NAMES.get(name) for name in names]
    for field in NEEDED:
        if field not in known:
            raise Refused(
                _("没有“%s”这一列。第一行应当是列名，请对照模板。") % COLUMNS[field][0]
            )
    for n, name in enumerate(names):
        is_known = name in _NAMES or name in NOT_READ or _lettered.fullmatch(name)
        if name and not is_known:
            yield Remark(1, _("不认识这一列，请改名或者删去。"), name)
        if name in names[:n] and name:
            yield Remark(1, _("这一列有两次。"), name)
        elif name in _NAMES and known[n] in known[:n]:
            yield Remark(1, _("这一列和前面一列是同一个意思。"), name)


class _Line:
    def __init__(self, n: int, names: Sequence[str], cells: Sequence[str]) -> None:
        self.n = n
        self.cells: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.lists: dict[str, list[str]] = {OPTION: [], FEEDBACK: []}
        self.nameless = any(cells[len(names) :])
        # A row ends where its last cell is filled.
        for name, cell in zip_longest(names, cells[: len(names)], fillvalue=""):
            field = _NAMES.get(name)
            if field:
                self.cells[field] = cell
                self.columns[field] = name
            elif found := _lettered.fullmatch(name):
                self._put(self.lists[found[1]], place(found[2]), cell)
            elif not name and cell:
                self.nameless = True

    @staticmethod
    def _put(cells: list[str], index: int | None, cell: str) -> None:
        if index is None:
            return
        cells.extend([""] * (index + 1 - len(cells)))
        cells[index] = cell

    def read_into(self, found: Found) -> None:
        before = len(found.problems)
        if self.nameless:
            found.problems.append(
                Remark(self.n, _("有一格在没有列名的列里，请移到有列名的列。"))
            )
        draft = self._draft(found)
        if draft is not None:
            for field, sentence in faults(draft):
                found.problems.append(self._remark(field, sentence))
            if len(found.problems) == before:
                found.rows.append(Row(self.n, draft, self._said()))

    def _draft(self, found: Found) -> QuestionDraft | None:
        kind = self._read("kind", kind_of, found)
        topic = self._read("topic", topic_of, found)
        difficulty = self._read("difficulty", difficulty_of, found)
        if kind is None:
            if not self.cells["kind"]:
                found.problems.append(self._remark("kind", _("没有写题型。")))
            return None
        try:
            content = content_of(
                Kind(kind),
                self.lists[OPTION],
                self.lists[FEEDBACK],
                self.cells["answer"],
            )
        except BadCell as bad:
            found.problems.append(self._remark(bad.field, bad.text))
            return None
        cells = self.cells
        return QuestionDraft(
            stem=cells["stem"],
            content=content,
            topic=str(topic or ""),
            difficulty=difficulty or 2,
            explanation=cells.get("explanation", ""),
            clause=cells.get("clause", ""),
            code=cells.get("code", ""),
            valid_until=day_of(cells.get("valid_until", "")),
            case_number=cells.get("case_number", ""),
        )

    def _read(
        self, field: str, meaning: Callable[[str], Meant | None], found: Found
    ) -> Meant | None:
        cell = self.cells.get(field, "")
        meant = meaning(cell) if cell else None
        if cell and meant is None:
            choices = "、".join(_WORDS[field])
            found.problems.append(
                self._remark(
                    field,
                    _("“%(cell)s”看不懂，可以写：%(choices)s。")
                    % {"cell": cell[:20], "choices": choices},
                )
            )
        return meant

    def _said(self) -> frozenset[str]:
        said = {"stem", "content", *self.cells} - {"answer"}
        # An empty cell there says nothing; elsewhere it says that there is none.
        said -= {
            field for field in ("topic", "difficulty") if not self.cells.get(field)
        }
        return frozenset(said)

    def _remark(self, field: str, sentence: str) -> Remark:
        named = {"content": OPTION, "feedback": FEEDBACK}
        return Remark(self.n, sentence, self.columns.get(field, named.get(field, "")))
