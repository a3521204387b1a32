import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicity.posters.breaking import NOT_FIRST, NOT_LAST, break_lines, sentences

pytestmark = pytest.mark.once


def measure(text):
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


@given(
    st.text("沿街的机关、团体（一）“包”卫生。；，《法》5G 100%abc", min_size=1),
    st.integers(6, 30),
)
def test_no_sign_is_lost_and_no_line_is_too_wide(text, room):
    lines = break_lines(text, room, measure, indent=2)

    assert "".join("".join(line.text for line in lines).split()) == "".join(
        text.split()
    )
    assert all(line.width <= line.room + 1e-6 for line in lines if len(line.text) > 1)


@given(st.text("街道干净、整洁，“好”（一）《法》。", min_size=1, max_size=200))
def test_no_line_begins_with_a_comma_or_ends_with_a_bracket(text):
    plain = text.strip(NOT_FIRST + NOT_LAST)
    lines = break_lines(plain, 30, measure)

    for line in lines[1:]:
        assert line.text[0] not in NOT_FIRST or len(line.text) > 20
    for line in lines[:-1]:
        assert line.text[-1] not in NOT_LAST or len(line.text) > 20


def test_a_comma_takes_its_sign_along_to_the_next_line():
    lines = break_lines("一二三四五，六七", 5, measure)

    assert [line.text for line in lines] == ["一二三四", "五，六七"]


def test_a_number_stays_whole():
    lines = break_lines("检查编号是DC-2026-0922号", 8, measure)

    assert any("DC-2026-0922" in line.text for line in lines)


def test_an_address_longer_than_a_line_is_broken():
    lines = break_lines("https://www.example.gov.cn/a/b/c", 6, measure)

    assert len(lines) == 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("好。再来！", ["好。", "再来！"]),
        ("他说：“好。”走了", ["他说：“好。”", "走了"]),
        ("没有句号", ["没有句号"]),
        ("", []),
    ],
)
def test_sentences_end_after_their_marks(text, parts):
    assert sentences(text) == parts
