"""Takes the plain text of a regulation apart: 编, 章, 节, 条, 款, 项, 目 (RG-01).

What is wrong with the text is reported with its line, and never put right (RG-05).
"""

import re

from django.utils.translation import gettext as _

from publicity.numerals import chinese_number, label_of
from publicity.wording.building import Builder
from publicity.wording.places import (
    HEADINGS,
    LONGEST_NOTE,
    NUMBER,
    FaultKind,
    Place,
    anchor_below,
    article_anchor,
    label_of_place,
    read_number,
)
from publicity.wording.texts import Text
from publicity.wording.tidying import Line, tidy_lines
from publicity.workflow import ClauseKind

_KINDS = {
    "编": ClauseKind.PART,
    "章": ClauseKind.CHAPTER,
    "节": ClauseKind.SECTION,
}
_ARTICLE = re.compile(
    rf"(?P<label>第(?P<number>{NUMBER})条(?:之(?P<inserted>{NUMBER}))?)"
    r"(?:　(?:【(?P<title>[^【】]+)】)?(?P<text>.*))?"
)
_HEADING = re.compile(
    rf"(?P<label>第(?P<number>{NUMBER})(?P<kind>[编章节]))(?:　(?P<title>.*))?"
)
_ALONE = re.compile("总则|附则")
_ITEM = re.compile(rf"（(?P<number>{NUMBER})）(?P<text>.*)")
_NO_NUMBER = re.compile(r"（）.*")
_SUBITEM = re.compile(r"(?P<number>[0-9]{1,2})\.(?![0-9])(?P<text>.*)")
_PAGE_NUMBER = re.compile(
    r"[-—–―·\s]*[0-9]{1,4}[-—–―·\s]*|第\s?[0-9]+\s?页.{0,12}|[0-9]+\s?/\s?[0-9]+"
)
_LOOKS_LIKE_ARTICLE = re.compile(rf"第({NUMBER})条(?!第)")
_SENTENCE_ENDS = tuple("。；：！？…”’）》】.;:!?)\"'")


def parse(text: str) -> Text:
    lines = tidy_lines(text)
    found = _Reader(lines).read()
    found.length = len(lines)
    found.faults.sort(key=lambda fault: fault.line)
    return found


class _Reader(Builder):
    """Goes through the lines once, knowing the places that are open."""

    def read(self) -> Text:
        self.check_signs()
        rest = self._read_front()
        for line in rest:
            self._read_line(line)
        self.finish_list(self.lines[-1].number if self.lines else 1)
        self.finish_article()
        for position, place in enumerate(self.text.places):
            if place.kind in HEADINGS and self.is_empty(position):
                self.fault(
                    FaultKind.EMPTY_HEADING,
                    place.line,
                    _("“%(label)s”下面没有条文。") % {"label": _heading(place)},
                )
        if not self.text.articles:
            self.fault(
                FaultKind.NO_ARTICLE,
                1,
                _("没有找到条文。每条应当另起一行，以“第一条”这样的条号开头。"),
            )
        return self.text

    # The front: title, note and list of contents.

    def _read_front(self) -> list[Line]:
        lines = list(self.lines)
        while lines and not self._is_place(lines[0]):
            line = lines.pop(0)
            if line.text.replace(" ", "") in {"目录", "目次"}:
                self.text.kept.append(line)
                return self._read_contents(lines)
            if _PAGE_NUMBER.fullmatch(line.text):
                self.stray(line, FaultKind.PAGE_NUMBER, _page_number_says())
            elif not self.text.title:
                self.text.title = line.text
                self.text.kept.append(line)
            elif self._continues_note(line):
                self.text.title_note += line.text
                self.text.kept.append(line)
                self.check_length(line.number, self.text.title_note, LONGEST_NOTE)
            else:
                self.stray(
                    line,
                    FaultKind.STRAY_TEXT,
                    _("第一条之前的这一行不是标题、题注或者章节名。"),
                )
        return lines

    def _continues_note(self, line: Line) -> bool:
        note = self.text.title_note
        is_open = note.count("（") + note.count("(") > note.count("）") + note.count(
            ")"
        )
        return is_open or (not note and line.text.startswith(("（", "(")))

    def _read_contents(self, lines: list[Line]) -> list[Line]:
        """Skip the contents: they end where the first heading comes again."""
        listed: list[str] = []
        while lines:
            heading = _as_listed(lines[0].text)
            is_heading = _HEADING.fullmatch(heading) or _ALONE.fullmatch(heading)
            if not is_heading or (listed and heading == listed[0]):
                break
            listed.append(heading)
            self.text.kept.append(lines.pop(0))
        actual = [
            line.text
            for line in lines
            if _HEADING.fullmatch(line.text) or _ALONE.fullmatch(line.text)
        ]
        if listed != actual:
            self.fault(
                FaultKind.OTHER_CONTENTS,
                self.text.kept[-1].number,
                _("目录和正文的章节名不一样，请对照。"),
            )
        return lines

    def _is_place(self, line: Line) -> bool:
        return bool(
            _ARTICLE.fullmatch(line.text)
            or _HEADING.fullmatch(line.text)
            or _ALONE.fullmatch(line.text)
        )

    # The body.

    def _read_line(self, line: Line) -> None:
        text = line.text
        if _PAGE_NUMBER.fullmatch(text):
            self.stray(line, FaultKind.PAGE_NUMBER, _page_number_says())
        elif match := _ARTICLE.fullmatch(text):
            self._read_article(line, match)
        elif match := _HEADING.fullmatch(text):
            self._read_heading(line, match)
        elif _ALONE.fullmatch(text):
            self._add_heading(line, ClauseKind.CHAPTER, 0, text, "")
        elif text.startswith("附件"):
            self.stray(
                line,
                FaultKind.STRAY_TEXT,
                _("附件不是条文，请作为附件上传。"),
            )
        elif ClauseKind.ARTICLE not in self.open:
            self.stray(
                line, FaultKind.STRAY_TEXT, _("标题和条文之间的这一行不属于任何一条。")
            )
        elif match := _ITEM.fullmatch(text):
            self._read_item(line, match)
        elif match := _SUBITEM.fullmatch(text):
            self._read_subitem(line, match)
        else:
            self._read_paragraph(line)

    def _read_heading(self, line: Line, match: re.Match[str]) -> None:
        kind = _KINDS[match["kind"]]
        number = self.number_of(line, match["number"])
        if number is None:
            self.stray(line)
            return
        self.check_style(line, match["number"])
        expected = self.numbers.get(kind, 0) + 1
        # Chapters begin anew in each part, or run on through all of them.
        may_restart = kind == ClauseKind.CHAPTER and ClauseKind.PART in self.open
        if number != expected and not (
            may_restart and number == 1 and ClauseKind.CHAPTER not in self.open
        ):
            self.fault_of_order(line, label_of(kind, expected), number, expected)
        self._add_heading(line, kind, number, match["label"], match["title"] or "")

    def _add_heading(
        self, line: Line, kind: ClauseKind, number: int, written: str, title: str
    ) -> None:
        self.finish_list(line.number)
        self.finish_article()
        for lower in HEADINGS[HEADINGS.index(kind) :]:
            self.open.pop(lower, None)
        for lower in HEADINGS[HEADINGS.index(kind) + 1 :]:
            if lower == ClauseKind.SECTION:
                self.numbers.pop(lower, None)
        above = self.innermost(*HEADINGS)
        anchor = anchor_below(
            self.text.places[above].anchor if above is not None else "", kind, number
        )
        if not number:
            anchor = "annex" if written == "附则" else "general"
        self.numbers[kind] = number or self.numbers.get(kind, 0)
        self.add(line, kind, number, anchor, above, written=written, title=title)

    def _read_article(self, line: Line, match: re.Match[str]) -> None:
        number = self.number_of(line, match["number"])
        inserted = self.number_of(line, match["inserted"]) if match["inserted"] else 0
        if number is None or inserted is None:
            self.stray(line)
            return
        self.finish_list(line.number)
        self.finish_article()
        self.check_style(line, match["number"])
        self._check_article_follows(line, (number, inserted))
        above = self.innermost(*HEADINGS)
        self.add(
            line,
            ClauseKind.ARTICLE,
            number,
            article_anchor(number, inserted),
            above,
            inserted=inserted,
            written=match["label"],
            title=match["title"] or "",
        )
        if match["text"]:
            self.check_one_a_line(line, match["text"])
            self.add_paragraph(line, match["text"], is_inline=True)

    def _check_article_follows(self, line: Line, found: tuple[int, int]) -> None:
        number, inserted = self.last_article
        is_known = article_anchor(*found) in self.anchors  # reported as such
        if not is_known and found not in {(number + 1, 0), (number, inserted + 1)}:
            missing = (number, inserted + 1) if found[0] == number else (number + 1, 0)
            label = label_of_place(ClauseKind.ARTICLE, *missing)
            self.fault_of_order(line, label, found, missing)
        self.last_article = max(self.last_article, found)

    def _read_paragraph(self, line: Line) -> None:
        before = self.text_before()
        if _NO_NUMBER.fullmatch(line.text):
            self.fault(FaultKind.NO_ITEM_NUMBER, line.number, _("括号里没有项号。"))
            self.skip_item()
        elif before.endswith((":", "：")) or (
            ClauseKind.ITEM in self.open and before.endswith(("；", ";"))
        ):
            self.fault(
                FaultKind.NO_ITEM_NUMBER,
                line.number,
                _("上一行以“%(sign)s”结尾，这一行却没有项号。") % {"sign": before[-1]},
            )
            self.skip_item()
        elif before and not before.endswith(_SENTENCE_ENDS):
            self.fault(
                FaultKind.BROKEN_LINE,
                line.number,
                _("上一行没有以标点结尾，这一行可能是它断开的后半句。"),
            )
            self.end_items()
        else:
            self.finish_list(line.number)
            self.end_items()
        self._check_unclear_article(line)
        self.check_one_a_line(line, line.text)
        self.add_paragraph(line, line.text)

    def _check_unclear_article(self, line: Line) -> None:
        match = _LOOKS_LIKE_ARTICLE.match(line.text)
        if match is None:
            return
        try:
            number = read_number(match[1])
        except ValueError:
            return
        if number == self.last_article[0] + 1:
            self.fault(
                FaultKind.UNCLEAR_ARTICLE,
                line.number,
                _("这一行以%(label)s开头，后面没有空格，看不出是新的一条还是正文。")
                % {"label": match[0]},
            )

    def _read_item(self, line: Line, match: re.Match[str]) -> None:
        number = self.number_of(line, match["number"])
        if number is None:
            self._read_paragraph(line)
            return
        if match["number"].isascii():
            self.fault(
                FaultKind.MIXED_NUMERALS,
                line.number,
                _("项号应当是（%(number)s）这样的汉字数字。")
                % {"number": chinese_number(number)},
            )
        stem = self.open.get(ClauseKind.PARAGRAPH)
        if ClauseKind.ITEM not in self.open and not self.skipped_item:
            self.numbers[ClauseKind.ITEM] = 0
            if stem is None or not self.text_before().endswith((":", "：")):
                self.fault(
                    FaultKind.NO_STEM,
                    line.number,
                    _("项的前面没有以冒号结尾的引导句。"),
                )
        expected = self.numbers.get(ClauseKind.ITEM, 0) + 1
        if number != expected:
            label = label_of(ClauseKind.ITEM, expected)
            self.fault_of_order(line, label, number, expected)
        above = stem if stem is not None else self.open[ClauseKind.ARTICLE]
        anchor = anchor_below(self.text.places[above].anchor, ClauseKind.ITEM, number)
        self.numbers[ClauseKind.ITEM] = number
        self.numbers[ClauseKind.SUBITEM] = 0
        self.skipped_item = False
        self.open.pop(ClauseKind.SUBITEM, None)
        self.check_one_a_line(line, match["text"])
        self.add(
            line,
            ClauseKind.ITEM,
            number,
            anchor,
            above,
            written=f"（{match['number']}）",
            text=match["text"],
        )

    def _read_subitem(self, line: Line, match: re.Match[str]) -> None:
        number = self.number_of(line, match["number"])
        item = self.open.get(ClauseKind.ITEM)
        if number is None or item is None:
            self.fault(
                FaultKind.NO_ITEM,
                line.number,
                _("“%(number)s.”这样的目应当在某一项下面，这里前面没有项。")
                % {"number": match["number"]},
            )
            self.end_items()
            self.add_paragraph(line, line.text)
            return
        expected = self.numbers.get(ClauseKind.SUBITEM, 0) + 1
        if number != expected:
            label = label_of(ClauseKind.SUBITEM, expected)
            self.fault_of_order(line, label, number, expected)
        self.numbers[ClauseKind.SUBITEM] = number
        self.add(
            line,
            ClauseKind.SUBITEM,
            number,
            anchor_below(self.text.places[item].anchor, ClauseKind.SUBITEM, number),
            item,
            written=f"{match['number']}.",
            text=match["text"],
        )


def _page_number_says() -> str:
    return _("这一行像是页码，请删去。")


def _as_listed(text: str) -> str:
    """Take dots and page numbers off a line of contents."""
    return re.sub(r"[.．…·\s]*[0-9]{0,4}$", "", text)


def _heading(place: Place) -> str:
    return f"{place.label} {place.title}".strip()
