from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicity.numerals import chinese_number, label_of, parse_chinese_number
from publicity.workflow import ClauseKind


@given(st.integers(1, 9999))
def test_what_is_written_is_read_again(number):
    assert parse_chinese_number(chinese_number(number)) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (42, "四十二"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_are_written_as_laws_write_them(number, written):
    assert chinese_number(number) == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_that_no_law_has_are_refused(number):
    with pytest.raises(ValueError, match="not between"):
        chinese_number(number)


@pytest.mark.parametrize("written", ["", "零", "十百", "二三", "四x", "一二十", "万"])
def test_what_is_not_a_number_is_refused(written):
    with pytest.raises(ValueError, match=r"number|digits"):
        parse_chinese_number(written)


@given(st.text(max_size=8))
def test_reading_never_fails_otherwise_than_by_refusing(written):
    with suppress(ValueError):
        assert parse_chinese_number(written) >= 1


def test_rg_01_each_level_has_its_own_numerals():
    assert label_of(ClauseKind.CHAPTER, 3) == "第三章"
    assert label_of(ClauseKind.ARTICLE, 17) == "第十七条"
    assert label_of(ClauseKind.PARAGRAPH, 2) == ""
    assert label_of(ClauseKind.ITEM, 11) == "（十一）"
    assert label_of(ClauseKind.SUBITEM, 2) == "2."
