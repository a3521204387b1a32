"""GW-39: personal numbers are found however they are written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pii import CHECK_SIGNS, WEIGHTS, Kind, find, passes_luhn

pytestmark = pytest.mark.once

WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
gaps = st.sampled_from(["", " ", "-", "\u3000"])
around = st.text(
    st.characters(codec="utf-8", exclude_categories=["N", "C", "L", "P"]), max_size=8
)


@st.composite
def identities(draw):
    area = draw(st.integers(110000, 659999))
    day = draw(st.dates())
    body = (
        f"{area}{day.year:04}{day.month:02}{day.day:02}{draw(st.integers(0, 999)):03}"
    )
    total = sum(
        int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)
    )
    return body + CHECK_SIGNS[total % 11]


@st.composite
def mobiles(draw):
    return f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 999_999_999)):09}"


@st.composite
def cards(draw):
    length = draw(st.integers(16, 19))
    body = "6" + draw(st.text("0123456789", min_size=length - 2, max_size=length - 2))
    return next(body + d for d in "0123456789" if passes_luhn(body + d))


numbers = st.one_of(
    identities().map(lambda number: (Kind.IDENTITY, number)),
    mobiles().map(lambda number: (Kind.MOBILE, number)),
    cards().map(lambda number: (Kind.CARD, number)),
)


@given(numbers, gaps, st.booleans(), around, around)
def test_a_number_is_found_however_it_is_written(number, gap, is_wide, before, after):
    kind, digits = number
    groups = [digits[:3], digits[3:7], digits[7:]]
    written = gap.join(groups)
    if is_wide:
        written = written.translate(WIDE)
    # What stands around it must not itself join the digits.
    text = f"{before}：{written}。{after}"

    found = find(text)

    assert [(one.kind, text[one.start : one.end]) for one in found] in (
        [(kind, written)],
        # An identity number of 18 digits may pass for a card too, never the reverse.
        [(Kind.IDENTITY, written)],
    )
    assert digits not in found[0].masked
    assert len(found[0].masked) == len(digits)


@given(identities())
def test_a_wrong_check_sign_is_no_identity_number(number):
    other = CHECK_SIGNS[(CHECK_SIGNS.index(number[17]) + 1) % 11]

    assert Kind.IDENTITY not in {one.kind for one in find(number[:17] + other)}


@given(st.text())
def test_any_text_can_be_read(text):
    for one in find(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "电话 0900-0000002",
        "统一社会信用代码 91110108MA01234567",
        "2026-11-26 07:10 至 2026-11-27 18:00",
        "第110101199003078888号",  # ends in a wrong check sign
        "订单 138001380001",  # one digit too many
        "138****8000",
        "0000000000000000",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert find(text) == []


def test_several_numbers_are_told_apart():
    text = "张某 11010519491231002X，手机+86 138 0013 8000，卡号6222 0212 3456 7890 128"

    kinds = [one.kind for one in find(text)]

    assert kinds[:2] == [Kind.IDENTITY, Kind.MOBILE]
