"""Puts places together while a text is read, and notes what is wrong with them."""

import re

from django.utils.translation import gettext as _

from publicity.wording.places import (
    HEADINGS,
    LONGEST_TITLE,
    Fault,
    FaultKind,
    Place,
    anchor_below,
    read_number,
)
from publicity.wording.texts import Text
from publicity.wording.tidying import Line
from publicity.workflow import ClauseKind

_FURTHER_ITEM = re.compile(r"[；;：:。]\s*[（(][二三四五六七八九十]+[）)]")
# A private sign is blank, or another one, on the next machine.
_UNREADABLE = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
_FIRST_ITEM = re.compile(r"[：:]\s*[（(]一[）)]")


class Builder:
    """The text so far: which places are open, and the last number on each level."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.text = Text()
        self.open: dict[ClauseKind, int] = {}  # positions of the open places
        self.numbers: dict[ClauseKind, int] = {}  # the last number on each level
        self.last_article = (0, 0)
        self.anchors: set[str] = set()
        self.arabic: bool | None = None  # how the first article is numbered
        self.skipped_item = False  # a 项 without number stood just before

    def add_paragraph(self, line: Line, text: str, *, is_inline: bool = False) -> None:
        article = self.open[ClauseKind.ARTICLE]
        number = self.numbers.get(ClauseKind.PARAGRAPH, 0) + 1
        self.numbers[ClauseKind.PARAGRAPH] = number
        anchor = anchor_below(
            self.text.places[article].anchor, ClauseKind.PARAGRAPH, number
        )
        self.add(
            line,
            ClauseKind.PARAGRAPH,
            number,
            anchor,
            article,
            text=text,
            is_inline=is_inline,
        )

    def add(
        self,
        line: Line,
        kind: ClauseKind,
        number: int,
        anchor: str,
        above: int | None,
        *,
        inserted: int = 0,
        written: str = "",
        title: str = "",
        text: str = "",
        is_inline: bool = False,
    ) -> None:
        if anchor in self.anchors and kind != ClauseKind.PARAGRAPH:
            self.fault(
                FaultKind.DUPLICATE,
                line.number,
                _("“%(label)s”已经有过一次。") % {"label": written or line.text[:20]},
            )
        self.check_length(line.number, title, LONGEST_TITLE)
        self.anchors.add(anchor)
        self.open[kind] = len(self.text.places)
        self.text.places.append(
            Place(
                kind=kind,
                number=number,
                line=line.number,
                anchor=anchor,
                inserted=inserted,
                above=above,
                written=written,
                title=title,
                text=text,
                is_inline=is_inline,
            )
        )

    # Ending and checking.

    def check_signs(self) -> None:
        for line in self.lines:
            if match := _UNREADABLE.search(line.text):
                self.fault(
                    FaultKind.UNREADABLE_SIGN,
                    line.number,
                    _(
                        "第%(place)d个字（%(code)s）读不出来，请对照正式文本改成通用的字。"
                    )
                    % {"place": match.start() + 1, "code": f"U+{ord(match[0]):04X}"},
                )

    def check_length(self, line: int, text: str, longest: int) -> None:
        if len(text) > longest:
            self.fault(
                FaultKind.TOO_LONG,
                line,
                _("“%(start)s…”有%(count)d字，只存得下%(longest)d字，请改短。")
                % {"start": text[:10], "count": len(text), "longest": longest},
            )

    def end_items(self) -> None:
        for kind in (ClauseKind.ITEM, ClauseKind.SUBITEM):
            self.open.pop(kind, None)
        self.skipped_item = False

    def skip_item(self) -> None:
        """Count a 项 that has no number, so that the next one is not out of order too."""
        is_first = ClauseKind.ITEM not in self.open and not self.skipped_item
        before = 0 if is_first else self.numbers.get(ClauseKind.ITEM, 0)
        self.end_items()
        self.numbers[ClauseKind.ITEM] = before + 1
        self.skipped_item = True

    def finish_list(self, line: int) -> None:
        if ClauseKind.ITEM in self.open and self.text_before().endswith(("；", ";")):
            self.fault(
                FaultKind.UNFINISHED_LIST,
                self.text.places[-1].line,
                _("最后一项以分号结尾，后面可能缺了几项。"),
            )
        elif ClauseKind.ARTICLE in self.open and self.text_before().endswith("："):
            self.fault(
                FaultKind.UNFINISHED_LIST,
                self.text.places[-1].line,
                _("这一行以冒号结尾，后面却没有各项。"),
            )

    def finish_article(self) -> None:
        position = self.open.pop(ClauseKind.ARTICLE, None)
        self.end_items()
        self.open.pop(ClauseKind.PARAGRAPH, None)
        self.numbers.pop(ClauseKind.PARAGRAPH, None)
        if position is not None and position == len(self.text.places) - 1:
            article = self.text.places[position]
            self.fault(
                FaultKind.EMPTY_ARTICLE,
                article.line,
                _("%(label)s没有内容。") % {"label": article.label},
            )

    def text_before(self) -> str:
        """Return the text of the place before, within the open article."""
        article = self.open.get(ClauseKind.ARTICLE)
        last = len(self.text.places) - 1
        return "" if article is None or last == article else self.text.places[-1].text

    def is_empty(self, position: int) -> bool:
        """Tell whether a heading has no article before the next one that ends it."""
        level = HEADINGS.index(self.text.places[position].kind)
        for place in self.text.places[position + 1 :]:
            if place.kind == ClauseKind.ARTICLE:
                return False
            if place.kind in HEADINGS and HEADINGS.index(place.kind) <= level:
                return True
        return True

    def innermost(self, *kinds: ClauseKind) -> int | None:
        positions = [self.open[kind] for kind in kinds if kind in self.open]
        return max(positions, default=None)

    def number_of(self, line: Line, written: str) -> int | None:
        try:
            return read_number(written)
        except ValueError:
            self.fault(
                FaultKind.UNREADABLE_NUMBER,
                line.number,
                _("“%(number)s”不是一个数。") % {"number": written},
            )
            return None

    def check_style(self, line: Line, written: str) -> None:
        if self.arabic is None:
            self.arabic = written.isascii()
            if not self.arabic:
                return
        if written.isascii():
            self.fault(
                FaultKind.MIXED_NUMERALS,
                line.number,
                _("编、章、节、条应当用汉字数字编号。"),
            )

    def check_one_a_line(self, line: Line, text: str) -> None:
        if _FURTHER_ITEM.search(text) or _FIRST_ITEM.search(text):
            self.fault(
                FaultKind.SEVERAL_IN_LINE,
                line.number,
                _("这一行里写了几项，每一项应当另起一行。"),
            )

    def fault_of_order(
        self, line: Line, label: str, number: object, expected: object
    ) -> None:
        is_ahead = number > expected  # type: ignore[operator]
        self.fault(
            FaultKind.MISSING if is_ahead else FaultKind.DISORDER,
            line.number,
            _("这里应当是%(label)s。") % {"label": label},
        )

    def stray(self, line: Line, kind: FaultKind | None = None, says: str = "") -> None:
        self.text.kept.append(line)
        if kind:
            self.fault(kind, line.number, says)

    def fault(self, kind: FaultKind, line: int, says: str) -> None:
        self.text.faults.append(Fault(kind, line, says))
