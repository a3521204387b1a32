"""Places of a regulation and what they are called (RG-01, RG-03).

An anchor is the way from an article down: `art-42`, `art-42-p1`, `art-42-p1-i3`,
`art-42-p1-i3-s2`. An article that was put in later keeps the number of the one before
it: 第十条之一 is `art-10z1` (z for 之). It cannot be taken for a part of `art-10`, whose
own places go on with a hyphen. A heading's anchor names the headings above it:
`chapter-2-section-1`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from publicity.numerals import chinese_number, label_of, parse_chinese_number
from publicity.workflow import ClauseKind

NUMBER = r"(?:[零〇一二三四五六七八九十百千]+|[0-9]{1,4})"
MARKS = {
    ClauseKind.PART: "part",
    ClauseKind.CHAPTER: "chapter",
    ClauseKind.SECTION: "section",
    ClauseKind.ARTICLE: "art",
    ClauseKind.PARAGRAPH: "p",
    ClauseKind.ITEM: "i",
    ClauseKind.SUBITEM: "s",
}
HEADINGS = (ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION)
LONGEST_TITLE, LONGEST_NOTE = 80, 300  # signs that a row has room for


class FaultKind(StrEnum):
    """What can be wrong with a text (RG-05)."""

    NO_ARTICLE = "no_article"
    UNREADABLE_SIGN = "unreadable_sign"
    TOO_LONG = "too_long"
    UNREADABLE_NUMBER = "unreadable_number"
    DUPLICATE = "duplicate"
    MISSING = "missing"
    DISORDER = "disorder"
    MIXED_NUMERALS = "mixed_numerals"
    NO_ITEM_NUMBER = "no_item_number"
    NO_STEM = "no_stem"
    NO_ITEM = "no_item"
    SEVERAL_IN_LINE = "several_in_line"
    UNFINISHED_LIST = "unfinished_list"
    BROKEN_LINE = "broken_line"
    UNCLEAR_ARTICLE = "unclear_article"
    EMPTY_ARTICLE = "empty_article"
    EMPTY_HEADING = "empty_heading"
    STRAY_TEXT = "stray_text"
    PAGE_NUMBER = "page_number"
    OTHER_CONTENTS = "other_contents"
    DEAD_REFERENCE = "dead_reference"
    UNCLEAR_REFERENCE = "unclear_reference"


# With these the places have no addresses of their own: nobody may wave them through.
GRAVE = {FaultKind.NO_ARTICLE, FaultKind.DUPLICATE}


@dataclass(frozen=True)
class Fault:
    """Something in line `line` of the pasted text that a person must look at."""

    kind: FaultKind
    line: int
    says: StrOrPromise

    @property
    def is_grave(self) -> bool:
        return self.kind in GRAVE


@dataclass(frozen=True, kw_only=True)
class Place:
    """One heading, article, 款, 项 or 目, as it stands in the text.

    `inserted` is the number after 之; `above` the position of the place it belongs to.
    `written` is its number as the text writes it. A 款 that stands on its article's own
    line is `is_inline`.
    """

    kind: ClauseKind
    number: int
    line: int
    anchor: str
    inserted: int = 0
    above: int | None = None
    written: str = ""
    title: str = ""
    text: str = ""
    is_inline: bool = False

    @property
    def label(self) -> str:
        return label_of_place(self.kind, self.number, self.inserted) or self.written


def label_of_place(kind: ClauseKind, number: int, inserted: int = 0) -> str:
    if not number:
        return ""  # 附则 stands alone
    label = label_of(kind, number)
    return f"{label}之{chinese_number(inserted)}" if inserted else label


def article_anchor(number: int, inserted: int = 0) -> str:
    return f"art-{number}z{inserted}" if inserted else f"art-{number}"


def anchor_below(anchor: str, kind: ClauseKind, number: int) -> str:
    joint = "-" if kind in HEADINGS else ""
    above = f"{anchor}-" if anchor else ""
    return f"{above}{MARKS[kind]}{joint}{number}"


def read_number(written: str) -> int:
    """Read a number of either style; what is none raises ValueError."""
    if written.isascii():
        number = int(written)
        if not number:
            raise ValueError(written)
        return number
    return parse_chinese_number(written.replace("〇", "零"))


NAMES: dict[ClauseKind, StrOrPromise] = {
    ClauseKind.PART: _("编"),
    ClauseKind.CHAPTER: _("章"),
    ClauseKind.SECTION: _("节"),
}
