"""One question of a GIFT file: a block of lines between two empty ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.typed import clean
from quizzes.bank.content import Content, Option, Pair, QuestionDraft
from quizzes.bank.formats.extras import Extras, code_in, title_note, topic_of
from quizzes.bank.formats.moodle import (
    Answer,
    Broken,
    CannotAsk,
    blank,
    choice,
    exact_number,
    two,
)
from quizzes.bank.formats.plain import words_of
from quizzes.bank.formats.words import BLANK
from quizzes.bank.workflow import Kind

LONGEST_COMMENT = 2000
MOST_ANSWERS = 200
CATEGORY = "$CATEGORY:"
_escape = re.compile(r"\\([\\~=#{}:n])")
# Half a surrogate: no file that can be decoded has one.
_masked = re.compile("[\udc00-\udc7f]")
_mark = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_title = re.compile(r"\s*::(.*?)::", re.DOTALL)
_format = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_weight = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_two = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(#.*)?", re.IGNORECASE | re.DOTALL)
_range = re.compile(r"([^.\s]+(?:\.\d+)?)\.\.(\S+)")
_order = re.compile(r">[\w \t]*")


@dataclass
class Block:
    """`line` is where its question begins; `category` is the one it stands in."""

    line: int
    category: str = ""
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    format: str = "moodle"

    def question(self) -> tuple[QuestionDraft, frozenset[str]]:
        """Return the question; raise `CannotAsk` or `Broken` where there is none."""
        text = _escape.sub(_hide, "\n".join(self.lines))
        title = ""
        if found := _title.match(text):
            title, text = _plain(found[1]), text[found.end() :]
        extras = self._extras(title)
        stem, answers = self._cut(text)
        answers, _marks, explanation = _parted_last(answers, "####")
        content = self._content(answers, extras.kind)
        self.notes += title_note(title, stem, extras.code)
        return (
            extras.draft(stem, content, self._text(explanation), self.notes),
            extras.said,
        )

    def _extras(self, title: str) -> Extras:
        marks = [
            (found[1], re.sub(r"\\(.)", r"\1", found[2]).strip())
            for comment in self.comments
            for found in _mark.finditer(comment[:LONGEST_COMMENT])
        ]
        codes = [value for name, value in marks if name == "id"]
        code = codes[0] if codes else code_in(title)
        tags = [value for name, value in marks if name == "tag"]
        return Extras.read(tags, code=clean(code), topic=topic_of(self.category))

    def _cut(self, text: str) -> tuple[str, str]:
        """Return the stem, and what stands in the braces."""
        n_open, n_shut = text.count("{"), text.count("}")
        if not n_open and not n_shut:
            raise CannotAsk(
                _("没有答案的说明文字，没有导入：%s") % self._text(text)[:60]
            )
        if n_open != 1 or n_shut != 1 or text.index("{") > text.index("}"):
            raise Broken(
                _(
                    "大括号不配对。一道题一对大括号，中间不能有空行，文字里的大括号前面加\\。"
                )
            )
        before, _sign, rest = text.partition("{")
        inside, _sign, after = rest.partition("}")
        if found := _format.match(before):
            self.format = found[1].lower()
            before = before[found.end() :]
        if after.strip():
            before = f"{before.rstrip()}{BLANK}{after.strip()}"
        return self._converted(before), inside.strip()

    def _content(self, answers: str, wanted: Kind | None) -> Content:
        if not answers:
            raise CannotAsk(_("论述题没有固定答案，没有导入。"))
        if answers.startswith("#"):
            return self._numerical(answers[1:])
        if answers.startswith(">"):
            return self._ordering(answers)
        if found := _two.fullmatch(answers):
            return self._true_or_false(found[1], found[2] or "", wanted)
        # Both signs before one answer are one: it is right.
        pieces = _pieces(answers.replace("~=", "="))
        if any(sign == "~" for sign, _text in pieces):
            is_single = any(sign == "=" for sign, _text in pieces)
            read = [self._choice(sign, text) for sign, text in pieces]
            return choice(read, is_single=is_single, wanted=wanted, notes=self.notes)
        if "->" in answers and wanted != Kind.FILL:
            return self._matching([text for _sign, text in pieces])
        read = [self._typed(text) for _sign, text in pieces]
        return blank(read, notes=self.notes)

    def _choice(self, sign: str, text: str) -> Answer:
        """Return an option. What has = before it is wholly right, and has no weight."""
        percent = 100.0 if sign == "=" else 0.0
        if sign == "~" and (found := _weight.match(text)):
            percent, text = float(found[1]), text[found.end() :]
        text, _sign, feedback = text.partition("#")
        return Answer(self._text(text), percent, self._text(feedback))

    def _typed(self, text: str) -> Answer:
        """Return what somebody types in: it is plain text, whatever the question is."""
        percent = 100.0
        if found := _weight.match(text):
            percent, text = float(found[1]), text[found.end() :]
        text, _sign, feedback = text.partition("#")
        if found := _format.match(text):
            text = text[found.end() :]
        return Answer(_plain(text), percent, self._text(feedback))

    def _true_or_false(self, word: str, feedback: str, wanted: Kind | None) -> Content:
        """Return it with both kinds of feedback: the first is for the wrong answer."""
        is_true = word.upper().startswith("T")
        if_wrong, if_right, *more = [*feedback.split("#")[1:], "", ""]
        if any(part.strip() for part in more):
            raise Broken(_("判断题最多有两条反馈：先是答错的，再是答对的。"))
        if_true, if_false = (if_right, if_wrong) if is_true else (if_wrong, if_right)
        return two(
            is_true,
            if_true=self._text(if_true),
            if_false=self._text(if_false),
            wanted=wanted,
        )

    def _matching(self, pieces: Sequence[str]) -> Content:
        pairs: list[Pair] = []
        distractors: list[Option] = []
        for piece in pieces:
            left, arrow, right = piece.partition("->")
            if not arrow:
                raise Broken(
                    _("“%s”里没有->。连线题每一对写成：=左 -> 右。")
                    % _plain(piece)[:40]
                )
            if left.strip():
                pairs.append(Pair(self._text(left), _plain(right)))
            else:
                distractors.append(Option(_plain(right)))
        return Content(
            Kind.MATCHING, pairs=tuple(pairs), distractors=tuple(distractors)
        )

    def _ordering(self, answers: str) -> Content:
        head, *items = answers.split("\n")
        if not _order.fullmatch(head.strip()):
            raise Broken(_("排序题的>后面是设置，每一项另起一行。"))
        if re.search(r"\b(RANDOM|REL|CONTIG)", head):
            self.notes.append(_("原来只抽其中几项来排，这里全部都排。"))
        texts = [self._text(item) for item in items if item.strip()]
        return Content(Kind.ORDERING, tuple(Option(text) for text in texts))

    def _numerical(self, answers: str) -> Content:
        """Return a fill-in where one number is right; a range cannot be asked."""
        answers, _sign, otherwise = answers.partition("~")
        if wrong := self._text(otherwise.strip().removeprefix("#")):
            self.notes.append(_("答错时的反馈没有保留：%s") % wrong[:200])
        is_list = answers.lstrip().startswith("=")
        pieces = _pieces(answers) if is_list else [("=", answers)]
        read = []
        for _sign, text in pieces:
            answer = self._typed(text)
            number, tolerance = _number(answer.text)
            if answer.percent >= 100 and not exact_number(number, tolerance):
                raise CannotAsk(
                    _("数值题的答案是一个范围（%s），这里只有确切的答案，没有导入。")
                    % answer.text[:40]
                )
            is_exact = exact_number(number, tolerance)
            shown = number if is_exact else answer.text
            read.append(Answer(shown, answer.percent, answer.feedback))
        return blank(read, notes=self.notes)

    def _text(self, written: str) -> str:
        """Return a text of the question in its own format, or in the question's."""
        if not (found := _format.match(written)):
            return self._converted(written)
        outer, self.format = self.format, found[1].lower()
        text = self._converted(written[found.end() :])
        self.format = outer
        return text

    def _converted(self, written: str) -> str:
        text, lost = words_of(_plain(written), self.format)
        self.notes += lost
        return text


def blocks_of(text: str) -> Iterator[Block]:
    """Yield what stands between empty lines, comments and categories apart."""
    category = ""
    block = Block(1)
    for n, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], start=1):
        line = line.strip()
        if not line:
            if any(block.lines):
                yield block
            block = Block(n + 1, category)
        elif line.startswith("//"):
            block.comments.append(line)
            block.lines.append("")
        elif line.upper().startswith(CATEGORY):
            category = block.category = line[len(CATEGORY) :].strip()
        else:
            if not any(block.lines):
                block.line = n
            block.lines.append(line)


def _hide(found: re.Match[str]) -> str:
    sign = "\n" if found[1] == "n" else found[1]
    return chr(0xDC00 + ord(sign))


def _shown(text: str) -> str:
    return _masked.sub(lambda found: chr(ord(found[0]) - 0xDC00), text)


def _plain(text: str) -> str:
    return clean(_shown(text.strip()))


def _pieces(answers: str) -> list[tuple[str, str]]:
    """Return each answer with the sign before it."""
    first, *rest = re.split(r"([~=])", answers)
    if len(rest) > 2 * MOST_ANSWERS:
        raise Broken(_("一道题最多%s个答案。") % MOST_ANSWERS)
    if first.strip():
        raise Broken(
            _("“%s”前面没有=或者~。文字里的这些符号前面加\\。") % _plain(first)[:40]
        )
    return list(zip(rest[::2], rest[1::2], strict=True))


def _parted_last(text: str, sign: str) -> tuple[str, str, str]:
    before, found, after = text.rpartition(sign)
    return (before.rstrip(), found, after) if found else (text, "", "")


def _number(text: str) -> tuple[str, str]:
    """Return a number and how far one may be off it."""
    text = text.replace(" ", "")
    if found := _range.fullmatch(text):
        low, high = found.groups()
        return (low, "0") if low == high else (text, "?")
    number, _sign, tolerance = text.partition(":")
    return number, tolerance
