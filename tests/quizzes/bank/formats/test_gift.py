"""GIFT: every construct of the format that has a counterpart, and the rest by line."""

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from quizzes.bank.content import Accepted, Content, Option, Pair, QuestionDraft
from quizzes.bank.formats import gift
from quizzes.bank.workflow import Kind
from tests.quizzes.bank.formats import drafts as make

DEMO = settings.BASE_DIR / "site/demo"


def one(text: str) -> QuestionDraft:
    found = gift.read(text.encode())
    assert not found.problems, found.problems
    assert not found.left_out, found.left_out
    (row,) = found.rows
    return row.draft


def options(*texts: str) -> tuple[Option, ...]:
    """Return options; what begins with + is right, after # stands its feedback."""
    made = []
    for text in texts:
        text, _sign, feedback = text.partition("#")
        made.append(Option(text.lstrip("+"), text.startswith("+"), feedback))
    return tuple(made)


def fill(*texts: str) -> Content:
    parts = [text.partition("#") for text in texts]
    return Content(
        Kind.FILL, accepted=tuple(Accepted(text, said) for text, _s, said in parts)
    )


@given(wanted=make.files)
@hypothesis_settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_again(wanted: list[QuestionDraft]):
    found = gift.read(gift.write(wanted))

    assert found.problems == []
    assert found.left_out == []
    assert [row.draft for row in found.rows] == wanted


CONSTRUCTS: list[tuple[str, str, Content]] = [
    (
        "Q{=对的 ~错的 ~也错}",
        "Q",
        Content(Kind.SINGLE, options("+对的", "错的", "也错")),
    ),
    (
        "Q{\n=对的#真好\n~错的#不是\n####因为\n}",
        "Q",
        Content(Kind.SINGLE, options("+对的#真好", "错的#不是")),
    ),
    (
        "Q{~=对的 ~错的}",
        "Q",
        Content(Kind.SINGLE, options("+对的", "错的")),
    ),
    (
        "Q{~%50%甲 ~%50%乙#也对 ~%-100%丙 ~丁}",
        "Q",
        Content(Kind.MULTIPLE, options("+甲", "+乙#也对", "丙", "丁")),
    ),
    (
        "Q{~%33.33333%甲 ~%33.33333%乙 ~%33.33333%丙 ~%-50%丁}",
        "Q",
        Content(Kind.MULTIPLE, options("+甲", "+乙", "+丙", "丁")),
    ),
    ("Q{~%100%甲 ~乙}", "Q", Content(Kind.MULTIPLE, options("+甲", "乙"))),
    ("Q{T}", "Q", Content(Kind.TRUE_FALSE, options("+对", "错"))),
    ("Q{FALSE}", "Q", Content(Kind.TRUE_FALSE, options("对", "+错"))),
    (
        "Q{true#答错了#答对了####因为}",
        "Q",
        Content(Kind.TRUE_FALSE, options("+对#答对了", "错#答错了")),
    ),
    (
        "Q{F#答错了#答对了}",
        "Q",
        Content(Kind.TRUE_FALSE, options("对#答错了", "+错#答对了")),
    ),
    ("Q{F#答错了}", "Q", Content(Kind.TRUE_FALSE, options("对#答错了", "+错"))),
    ("Q{=三日 =三天#也行}", "Q", fill("三日", "三天#也行")),
    ("Q{=%100%三日}", "Q", fill("三日")),
    ("[html]Q{=a<b =[plain]%c}", "Q", fill("a<b", "%c")),
    (
        "Q{=%50%的人 ~%0%%100%的人}",
        "Q",
        Content(Kind.SINGLE, options("+%50%的人", "%100%的人")),
    ),
    ("Q{=a\\*b}", "Q", fill("a*b")),
    ("门前{=四 =4}包。", "门前____包。", fill("四", "4")),
    (
        "县城{=卫生 ~森林}的创建",
        "县城____的创建",
        Content(Kind.SINGLE, options("+卫生", "森林")),
    ),
    (
        "Q{=药 -> 有害 =菜 -> 厨余 = -> 其他}",
        "Q",
        Content(
            Kind.MATCHING,
            pairs=(Pair("药", "有害"), Pair("菜", "厨余")),
            distractors=(Option("其他"),),
        ),
    ),
    ("Q{#3}", "Q", fill("3")),
    ("Q{#3:0}", "Q", fill("3")),
    ("Q{#5..5#正好}", "Q", fill("5#正好")),
    ("Q{#=1822:0#对 =%100%1823}", "Q", fill("1822#对", "1823")),
    (
        "Q{>2 ALL VERTICAL ALL_OR_NOTHING SHOW\n甲\n乙\n}",
        "Q",
        Content(Kind.ORDERING, options("甲", "乙")),
    ),
    (
        "1\\+1\\=2\\: \\{集合\\} \\~ \\# \\\\{=\\=A ~\\~B#\\#C}",
        "1\\+1=2: {集合} ~ # \\",
        Content(Kind.SINGLE, (Option("=A", True), Option("~B", feedback="#C"))),
    ),
    ("一\\n二{T}", "一\n二", Content(Kind.TRUE_FALSE, options("+对", "错"))),
    (
        "[html]<p>一<b>粗</b></p><p>二&lt;三&nbsp;</p>{=<i>甲</i> ~乙<br>丙}",
        "一粗\n二<三",
        Content(Kind.SINGLE, options("+甲", "乙\n丙")),
    ),
    (
        "[plain]<b>照写</b>{=[html]<i>甲</i> ~<i>乙</i>}",
        "<b>照写</b>",
        Content(Kind.SINGLE, options("+甲", "<i>乙</i>")),
    ),
    ("[moodle]一\n二{T}", "一\n二", Content(Kind.TRUE_FALSE, options("+对", "错"))),
    ("::题名::Q{T}", "Q", Content(Kind.TRUE_FALSE, options("+对", "错"))),
    (
        "// 注释 {=不读}\n//再注\nQ{\n// 中间的注释\n=甲\n~乙\n}",
        "Q",
        Content(Kind.SINGLE, options("+甲", "乙")),
    ),
]


@pytest.mark.parametrize(("written", "stem", "content"), CONSTRUCTS)
def test_a_construct_is_read(written: str, stem: str, content: Content):
    draft = one(written)

    assert draft.stem == stem
    assert draft.content == content


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Q{}", "论述"),
        ("一段说明，没有答案。", "说明"),
        ("::题::\\{不是答案\\}", "说明"),
        ("Q{#3:2}", "范围"),
        ("Q{#1..5}", "范围"),
        ("Q{#=1822:2 =%50%1822:10}", "范围"),
    ],
)
def test_what_we_cannot_ask_is_left_out_by_line(written: str, word: str):
    found = gift.read(f"好题{{T}}\n\n// 注\n{written}".encode())

    assert len(found.rows) == 1
    assert not found.problems
    (remark,) = found.left_out
    assert remark.place == 4
    assert word in remark.text


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Q{=甲 ~乙", "大括号"),
        ("Q{=甲}{=乙}", "大括号"),
        ("Q}甲{", "大括号"),
        ("Q{甲 =乙}", "前面没有"),
        ("Q{=甲 =乙 ~丙}", "2个正确答案"),
        ("Q{~甲 ~乙}", "没有一个选项是正确的"),
        ("Q{=甲 -> 一 =乙}", "没有->"),
        ("Q{=甲 -> 一}", "2到"),
        ("Q{=*}", "没有一个"),
        ("Q{T#一#二#三}", "两条反馈"),
        ("Q{=甲 ~甲}", "一样"),
        ("{T}", "题干是空的"),
        ("长" * 601 + "{T}", "600"),
        ("Q{>2 ALL 甲，乙}", "另起一行"),
    ],
)
def test_what_is_wrong_is_said_by_line(written: str, word: str):
    found = gift.read(f"好题{{T}}\r\n\r\n\r\n{written}\r\n".encode())

    assert [each.place for each in found.problems] == [4] * len(found.problems)
    assert word in found.problems[0].text


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Q{=甲 ~%50%乙}", "一部分分"),
        ("Q{~%70%甲 ~%30%乙 ~丙}", "分值"),
        ("Q{=甲 =%50%乙#差一点}", "差一点"),
        ("Q{=甲 =乙*}", "任意文字"),
        ("Q{#=1822:0 =%50%1822:2}", "1822:2"),
        ("Q{#3:0~#全错了}", "全错了"),
        ("Q{#\n=%100%3:0#对\n~#全错了\n}", "全错了"),
        ("[html]看图<img src='a.png' alt='门口'>{T}", "门口"),
        ("[html]<a href='http://a.cn/'>看</a>{T}", "http://a.cn/"),
        ("[html]H<sub>2</sub>O{T}", "上下标"),
        ("[markdown]**粗**{T}", "Markdown"),
        ("::另一个题名::Q{T}", "另一个题名"),
        ("// [tag:难得]\nQ{T}", "难得"),
        ("Q{>1 RANDOM VERTICAL ABSOLUTE_POSITION SHOW\n甲\n乙\n}", "抽其中"),
    ],
)
def test_what_is_not_kept_is_noted(written: str, word: str):
    assert any(word in note for note in one(written).notes)


def test_feedback_that_gift_has_no_place_for_stands_in_a_comment():
    content = Content(Kind.ORDERING, options("先#不\n急[id:Q1]", "后"))
    draft = QuestionDraft(stem="Q", content=content, topic="law")

    text = gift.write([draft]).decode()

    assert "// GIFT里的排序题没有反馈：先：不 急〔id:Q1]\n" in text
    found = gift.read(text.encode())
    assert [row.draft.code for row in found.rows] == [""]


def test_a_category_names_the_topic_of_what_follows():
    text = """$CATEGORY: $course$/top/双创题库/健康知识

一{T}

二{F}

$CATEGORY: 别的
三{T}
"""
    found = gift.read(text.encode())

    assert [row.draft.topic for row in found.rows] == ["health", "health", ""]
    assert "topic" in found.rows[0].said
    assert "topic" not in found.rows[2].said


def test_our_own_fields_come_in_tags_as_moodle_writes_them():
    draft = one(
        "// question: 12  name: 题\n"
        "// [id:Q7\\]x] [tag:难度:4] [tag:条款:civility/art-7]"
        " [tag:有效至:2027年1月31日] [tag:案例:临〔2026〕1号] [tag:题型:情景判断题]\n"
        "Q{F}"
    )

    assert draft.code == "Q7]x"
    assert draft.difficulty == 4
    assert draft.clause == "civility/art-7"
    assert draft.valid_until == "2027-01-31"
    assert draft.case_number == "临〔2026〕1号"
    assert draft.content == Content(Kind.CASE, options("对", "+不对"))
    assert draft.notes == []


def test_a_title_that_begins_with_a_code_names_the_question():
    assert one("::Q012 门前::门前四包{T}").code == "Q012"
    assert one("::门前::门前四包{T}").code == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str):
    found = gift.read("门前四包{T}".encode(encoding))

    assert found.rows[0].draft.stem == "门前四包"


def test_the_file_of_the_demonstration_says_what_its_yaml_says():
    found = gift.read((DEMO / "questions.gift").read_bytes())
    everything = yaml.safe_load((DEMO / "questions.yaml").read_text())["questions"]
    wanted = {question["id"]: question for question in everything}

    assert not found.problems
    assert not found.left_out
    assert len(found.rows) == 60
    for row in found.rows:
        draft = row.draft
        question = wanted[draft.code]
        assert draft.notes == []
        assert draft.explanation == question["explanation"]
        assert draft.stem == question["stem"]
        if draft.kind == Kind.FILL:
            assert [one.text for one in draft.content.accepted] == question["answer"]
            continue
        right = [question["options"][letter] for letter in question["answer"]]
        if question["type"] == "case":
            assert draft.content.options[0].is_right == (question["answer"] == ["A"])
            continue
        assert draft.kind == question["type"]
        assert [one.text for one in draft.content.right] == right
        assert [one.text for one in draft.content.options] == list(
            question["options"].values()
        )
