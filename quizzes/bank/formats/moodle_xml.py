"""Moodle's XML format. What it says of a question that we cannot keep is reported."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from portal.refusals import Refused
from quizzes.bank.content import Content, QuestionDraft
from quizzes.bank.formats.decoding import decoded
from quizzes.bank.formats.extras import category_of, tags_of
from quizzes.bank.formats.found import Found, Remark, Row, faults
from quizzes.bank.formats.moodle import (
    Broken,
    CannotAsk,
    is_plain_two,
    percent,
    shares,
    without_wildcards,
)
from quizzes.bank.formats.xml_question import XmlQuestion
from quizzes.bank.formats.xml_tree import tree_of
from quizzes.bank.workflow import NEVER_SHUFFLED, Kind

PLAIN = ' format="plain_text"'


def read(content: bytes) -> Found:
    root = tree_of(decoded(content))
    if root.name != "quiz":
        raise Refused(_("这个XML文件不是Moodle的题库：最外面应当是<quiz>。"))
    found = Found()
    category = ""
    for node in root.all("question"):
        if node.attributes.get("type") == "category":
            category = node.said("category", "text")
        else:
            _read_question(XmlQuestion(node, category), found)
            found.refuse_more()
    return found


def _read_question(question: XmlQuestion, found: Found) -> None:
    line = question.node.line
    try:
        draft, said = question.read()
    except CannotAsk as cannot:
        found.left_out.append(Remark(line, str(cannot)))
        return
    except Broken as broken:
        found.problems.append(Remark(line, str(broken)))
        return
    sentences = [sentence for _field, sentence in faults(draft)]
    found.problems += [Remark(line, sentence) for sentence in sentences]
    if not sentences:
        found.rows.append(Row(line, draft, said))


def write(drafts: Sequence[QuestionDraft]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category = ""
    for draft in drafts:
        if category_of(draft) != category:
            category = category_of(draft)
            lines += [
                '<question type="category">',
                f"  <category>{_text(f'$course$/top/{category}')}</category>",
                "</question>",
            ]
        lines += _written(draft)
    return ("\n".join([*lines, "</quiz>"]) + "\n").encode()


def _written(draft: QuestionDraft) -> Iterator[str]:
    content = draft.content
    names_kind = content.kind in NEVER_SHUFFLED and not (
        content.kind == Kind.TRUE_FALSE and is_plain_two(content)
    )
    yield f'<question type="{_type(content)}">'
    yield f"  <name>{_text(draft.code or draft.stem[:60])}</name>"
    yield f"  <questiontext{PLAIN}>{_text(draft.stem)}</questiontext>"
    yield f"  <generalfeedback{PLAIN}>{_text(draft.explanation)}</generalfeedback>"
    yield "  <defaultgrade>1</defaultgrade>"
    if draft.code:
        yield f"  <idnumber>{escape(draft.code)}</idnumber>"
    yield from (f"  {line}" for line in _answers(content))
    yield "  <tags>"
    for tag in tags_of(draft, names_kind=names_kind):
        yield f"    <tag>{_text(tag)}</tag>"
    yield "  </tags>"
    yield "</question>"


def _type(content: Content) -> str:
    if is_plain_two(content):
        return "truefalse"
    return {
        Kind.FILL: "shortanswer",
        Kind.MATCHING: "matching",
        Kind.ORDERING: "ordering",
    }.get(content.kind, "multichoice")


def _answers(content: Content) -> Iterator[str]:
    if content.kind == Kind.FILL:
        yield "<usecase>0</usecase>"
        for each in content.accepted:
            yield _answer("100", without_wildcards(each.text), each.feedback)
    elif content.kind == Kind.MATCHING:
        yield "<shuffleanswers>true</shuffleanswers>"
        for pair in content.pairs:
            yield _pair(pair.left, pair.right)
        for extra in content.distractors:
            yield _pair("", extra.text)
    elif content.kind == Kind.ORDERING:
        yield "<layouttype>VERTICAL</layouttype>"
        yield "<selecttype>ALL</selecttype>"
        yield f"<selectcount>{len(content.options)}</selectcount>"
        yield "<gradingtype>ALL_OR_NOTHING</gradingtype>"
        yield "<showgrading>SHOW</showgrading>"
        for place, option in enumerate(content.options, start=1):
            yield _answer(str(place), option.text, option.feedback)
    elif is_plain_two(content):
        for word, option in zip(("true", "false"), content.options, strict=True):
            yield _answer("100" if option.is_right else "0", word, option.feedback)
    else:
        yield from _choices(content)


def _choices(content: Content) -> Iterator[str]:
    is_single = content.kind != Kind.MULTIPLE
    yield f"<single>{str(is_single).lower()}</single>"
    is_shuffled = content.kind not in NEVER_SHUFFLED
    yield f"<shuffleanswers>{str(is_shuffled).lower()}</shuffleanswers>"
    yield "<answernumbering>ABCD</answernumbering>"
    for option, share in zip(content.options, shares(content), strict=True):
        worth = percent(0 if is_single and not option.is_right else share)
        yield _answer(worth, option.text, option.feedback)


def _answer(fraction: str, text: str, feedback: str) -> str:
    said = f"<feedback{PLAIN}>{_text(feedback)}</feedback>"
    return f'<answer fraction="{fraction}"{PLAIN}>{_text(text)}{said}</answer>'


def _pair(left: str, right: str) -> str:
    answer = f"<answer>{_text(right)}</answer>"
    return f"<subquestion{PLAIN}>{_text(left)}{answer}</subquestion>"


def _text(text: str) -> str:
    return f"<text>{escape(text)}</text>"
