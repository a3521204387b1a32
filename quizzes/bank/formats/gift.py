r"""Moodle's GIFT format. What it says of a question that we cannot keep is reported.

Its own signs in a text have a backslash before them, and a new line is written `\n`:
so a question is one block of lines, and an empty line ends it.
"""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from quizzes.bank.content import Content, Option, QuestionDraft
from quizzes.bank.formats.decoding import decoded
from quizzes.bank.formats.extras import category_of, tags_of
from quizzes.bank.formats.found import Found, Remark, Row, faults
from quizzes.bank.formats.gift_block import Block, blocks_of
from quizzes.bank.formats.moodle import (
    Broken,
    CannotAsk,
    is_plain_two,
    percent,
    shares,
    without_wildcards,
)
from quizzes.bank.formats.plain import html_of
from quizzes.bank.workflow import NEVER_SHUFFLED, Kind

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": "\\n"})


def read(content: bytes) -> Found:
    found = Found()
    for block in blocks_of(decoded(content)):
        _read_block(block, found)
        found.refuse_more()
    return found


def _read_block(block: Block, found: Found) -> None:
    try:
        draft, said = block.question()
    except CannotAsk as cannot:
        found.left_out.append(Remark(block.line, str(cannot)))
        return
    except Broken as broken:
        found.problems.append(Remark(block.line, str(broken)))
        return
    sentences = [sentence for _field, sentence in faults(draft)]
    found.problems += [Remark(block.line, sentence) for sentence in sentences]
    if not sentences:
        found.rows.append(Row(block.line, draft, said))


def write(drafts: Sequence[QuestionDraft]) -> bytes:
    lines = [
        _("// 双创网站题库，共%s道题。题干、答案里的特殊符号前面有\\。") % len(drafts)
    ]
    category = ""
    for draft in drafts:
        if category_of(draft) != category:
            category = category_of(draft)
            lines += ["", f"$CATEGORY: {category}"]
        lines += ["", *_written(draft)]
    return ("\n".join(lines) + "\n").encode()


def _written(draft: QuestionDraft) -> Iterator[str]:
    tags = tags_of(draft, names_kind=_names_kind(draft.content))
    marks = [f"[id:{_bracketed(draft.code)}]"] if draft.code else []
    marks += [f"[tag:{_bracketed(tag)}]" for tag in tags]
    yield f"// {' '.join(marks)}"
    yield from _lost(draft.content)
    title = f"::{draft.code.translate(_SIGNS)}::" if draft.code else ""
    yield f"{title}[plain]{draft.stem.translate(_SIGNS)} {{"
    yield from _answers(draft.content)
    if draft.explanation:
        yield f"\t####{_text(draft.explanation)}"
    yield "}"


def _lost(content: Content) -> Iterator[str]:
    """Yield what GIFT has no place for, so that a reader of the file sees it."""
    if content.kind == Kind.ORDERING:
        for option in content.options:
            if option.feedback:
                said = " ".join(f"{option.text}：{option.feedback}".split())
                # Or a text such as [id:Q1] would be read as a mark.
                yield f"// GIFT里的排序题没有反馈：{said.replace('[', '〔')}"


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")


def _names_kind(content: Content) -> bool:
    """Say whether the block alone would be read as something else."""
    if content.kind == Kind.FILL:
        return any("->" in f"{each.text}{each.feedback}" for each in content.accepted)
    return content.kind in NEVER_SHUFFLED and not (
        content.kind == Kind.TRUE_FALSE and is_plain_two(content)
    )


def _answers(content: Content) -> Iterator[str]:
    if content.kind == Kind.FILL:
        for each in content.accepted:
            text = _text(without_wildcards(each.text))
            weight = "%100%" if text.startswith("%") else ""
            yield f"\t={weight}{text}{_feedback(each.feedback)}"
    elif content.kind == Kind.MATCHING:
        for pair in content.pairs:
            yield f"\t={_left(pair.left)} -> {pair.right.translate(_SIGNS)}"
        for extra in content.distractors:
            yield f"\t= -> {extra.text.translate(_SIGNS)}"
    elif content.kind == Kind.ORDERING:
        yield f"\t>{len(content.options)} ALL VERTICAL ALL_OR_NOTHING SHOW"
        yield from (f"\t{_text(each.text)}" for each in content.options)
    elif is_plain_two(content):
        yield f"\t{_true_or_false(content)}"
    else:
        yield from _choices(content)


def _true_or_false(content: Content) -> str:
    first, second = content.options
    right, wrong = (first, second) if first.is_right else (second, first)
    word = "TRUE" if first.is_right else "FALSE"
    if right.feedback:
        return f"{word}#{_text(wrong.feedback)}#{_text(right.feedback)}"
    return f"{word}{_feedback(wrong.feedback)}"


def _choices(content: Content) -> Iterator[str]:
    is_multiple = content.kind == Kind.MULTIPLE
    for option, share in zip(content.options, shares(content), strict=True):
        sign = f"~%{percent(share)}%" if is_multiple else _single_sign(option)
        yield f"\t{sign}{_text(option.text)}{_feedback(option.feedback)}"


def _single_sign(option: Option) -> str:
    if option.is_right:
        return "="
    # Or a text such as 50%的人 would be read as its weight.
    return "~%0%" if option.text.startswith("%") else "~"


def _feedback(text: str) -> str:
    return f"#{_text(text)}" if text else ""


def _text(text: str) -> str:
    """Return a text that may say how it is written; here it must not seem to."""
    mark = "[plain]" if text.startswith(("[", "//")) else ""
    return mark + text.translate(_SIGNS)


def _left(text: str) -> str:
    """Return the left side of a pair. The arrow that ends it has no sign to escape it."""
    if "->" in text:
        return f"[html]{html_of(text)}".translate(_SIGNS)
    return _text(text)
