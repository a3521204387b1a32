"""Tables: what an editor wrote is what comes out, and what is wrong is said by row."""

import io
from typing import Any

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from openpyxl import Workbook, load_workbook

from portal.refusals import Refused
from portal.sheets import FORMULA_SIGNS, write_xlsx
from quizzes.bank.content import QuestionDraft
from quizzes.bank.formats import csv, xlsx
from quizzes.bank.formats.examples import EXAMPLES
from quizzes.bank.formats.found import Found
from quizzes.bank.workflow import Kind
from tests.quizzes.bank.formats import drafts as make

DEMO = settings.BASE_DIR / "site/demo"
HEADER = ["编号", "题型", "类别", "难度", "题干", "选项A", "选项B", "选项C", "答案"]


def table(*rows: list[Any], header: list[str] | None = None) -> Found:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [header or HEADER, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return xlsx.read(out.getvalue())


def row(**cells: Any) -> list[Any]:
    whole = {
        "题型": "单选题",
        "类别": "法律法规",
        "题干": "哪一个对？",
        "选项A": "甲",
        "选项B": "乙",
        "答案": "A",
    } | cells
    return [whole.get(name) for name in HEADER]


def said(found: Found) -> list[tuple[int, str]]:
    return [(each.place, each.column) for each in found.problems]


@pytest.mark.parametrize("form", [xlsx, csv])
@given(wanted=make.files)
@hypothesis_settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_again(form: Any, wanted: list[QuestionDraft]):
    found = form.read(form.write(wanted))

    assert found.problems == []
    assert [each.draft for each in found.rows] == wanted


@given(wanted=make.files)
@hypothesis_settings(max_examples=25, deadline=None)
def test_c12_no_cell_is_a_formula(wanted: list[QuestionDraft]):
    sheet = load_workbook(io.BytesIO(xlsx.write(wanted)))[xlsx.SHEET]

    for cell in (cell for line in sheet.iter_rows() for cell in line):
        assert cell.data_type in {"s", "n", "inlineStr"}
        assert not str(cell.value or "").lstrip(" ").startswith(FORMULA_SIGNS)


def test_the_template_holds_every_kind_and_can_be_read():
    found = xlsx.read(xlsx.template())

    assert not found.problems
    assert [each.draft for each in found.rows] == EXAMPLES
    assert {each.draft.kind for each in found.rows} == set(Kind)


def test_the_table_of_the_demonstration_says_what_its_yaml_says():
    found = xlsx.read((DEMO / "questions.xlsx").read_bytes())
    wanted = yaml.safe_load((DEMO / "questions.yaml").read_text())["questions"]

    assert not found.problems
    assert len(found.rows) == len(wanted)
    for each, question in zip(found.rows, wanted, strict=True):
        draft = each.draft
        assert (draft.code, draft.kind) == (question["id"], question["type"])
        assert (draft.stem, draft.explanation) == (
            question["stem"],
            question["explanation"],
        )
        assert draft.difficulty == question["difficulty"]
        assert draft.clause == (question["clause"] or "")
        options = question.get("options") or {}
        if draft.kind == Kind.FILL:
            assert [one.text for one in draft.content.accepted] == question["answer"]
        elif draft.kind == Kind.ORDERING:
            right = [options[letter] for letter in question["answer"]]
            assert [one.text for one in draft.content.options] == right
        else:
            assert [one.text for one in draft.content.options] == list(options.values())
            right = [options[letter] for letter in question["answer"]]
            assert [one.text for one in draft.content.right] == right


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"题型": None}, "题型"),
        ({"题型": "论述题"}, "题型"),
        ({"类别": "天文地理"}, "类别"),
        ({"难度": 9}, "难度"),
        ({"题干": None}, "题干"),
        ({"题干": "长" * 601}, "题干"),
        ({"答案": None}, "答案"),
        ({"答案": "D"}, "答案"),
        ({"答案": "AB"}, "答案"),
        ({"题型": "多选题", "答案": "ABZ"}, "答案"),
        ({"题型": "多选题", "答案": "AA"}, "答案"),
        ({"题型": "判断题", "答案": "也许"}, "答案"),
        ({"题型": "排序题", "答案": "A"}, "答案"),
        ({"题型": "填空题", "答案": "甲"}, "选项"),
        ({"题型": "填空题", "选项A": None, "选项B": None, "答案": "|"}, "答案"),
        ({"题型": "连线题", "答案": None}, "选项"),
        ({"题型": "连线题", "选项A": "a=b", "选项B": "c=d"}, "答案"),
        ({"选项B": "甲"}, "选项"),
        ({"选项B": None, "选项C": "丙"}, "选项"),
        ({"编号": "Q" * 21}, "编号"),
    ],
)
def test_it_says_which_cell_of_which_row_is_wrong(cells: dict[str, Any], column: str):
    found = table(row(), row(**cells))

    assert said(found)[:1] == [(3, column)]
    assert found.problems[0].text.endswith("。")
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("kind", "answer", "right"),
    [
        ("判断", "√", ["对"]),
        ("判断题", "错误", ["错"]),
        ("判断题", "Ｂ", ["错"]),
        ("判断题", True, ["对"]),
        ("情景判断题", "错", ["不对"]),
        ("情景判断", "不对", ["不对"]),
    ],
)
def test_right_and_wrong_are_read_however_they_are_written(kind, answer, right):
    cells = {"题型": kind, "选项A": None, "选项B": None, "答案": answer}

    found = table(row(**cells))

    assert not found.problems
    assert [one.text for one in found.rows[0].draft.content.right] == right


@pytest.mark.parametrize("answer", ["AC", "A、C", "a，c", "Ａ Ｃ", "C;A", "A/C"])
def test_letters_may_be_parted_as_one_likes(answer):
    found = table(row(题型="多选题", 选项C="丙", 答案=answer))

    assert [one.text for one in found.rows[0].draft.content.right] == ["甲", "丙"]


def test_columns_that_are_not_known_are_named():
    header = [*HEADER, "备注", "难度"]

    found = table([*row(), "旧题", 1], header=header)

    assert [(each.place, each.column) for each in found.problems] == [
        (1, "备注"),
        (1, "难度"),
    ]


def test_names_of_columns_may_be_decorated():
    header = ["* 题型（必填）", "题 干*", "选项Ａ", "选项b", "正确答案(字母)"]

    found = table(["单选", "哪个？", "甲", "乙", "b"], header=header)

    assert not found.problems
    assert found.rows[0].draft.content.right[0].text == "乙"


def test_a_cell_beside_the_table_is_not_lost_silently():
    found = table([*row(), "备用答案B"])

    assert said(found) == [(2, "")]


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(Refused, match="题干"):
        table(["单选题", "A"], header=["题型", "答案"])


def test_a_percentage_is_read_as_it_is_shown():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(row(选项A=0.75, 选项B=1.0))
    sheet["F2"].number_format = "0%"
    sheet["G2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)

    options = xlsx.read(out.getvalue()).rows[0].draft.content.options

    assert [one.text for one in options] == ["75%", "100%"]


def test_a_csv_of_an_old_office_program_is_read():
    lines = ",".join(HEADER) + "\r\nQ1,单选题,法律法规,2,题干，长。,甲,乙,,B\r\n"

    found = csv.read(lines.encode("gb18030"))

    assert found.rows[0].draft.stem == "题干，长。"
    assert found.rows[0].draft.content.right[0].text == "乙"


def test_a_row_may_end_before_the_last_column():
    lines = "题型,题干,选项A,答案,解析\r\n判断题,对吗？\r\n判断题,对吗？,,对\r\n"

    found = csv.read(lines.encode())

    assert said(found) == [(2, "答案")]
    assert len(found.rows) == 1


def test_the_sheet_of_questions_is_read_whichever_is_on_top():
    book = load_workbook(io.BytesIO(xlsx.template()))
    book.active = 1
    out = io.BytesIO()
    book.save(out)

    assert len(xlsx.read(out.getvalue()).rows) == len(EXAMPLES)


def test_what_the_file_does_not_speak_of_is_not_said():
    found = table(row(难度=None), header=HEADER)

    assert "explanation" not in found.rows[0].said
    assert "difficulty" not in found.rows[0].said
    assert {"stem", "topic", "content"} <= found.rows[0].said


def test_two_thousand_rows_are_the_most():
    rows = [row() for _each in range(2001)]

    with pytest.raises(Refused, match="2000"):
        xlsx.read(write_xlsx(HEADER, rows))
