import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import chinese

pytestmark = pytest.mark.once

HANZI = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
        st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
    ),
    min_size=1,
    max_size=30,
)


def is_found(query: str, text: str) -> bool:
    """Do what both databases do: each word is there, or begins one that is."""
    words = chinese.index_words(text)
    return all(
        any(
            word.startswith(wanted) if is_beginning else word == wanted
            for word in words
        )
        for wanted, is_beginning in chinese.query_words(query)
    )


@given(HANZI, st.data())
def test_every_part_of_a_run_is_found(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert is_found(text[start:end], text)


@given(HANZI, HANZI)
def test_a_sign_that_is_not_there_is_not_found(text, other):
    missing = [sign for sign in other if sign not in text]

    assert not any(is_found(sign, text) for sign in missing)


@given(st.text())
def test_any_text_can_be_cut(text):
    words = chinese.index_words(text)

    assert all(word.replace("\u20dd", "") for word in words)
    assert not any(set(word) & set(" '\"\\*:&|!()\x00") for word in words)
    assert all(len(word) <= 40 * 6 for word in words)
    chinese.query_words(text)
    chinese.without_asking(text)
    assert len(chinese.fold(text)) == len(text)


@given(st.text())
def test_a_text_finds_itself(text):
    assert is_found(text, text)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("违规养犬怎么处罚", "违规养犬 处罚"),
        ("请问装修垃圾怎么扔？", "装修垃圾 扔"),
        ("垃圾什么时候清运", "垃圾 清运"),
        ("怎么办", "怎么办"),
        ("what? where?", "what? where?"),
        ("占道经营", "占道经营"),
    ],
)
def test_the_question_is_cut_out_of_a_question(query, wanted):
    assert chinese.without_asking(query) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("第17条", "第十七条"),
        ("养犬办法第 101 条", "养犬办法 第一百零一条"),
        ("第十条罚多少", "第十条 罚多少"),
        ("第２０条", "第二十条"),
        ("乘3条线路", "乘3条线路"),
        ("第0条", "第0条"),
    ],
)
def test_articles_are_written_as_laws_write_them(query, wanted):
    assert chinese.with_written_articles(query) == wanted


def test_full_width_and_accents_make_no_difference():
    assert chinese.index_words("５Ｇ Café") == chinese.index_words("5g cafe")
