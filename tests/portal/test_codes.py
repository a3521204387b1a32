"""Query codes: what is typed wrongly is found before anything is looked up."""

from hypothesis import given
from hypothesis import strategies as st

from portal.codes import (
    BITS,
    LENGTH,
    SYMBOLS,
    code_from,
    new_code,
    read_code,
)

codes = st.binary(min_size=9, max_size=9).map(code_from)
places = st.integers(0, LENGTH)


def bare(code: str) -> str:
    return code.replace("-", "")


def test_c_3_a_code_has_at_least_64_bits_and_no_two_are_alike():
    assert BITS >= 64
    assert len({new_code() for _each in range(500)}) == 500


@given(codes)
def test_a_code_is_read_as_it_was_written(code):
    assert read_code(code) == code
    assert len(bare(code)) == LENGTH + 1
    assert set(bare(code)) <= set(SYMBOLS)


@given(codes, places, st.sampled_from(SYMBOLS))
def test_every_wrong_symbol_is_found(code, place, symbol):
    text = bare(code)
    wrong = text[:place] + symbol + text[place + 1 :]

    assert read_code(wrong) == (code if symbol == text[place] else None)


@given(codes, st.integers(0, LENGTH - 1))
def test_two_neighbours_that_changed_places_are_found(code, place):
    text = bare(code)
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    assert read_code(swapped) == (code if swapped == text else None)


@given(codes)
def test_how_it_is_typed_does_not_matter(code):
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in code)

    assert read_code(code.lower()) == code
    assert read_code(f"  {bare(code)} ") == code
    assert read_code(code.replace("-", " ")) == code
    assert read_code(code.replace("-", "—")) == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(wide) == code


@given(st.text(max_size=200))
def test_i_1_whatever_is_typed_it_never_fails(text):
    read = read_code(text)

    assert read is None or read_code(read) == read
