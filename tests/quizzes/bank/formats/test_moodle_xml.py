"""Moodle XML: every type that has a counterpart, and the rest by line."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from portal.refusals import Refused
from quizzes.bank.content import Accepted, Content, Option, Pair, QuestionDraft
from quizzes.bank.formats import moodle_xml
from quizzes.bank.formats.found import Found
from quizzes.bank.workflow import Kind
from tests.quizzes.bank.formats import drafts as make

STEM = "<questiontext format='html'><text><![CDATA[<p>题<b>干</b></p>]]></text></questiontext>"


def read(inner: str, kind: str = "multichoice") -> Found:
    question = f"<question type='{kind}'>{STEM}{inner}</question>"
    return moodle_xml.read(f"<?xml version='1.0'?>\n<quiz>\n{question}</quiz>".encode())


def one(inner: str, kind: str = "multichoice") -> QuestionDraft:
    found = read(inner, kind)
    assert not found.problems, found.problems
    assert not found.left_out, found.left_out
    return found.rows[0].draft


def answer(share: str, text: str, feedback: str = "", more: str = "") -> str:
    said = f"<feedback format='html'><text>{feedback}</text></feedback>"
    return f"<answer fraction='{share}'><text>{text}</text>{said}{more}</answer>"


@given(wanted=make.files)
@hypothesis_settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(wanted: list[QuestionDraft]):
    found = moodle_xml.read(moodle_xml.write(wanted))

    assert found.problems == []
    assert found.left_out == []
    assert [row.draft for row in found.rows] == wanted


@pytest.mark.parametrize(
    ("kind", "inner", "content"),
    [
        (
            "multichoice",
            "<single>true</single>"
            + answer("100", "甲", "&lt;p&gt;对&lt;/p&gt;")
            + answer("0", "乙"),
            Content(Kind.SINGLE, (Option("甲", True, "对"), Option("乙"))),
        ),
        (
            "multichoice",
            "<single>false</single>"
            + answer("50", "甲")
            + answer("50", "乙")
            + answer("-50", "丙"),
            Content(
                Kind.MULTIPLE, (Option("甲", True), Option("乙", True), Option("丙"))
            ),
        ),
        (
            "truefalse",
            answer("0", "true", "错了") + answer("100", "false"),
            Content(Kind.TRUE_FALSE, (Option("对", False, "错了"), Option("错", True))),
        ),
        (
            "truefalse",
            answer("100", "true")
            + answer("0", "false")
            + "<tags><tag><text>题型:情景判断题</text></tag></tags>",
            Content(Kind.CASE, (Option("对", True), Option("不对"))),
        ),
        (
            "shortanswer",
            "<usecase>0</usecase>"
            + answer("100", "三日")
            + answer("100", "三天", "好"),
            Content(Kind.FILL, accepted=(Accepted("三日"), Accepted("三天", "好"))),
        ),
        (
            "numerical",
            answer("100", "85", more="<tolerance>0</tolerance>"),
            Content(Kind.FILL, accepted=(Accepted("85"),)),
        ),
        (
            "matching",
            "<subquestion format='html'><text>&lt;p&gt;药&lt;/p&gt;</text>"
            "<answer><text>有害</text></answer></subquestion>"
            "<subquestion><text>菜</text><answer><text>厨余</text></answer></subquestion>"
            "<subquestion><text></text><answer><text>其他</text></answer></subquestion>",
            Content(
                Kind.MATCHING,
                pairs=(Pair("药", "有害"), Pair("菜", "厨余")),
                distractors=(Option("其他"),),
            ),
        ),
        (
            "ordering",
            "<selecttype>ALL</selecttype>" + answer("1", "先") + answer("2", "后"),
            Content(Kind.ORDERING, (Option("先"), Option("后"))),
        ),
    ],
)
def test_a_type_is_read(kind: str, inner: str, content: Content):
    draft = one(inner, kind)

    assert draft.stem == "题干"
    assert draft.content == content
    assert draft.notes == []


TWO = "<single>true</single>" + answer("100", "甲") + answer("0", "乙")


@pytest.mark.parametrize(
    "kind", ["essay", "description", "cloze", "calculatedmulti", "ddmarker", ""]
)
def test_other_types_are_left_out_by_line(kind: str):
    found = read("", kind)

    assert not found.problems
    assert [remark.place for remark in found.left_out] == [3]


def test_a_range_is_left_out():
    found = read(answer("100", "85", more="<tolerance>2</tolerance>"), "numerical")

    assert "85±2" in found.left_out[0].text


@pytest.mark.parametrize(
    ("kind", "inner", "word"),
    [
        ("multichoice", "<single>true</single>", "没有一个选项"),
        ("multichoice", TWO + answer("100", "丙"), "2个正确答案"),
        ("multichoice", TWO + answer("x", "丙"), "fraction"),
        ("truefalse", answer("100", "yes"), "true和false"),
        ("shortanswer", answer("100", "*"), "没有一个"),
        ("matching", "", "2到"),
        ("ordering", answer("1", "先"), "选项应当有"),
    ],
)
def test_what_is_wrong_is_said_by_line(kind: str, inner: str, word: str):
    found = read(inner, kind)

    assert found.problems[0].place == 3
    assert word in found.problems[0].text


@pytest.mark.parametrize(
    ("inner", "word"),
    [
        ("<name><text>另一个题名</text></name>", "另一个题名"),
        ("<hint><text>想一想</text></hint>", "想一想"),
        ("<correctfeedback><text>真棒</text></correctfeedback>", "真棒"),
        ("<tags><tag><text>第一章</text></tag></tags>", "第一章"),
        ("<hidden>1</hidden>", "隐藏"),
        (
            "<generalfeedback format='html'><text>"
            "&lt;img src='@@PLUGINFILE@@/a.png' alt='门口'&gt;</text>"
            "<file name='a.png' encoding='base64'>AAAA</file></generalfeedback>",
            "门口",
        ),
        (
            "<generalfeedback><text>看</text>"
            "<file name='a.png' encoding='base64'>AAAA</file></generalfeedback>",
            "附带的文件",
        ),
    ],
)
def test_what_is_not_kept_is_noted(inner: str, word: str):
    assert any(word in note for note in one(TWO + inner).notes)


def test_our_own_fields_come_in_the_category_the_number_and_the_tags():
    text = f"""<quiz>
<question type="category"><category><text>$course$/top/双创题库/健康知识</text></category></question>
<question type="multichoice">{STEM}{TWO}<idnumber>Q7</idnumber>
<tags><tag><text>难度:4</text></tag><tag><text>有效至：2027/1/31</text></tag></tags></question>
</quiz>"""

    draft = moodle_xml.read(text.encode()).rows[0].draft

    assert (draft.topic, draft.code) == ("health", "Q7")
    assert (draft.difficulty, draft.valid_until) == (4, "2027-01-31")


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz>&b;</quiz>"""
OUTSIDE = (
    """<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>"""
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!DOCTYPE quiz SYSTEM 'x'><quiz/>"])
def test_a_document_type_is_refused_in_every_encoding(text: str, encoding: str):
    with pytest.raises(Refused, match="DOCTYPE"):
        moodle_xml.read(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<quiz>", "第1行"),
        ("<quiz>&unknown;</quiz>", "第1行"),
        ("<quiz>\x00</quiz>", "第1行"),
        ("<other/>", "<quiz>"),
        ("<a>" * 100, "太深"),
        ("", "第1行"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, word: str):
    with pytest.raises(Refused, match=word):
        moodle_xml.read(text.encode())
