"""What a question may be, what an answer is worth, what leaves the server before it."""

import dataclasses
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicity.numerals import chinese_number
from quizzes.bank.content import (
    LONGEST_OPTION,
    Accepted,
    Content,
    Option,
    Pair,
)
from quizzes.bank.marking import BadAnswer, folded, mark, read_answer
from quizzes.bank.portions import new_order, portion_of
from quizzes.bank.workflow import ONE_CHOICE, Kind, MarkRule
from tests.quizzes.make import CONTENTS

pytestmark = pytest.mark.once
words = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=6)
MARK = "KEYMARK"


@st.composite
def contents(draw, kinds=tuple(Kind)):
    """Draw a question of any kind that can be asked; its key texts carry a mark."""
    kind = draw(st.sampled_from(kinds))
    texts = draw(st.lists(words, min_size=2, max_size=8, unique=True))
    if kind == Kind.FILL:
        return Content(kind, accepted=tuple(Accepted(each, MARK) for each in texts))
    if kind == Kind.MATCHING:
        pairs = tuple(Pair(each, f"右{draw(words)}") for each in texts)
        return Content(kind, pairs=pairs, distractors=(Option("多余", feedback=MARK),))
    if kind == Kind.TRUE_FALSE:
        texts = texts[:2]
    right = draw(st.integers(0, len(texts) - 1))
    n_right = 1 if kind in ONE_CHOICE else draw(st.integers(1, len(texts)))
    chosen = {(right + n) % len(texts) for n in range(n_right)}
    if kind == Kind.ORDERING:
        chosen = set()
    return Content(
        kind,
        tuple(Option(each, n in chosen, MARK) for n, each in enumerate(texts)),
    )


def right_answer(content):
    if content.kind == Kind.FILL:
        return {"text": content.accepted[0].text}
    if content.kind == Kind.MATCHING:
        return {"pairs": {pair.left_id: pair.right_id for pair in content.pairs}}
    shown = content.options if content.kind == Kind.ORDERING else content.right
    return {"chosen": [option.id for option in shown]}


@given(contents())
def test_what_can_be_asked_has_no_problems_and_survives_being_kept(content):
    kept = content.with_ids()

    assert content.problems() == []
    written = json.loads(json.dumps(kept.to_json()))
    assert Content.from_json(content.kind, written) == kept
    assert kept.with_ids() == kept


@given(contents())
def test_ids_are_told_apart_and_say_nothing(content):
    ids = list(content.with_ids()._ids())

    assert len(set(ids)) == len(ids)
    assert all(len(each) == 8 for each in ids)


@given(contents())
def test_the_right_answer_earns_all_and_none_earns_nothing(content):
    content = content.with_ids()

    assert mark(content, right_answer(content)) == 1
    assert mark(content, None) == 0


@given(contents(), st.data())
def test_q4_no_answer_earns_more_than_all_or_less_than_nothing(content, data):
    content = content.with_ids()
    ids = [each for each in content._ids() if each] or ["x"]
    some = st.lists(st.sampled_from([*ids, "x"]), max_size=12)
    answer = data.draw(
        st.one_of(
            st.none(),
            some.map(lambda chosen: {"chosen": chosen}),
            st.text(max_size=9).map(lambda text: {"text": text}),
            st.dictionaries(st.sampled_from(ids), st.sampled_from(ids), max_size=9).map(
                lambda pairs: {"pairs": pairs}
            ),
        )
    )

    for rule in MarkRule:
        assert 0 <= mark(content, answer, rule) <= 1


@given(contents(kinds=(Kind.MULTIPLE,)), st.data())
def test_qz_09_a_multiple_choice_earns_by_the_exact_set(content, data):
    content = content.with_ids()
    ids = [option.id for option in content.options]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True))
    right = {option.id for option in content.right}

    exact = mark(content, {"chosen": chosen})
    half = mark(content, {"chosen": chosen}, MarkRule.HALF_FOR_MISSING)

    assert exact == int(set(chosen) == right)
    is_part = bool(chosen) and set(chosen) < right
    assert half == (Fraction(1, 2) if is_part else exact)


@given(contents())
def test_q1_a_portion_holds_nothing_of_the_key(content):
    content = content.with_ids()

    portion = portion_of(content, new_order(content))

    shown = json.dumps(dataclasses.asdict(portion), ensure_ascii=False)
    assert MARK not in shown
    assert "is_right" not in shown
    if content.kind == Kind.FILL:
        assert not portion.choices
        assert not portion.lefts


@given(contents(kinds=(Kind.MULTIPLE, Kind.MATCHING, Kind.ORDERING, Kind.SINGLE)))
def test_q1_whatever_is_right_the_same_things_are_shown(content):
    """Two questions that differ in their key alone look alike before the answer."""
    content = content.with_ids()
    flipped = dataclasses.replace(
        content,
        options=tuple(
            dataclasses.replace(option, is_right=not option.is_right)
            for option in content.options
        ),
    )
    order = new_order(content)

    assert portion_of(content, order) == portion_of(flipped, order)


def test_q1_the_order_of_a_matching_is_not_the_key():
    content = CONTENTS[Kind.MATCHING].with_ids()
    rights = {tuple(new_order(content)[1]) for _each in range(200)}

    assert len(rights) == 6  # three to choose from, in every order


@given(st.integers(1, 9999))
def test_a_blank_reads_numbers_however_they_are_written(number):
    wide = str(number).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    assert (
        folded(f"{number}日")
        == folded(f"{wide} 日")
        == folded(f"{chinese_number(number)}日")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三日", "3 日"),
        ("３日。", "3日"),
        ("ＰＭ２．５", "pm2.5"),
        ("“门前四包”", "门前四包"),
        ("二十四小时", "24小时"),
        ("两天", "2天"),
        ("一百二十", "120"),
        ("一一〇", "110"),
        ("三—五天", "3-5天"),
        ("0.5米。", "０．５ 米"),
        ("1,000人", "1000人"),
        ("二〇二六年", "2026年"),
    ],
)
def test_a_blank_does_not_mind_width_case_and_signs(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三日", "四日"),
        ("三四天", "34天"),
        ("对", "错"),
        ("1.5", "15"),
        ("3-5天", "35天"),
        ("三—五天", "35天"),
    ],
)
def test_a_blank_minds_what_makes_a_difference(one, other):
    assert folded(one) != folded(other)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20))
def test_a_blank_reads_wide_signs_like_narrow_ones(text):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in text)

    assert folded(wide) == folded(text) == folded(f"  {text.upper()}。")


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_form_says_what_it_says(content):
    content = content.with_ids()
    answer = right_answer(content)
    posted = {
        "chosen": answer.get("chosen", []),
        "text": [answer.get("text", "")],
        **{f"pair-{left}": [right] for left, right in answer.get("pairs", {}).items()},
    }

    assert read_answer(content, posted) == answer
    assert read_answer(content, {}) is None


@pytest.mark.parametrize(
    ("kind", "posted"),
    [
        (Kind.SINGLE, {"chosen": ["foreign"]}),
        (Kind.MULTIPLE, {"chosen": ["foreign"]}),
        (Kind.ORDERING, {"chosen": ["foreign"]}),
    ],
)
def test_q4_an_id_of_another_question_is_refused(kind, posted):
    with pytest.raises(BadAnswer):
        read_answer(CONTENTS[kind].with_ids(), posted)


def test_q4_an_option_chosen_twice_or_two_of_one_choice_are_refused():
    content = CONTENTS[Kind.SINGLE].with_ids()
    first, second, *_rest = [option.id for option in content.options]

    for chosen in ([first, first], [first, second]):
        with pytest.raises(BadAnswer):
            read_answer(content, {"chosen": chosen})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (Content(Kind.SINGLE, (Option("一", True),)), "选项应当有"),
        (Content(Kind.SINGLE, (Option("一", True), Option(" "))), "空的"),
        (Content(Kind.SINGLE, (Option("一", True), Option("一"))), "一样"),
        (Content(Kind.SINGLE, (Option("一"), Option("二"))), "正好一个"),
        (Content(Kind.MULTIPLE, (Option("一"), Option("二"))), "至少"),
        (
            Content(Kind.TRUE_FALSE, (Option("一", True), Option("二"), Option("三"))),
            "正好两个",
        ),
        (Content(Kind.FILL), "可接受的答案"),
        (
            Content(Kind.MATCHING, pairs=(Pair("左", "右"), Pair("左", "另"))),
            "两项一样",
        ),
        (
            Content(
                Kind.SINGLE, (Option("长" * (LONGEST_OPTION + 1), True), Option("二"))
            ),
            "最多",
        ),
    ],
)
def test_an_author_is_told_what_is_wrong(content, says):
    assert any(says in problem for problem in content.problems())
