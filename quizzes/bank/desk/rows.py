"""The options of a question as rows of a form, without a script.

Rows of one kind have inputs of the same names; a row that is left empty is no row.
`right` names the rows that are right, by their place in the form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from portal.typed import clean
from quizzes.bank.content import (
    MOST_ACCEPTED,
    MOST_OPTIONS,
    Accepted,
    Content,
    Option,
    Pair,
)
from quizzes.bank.workflow import ONE_CHOICE, Kind

SPARE = 2  # empty rows behind the written ones
MORE = 4  # as many again where somebody asks for more
FIRST = {
    Kind.SINGLE: 4,
    Kind.MULTIPLE: 5,
    Kind.CASE: 3,
    Kind.ORDERING: 5,
    Kind.FILL: 4,
    Kind.MATCHING: 4,
}


@dataclass
class Row:
    """One row: `text` alone, or `text` on the left and `other` on the right."""

    text: str = ""
    other: str = ""
    feedback: str = ""
    is_right: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.other or self.feedback)


@dataclass
class Rows:
    """The rows to show; of a matching, `distractors` too."""

    kind: Kind
    rows: list[Row] = field(default_factory=list)
    distractors: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, content: Content) -> "Rows":
        if content.kind == Kind.FILL:
            rows = [Row(each.text, feedback=each.feedback) for each in content.accepted]
        elif content.kind == Kind.MATCHING:
            rows = [Row(pair.left, pair.right) for pair in content.pairs]
        else:
            rows = [
                Row(each.text, feedback=each.feedback, is_right=each.is_right)
                for each in content.options
            ]
        return cls(content.kind, rows, [Row(each.text) for each in content.distractors])

    @classmethod
    def blank(cls, kind: Kind) -> "Rows":
        if kind == Kind.TRUE_FALSE:
            return cls(kind, [Row(_("对"), is_right=True), Row(_("错"))])
        return cls(kind)

    @classmethod
    def read(cls, kind: Kind, posted: Any) -> "Rows":
        """Read what a form says; places of rows are counted before empty ones go."""
        right = set(posted.getlist("right"))
        columns = [posted.getlist(name) for name in ("text", "other", "feedback")]
        rows = [
            Row(clean(text), clean(other), clean(feedback), str(place) in right)
            for place, (text, other, feedback) in enumerate(
                zip_longest(*columns, fillvalue="")
            )
        ]
        distractors = [Row(clean(text)) for text in posted.getlist("distractor")]
        return cls(kind, _filled(rows), _filled(distractors))

    @property
    def content(self) -> Content:
        options = tuple(
            Option(
                row.text,
                row.is_right and self.kind != Kind.ORDERING,
                row.feedback,
            )
            for row in self.rows
        )
        if self.kind == Kind.FILL:
            accepted = tuple(Accepted(row.text, row.feedback) for row in self.rows)
            return Content(self.kind, accepted=accepted)
        if self.kind == Kind.MATCHING:
            return Content(
                self.kind,
                pairs=tuple(Pair(row.text, row.other) for row in self.rows),
                distractors=tuple(Option(row.text) for row in self.distractors),
            )
        return Content(self.kind, options)

    def spread(self, *, more: bool = False) -> "Rows":
        """Return the rows with empty ones behind them, to write in."""
        if self.kind == Kind.TRUE_FALSE:
            return self
        most = MOST_ACCEPTED if self.kind == Kind.FILL else MOST_OPTIONS
        wanted = max(FIRST[self.kind], len(self.rows) + (MORE if more else SPARE))
        others = len(self.distractors) + SPARE if self.kind == Kind.MATCHING else 0
        return Rows(
            self.kind,
            _padded(self.rows, max(min(wanted, most), len(self.rows))),
            _padded(self.distractors, others),
        )

    @property
    def is_one_choice(self) -> bool:
        return self.kind in ONE_CHOICE

    @property
    def has_key(self) -> bool:
        return self.is_one_choice or self.kind == Kind.MULTIPLE

    @property
    def is_fixed(self) -> bool:
        return self.kind == Kind.TRUE_FALSE

    @property
    def is_pairs(self) -> bool:
        return self.kind == Kind.MATCHING

    @property
    def help(self) -> str:
        return {
            Kind.SINGLE: _("点选正确的一项。空着的行不算。"),
            Kind.CASE: _("点选正确的一项，例如“对”“不对”。空着的行不算。"),
            Kind.TRUE_FALSE: _("点选正确的一项。"),
            Kind.MULTIPLE: _("勾上全部正确的选项。空着的行不算。"),
            Kind.ORDERING: _("按正确的先后从上往下写，答题时会打乱。"),
            Kind.FILL: _(
                "写全可以接受的说法，第一种作为标准答案。全角半角、标点和中文数字不用重复写。"
            ),
            Kind.MATCHING: _("一行是一对。答题时右边会打乱。"),
        }[self.kind]


def _filled(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not row.is_empty]


def _padded(rows: Sequence[Row], length: int) -> list[Row]:
    return [*rows, *(Row() for _place in range(length - len(rows)))]


def lines_of(content: Content) -> Iterator[str]:
    """Return the content in lines, for a comparison of two wordings."""
    for row in Rows.of(content).rows:
        parts = [row.text, row.other and f"→ {row.other}", row.is_right and "√"]
        line = " ".join(str(part) for part in parts if part)
        yield f"{line}（{row.feedback}）" if row.feedback else line
    for each in content.distractors:
        yield _("（多余）%s") % each.text
