"""Whatever somebody chooses as a file: a reading or a sentence, never a failure (I1)."""

import random
from typing import Any

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.refusals import Refused
from quizzes.bank.formats import csv, gift, moodle_xml, tables, xlsx

DEMO = settings.BASE_DIR / "site/demo"
SIGNS = ["{", "}", "=", "~", "#", "####", "%50%", "->", "::", ":", "\\", "\n", "\n\n"]
SIGNS += [
    "//",
    "[html]",
    "[id:",
    "]",
    "$CATEGORY:",
    "T",
    "甲",
    "1..2",
    ">",
    " ",
    "<b",
    "&",
]
TAGS = [
    "<question type='multichoice'>",
    "<question type='truefalse'>",
    "<question type='matching'>",
    "<question type='ordering'>",
    "<question type='numerical'>",
    "<question type='shortanswer'>",
    "</question>",
    "<questiontext format='html'><text>题</text></questiontext>",
    "<answer fraction='100'><text>true</text></answer>",
    "<answer fraction='nan'><text>1</text></answer>",
    "<answer><text/></answer>",
    "<subquestion><text>左</text></subquestion>",
    "<tags><tag/></tags>",
    "<![CDATA[<p>]]>",
    "&#0;",
    "&lt;",
    "甲",
]
HEADER = ["编号", "题型", "难度", "题干", "选项A", "选项B", "选项C", "反馈A", "反馈30"]
HEADER += ["答案", "有效至", "序号", ""]
CELLS = ["", "单选题", "多选", "判断题", "填空", "排序题", "连线", "情景判断题", "5"]
CELLS += [
    "A",
    "AB",
    "CBA",
    "对",
    "甲",
    "甲=乙",
    "=",
    "|",
    "\\",
    "'",
    "'=",
    "2027-13-45",
]


def read(form: Any, content: bytes) -> None:
    try:
        found = form.read(content)
    except Refused:
        return
    for remark in [*found.problems, *found.left_out]:
        assert remark.place >= 1
        assert remark.text


@given(text=st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
@example(text="题{#=nan}")
@example(text="题{#inf}")
@hypothesis_settings(max_examples=300, deadline=None)
def test_i1_any_gift_is_read_or_refused(text: str):
    read(gift, text.encode())


@given(inner=st.lists(st.sampled_from(TAGS), max_size=12).map("".join))
@hypothesis_settings(max_examples=150, deadline=None)
def test_i1_any_xml_is_read_or_refused(inner: str):
    read(moodle_xml, f"<quiz>{inner}</quiz>".encode())
    read(moodle_xml, f"<quiz>{inner}</question></quiz>".encode())


@given(rows=st.lists(st.lists(st.sampled_from(CELLS), max_size=14), max_size=5))
@hypothesis_settings(max_examples=200, deadline=None)
def test_i1_any_table_is_read_or_refused(rows: list[list[str]]):
    found = tables.read([HEADER, *rows])

    for remark in found.problems:
        assert 1 <= remark.place <= len(rows) + 1
        assert remark.text


@pytest.mark.parametrize("form", [csv, gift, moodle_xml, xlsx])
@given(content=st.binary(max_size=200))
@hypothesis_settings(max_examples=60, deadline=None)
def test_i1_any_bytes_are_read_or_refused(form: Any, content: bytes):
    read(form, content)


@pytest.mark.parametrize("seed", range(12))
def test_i1_a_damaged_workbook_is_read_or_refused(seed: int):
    chance = random.Random(seed)  # noqa: S311 -- the same file every time
    content = bytearray((DEMO / "questions.xlsx").read_bytes())
    for _each in range(1 + seed * 4):
        content[chance.randrange(len(content))] = chance.randrange(256)

    read(xlsx, bytes(content))
