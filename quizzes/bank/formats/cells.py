"""The options and the answer of one question, as the cells of a table have them.

    题型            选项              答案
    单选 多选 情景  one a cell        letters: B, ABD
    判断            对, 错 or none    对 or 错
    填空            none              三日|三天
    排序            one a cell        letters in order: CBAD
    连线            左=右, or =右     none

A sign that would part a text has a backslash before it, and so has a backslash.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from unicodedata import normalize

from django.utils.translation import gettext as _

from quizzes.bank.content import Accepted, Content, Option, Pair
from quizzes.bank.formats.words import RIGHT_WORDS, TWO, WRONG_WORDS
from quizzes.bank.workflow import ONE_CHOICE, Kind

BARS = "|｜"
EQUALS = "=＝"
_between_letters = re.compile(r"[\s,，、.;；/|]+")


class BadCell(Exception):
    """Raised with the field and a sentence for the author of the table."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field
        self.text = text


def letter(index: int) -> str:
    """Return A to Z, and numbers for what comes after them."""
    return chr(65 + index) if index < 26 else str(index + 1)


def place(written: str) -> int | None:
    """Return the index that `letter` makes such a name from."""
    if len(written) == 1 and "A" <= written <= "Z":
        return ord(written) - 65
    if written.isascii() and written.isdigit() and 27 <= int(written[:4]) <= 99:
        return int(written[:4]) - 1
    return None


def parted(text: str, signs: str) -> list[str]:
    """Split `text` where one of `signs` stands without a backslash before it."""
    token = re.compile(rf"\\([\\{signs}])|([{signs}])|([^\\{signs}]+|\\)")
    parts = [""]
    for found in token.finditer(text):
        escaped, sign, plain = found.groups()
        if sign:
            parts.append("")
        else:
            parts[-1] += escaped or plain
    return [part.strip() for part in parts]


def escaped(text: str, signs: str) -> str:
    return re.sub(rf"([\\{signs}])", r"\\\1", text)


def written(content: Content) -> tuple[list[str], list[str], str]:
    """Return the cells of the options, of their feedback, and of the answer."""
    kind = content.kind
    if kind == Kind.FILL:
        answer = "|".join(escaped(each.text, BARS) for each in content.accepted)
        return [], [each.feedback for each in content.accepted], answer
    if kind == Kind.MATCHING:
        pairs = [(pair.left, pair.right) for pair in content.pairs]
        pairs += [("", each.text) for each in content.distractors]
        return (
            ["=".join(escaped(each, EQUALS) for each in pair) for pair in pairs],
            [],
            "",
        )
    texts = [option.text for option in content.options]
    feedback = [option.feedback for option in content.options]
    if kind == Kind.ORDERING:
        return texts, feedback, "".join(letter(n) for n in range(len(texts)))
    right = [n for n, option in enumerate(content.options) if option.is_right]
    if tuple(texts) == TWO.get(kind) and len(right) == 1:
        return texts, feedback, texts[right[0]]
    return texts, feedback, "".join(letter(n) for n in right)


def content_of(
    kind: Kind, options: Sequence[str], feedback: Sequence[str], answer: str
) -> Content:
    """Return what the cells say; raise `BadCell` where they do not fit together."""
    options, feedback = _trimmed(options), _trimmed(feedback)
    if "" in options:
        raise BadCell(
            "content",
            _("选项%s是空的，后面的选项请往前移。") % letter(options.index("")),
        )
    content = _READERS.get(kind, _choice)(kind, options, answer)
    if not feedback:
        return content
    if kind == Kind.MATCHING or len(feedback) > len(
        content.options or content.accepted
    ):
        raise BadCell("feedback", _("有一条反馈没有对应的选项。"))
    said = [*feedback, *[""] * len(content.options or content.accepted)]
    if kind == Kind.ORDERING:
        said = [said[n] for n in _order(options, answer)] if options else said
    return replace(
        content,
        options=tuple(
            replace(each, feedback=text)
            for each, text in zip(content.options, said, strict=False)
        ),
        accepted=tuple(
            replace(each, feedback=text)
            for each, text in zip(content.accepted, said, strict=False)
        ),
    )


def _trimmed(cells: Sequence[str]) -> list[str]:
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _choice(kind: Kind, options: list[str], answer: str) -> Content:
    if not options and kind in TWO:
        options = list(TWO[kind])
    if not answer:
        raise BadCell("answer", _("没有写答案。"))
    if kind in ONE_CHOICE:
        right = [_one(kind, options, answer)]
    else:
        right = _letters(options, answer)
    return Content(
        kind, tuple(Option(text, n in right) for n, text in enumerate(options))
    )


def _one(kind: Kind, options: list[str], answer: str) -> int:
    index = place(normalize("NFKC", answer).upper())
    if index is not None and index < len(options):
        return index
    if answer in options:
        return options.index(answer)
    word = answer.casefold()
    if kind in TWO and len(options) == 2 and word in RIGHT_WORDS | WRONG_WORDS:
        return 0 if word in RIGHT_WORDS else 1
    if kind in TWO and len(options) == 2:
        raise BadCell("answer", _("答案“%s”看不懂，请写对或者错。") % answer[:20])
    raise BadCell(
        "answer",
        _("答案“%s”不是一个选项的字母。这种题只有一个正确答案。") % answer[:20],
    )


def _letters(options: list[str], answer: str) -> list[int]:
    letters = _between_letters.sub("", normalize("NFKC", answer)).upper()
    places = [place(each) for each in letters]
    known = [each for each in places if each is not None and each < len(options)]
    if len(known) < len(places):
        raise BadCell(
            "answer",
            _("答案“%(answer)s”里有一个字母没有对应的选项。选项到%(last)s为止。")
            % {"answer": answer[:20], "last": letter(max(len(options) - 1, 0))},
        )
    if len(set(known)) < len(known):
        raise BadCell("answer", _("答案“%s”里有一个字母写了两次。") % answer[:20])
    return known


def _ordering(kind: Kind, options: list[str], answer: str) -> Content:
    return Content(kind, tuple(Option(options[n]) for n in _order(options, answer)))


def _order(options: list[str], answer: str) -> list[int]:
    order = _letters(options, answer)
    if len(order) < len(options):
        raise BadCell(
            "answer", _("排序题的答案要把每个选项的字母都按顺序写上，例如CBAD。")
        )
    return order


def _fill(kind: Kind, options: list[str], answer: str) -> Content:
    if options:
        raise BadCell(
            "content", _("填空题不写选项，可接受的答案都写在答案一格，用|隔开。")
        )
    accepted = [part for part in parted(answer, BARS) if part]
    if not accepted:
        raise BadCell("answer", _("没有写答案。"))
    return Content(kind, accepted=tuple(Accepted(part) for part in accepted))


def _matching(kind: Kind, options: list[str], answer: str) -> Content:
    if answer:
        raise BadCell(
            "answer", _("连线题的答案一格请空着，每一对写在一个选项里：左=右。")
        )
    pairs: list[Pair] = []
    distractors: list[Option] = []
    for n, cell in enumerate(options):
        sides = parted(cell, EQUALS)
        if len(sides) != 2:
            raise BadCell(
                "content",
                _("选项%s应当写成“左=右”。文字里的等号前面加\\。") % letter(n),
            )
        left, right = sides
        if left:
            pairs.append(Pair(left, right))
        else:
            distractors.append(Option(right))
    return Content(kind, pairs=tuple(pairs), distractors=tuple(distractors))


_READERS: dict[Kind, Callable[[Kind, list[str], str], Content]] = {
    Kind.FILL: _fill,
    Kind.ORDERING: _ordering,
    Kind.MATCHING: _matching,
}
