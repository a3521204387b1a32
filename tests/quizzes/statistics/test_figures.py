"""The figures against NumPy, and against what is known of the questions."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank.content import Accepted, Content, Option
from quizzes.bank.marking import mark
from quizzes.bank.workflow import Kind, MarkRule
from quizzes.statistics.figures import (
    answer_keys,
    item_figures,
    mean_and_deviation,
    random_guess,
)
from quizzes.statistics.options import counted_options
from tests.quizzes.make import CONTENTS
from tests.quizzes.statistics.simulated import expected, simulate

pytestmark = pytest.mark.once
NAMES = ("facility", "deviation", "discrimination", "efficiency")
# Forty sound questions; of the last four two say nothing and two say the opposite.
SOUND = [0.6 + 0.035 * n for n in range(40)]
BAD = [0.0, 0.0, -0.8, -1.2]


@pytest.fixture(scope="module")
def simulated():
    return simulate(10_000, SOUND + BAD, asked=20)


def figures(simulated, column):
    takers = ~np.isnan(simulated.marks[:, column])
    marks = simulated.marks[takers, column]
    rests = simulated.totals[takers] - marks
    return item_figures(marks.tolist(), rests.tolist())


def test_done_means_5_they_are_numpys_on_ten_thousand_papers(simulated):
    for column in range(len(simulated.slopes)):
        found, known = figures(simulated, column), expected(simulated, column)

        assert found.n == known["n"]
        for name in NAMES:
            assert getattr(found, name) == pytest.approx(known[name], rel=1e-9), name


def test_done_means_5_the_planted_bad_questions_rank_last(simulated):
    for name in ("discrimination", "efficiency"):
        ranked = sorted(
            range(len(simulated.slopes)),
            key=lambda column: getattr(figures(simulated, column), name),
        )

        assert set(ranked[: len(BAD)]) == set(range(len(SOUND), len(SOUND + BAD)))
        assert set(ranked[:2]) == {len(SOUND) + 2, len(SOUND) + 3}


def test_discrimination_grows_with_the_slope(simulated):
    found = [figures(simulated, column).discrimination for column in range(40)]

    assert np.corrcoef(SOUND, found)[0, 1] > 0.8


def test_they_are_moodles_by_hand():
    found = item_figures([1, 0, 1, 0.5], [3, 1, 2, 2])

    # Means 0.625 and 2; sums of squares 0.6875 and 2; of products 1.
    assert found.facility == 62.5
    assert found.deviation == pytest.approx(100 * (0.6875 / 3) ** 0.5)
    assert found.discrimination == pytest.approx(100 / (0.6875 * 2) ** 0.5)
    # Sorted: 0, .5, 1, 1 with 1, 2, 2, 3 go together as they did: no better way.
    assert found.efficiency == pytest.approx(100)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 200)), min_size=1, max_size=60))
def test_they_stay_within_what_they_can_be(papers):
    marks, rests = zip(*papers, strict=True)

    found = item_figures(marks, rests)

    assert -1e-9 <= found.facility <= 100 + 1e-9
    for figure in (found.discrimination, found.efficiency):
        assert figure is None or figure <= 100 + 1e-3
    if found.discrimination is not None:
        assert found.discrimination >= -100 - 1e-3


@pytest.mark.parametrize(
    ("marks", "rests"), [([1], [3]), ([1, 1, 1], [1, 2, 3]), ([1, 0, 1], [2, 2, 2])]
)
def test_where_nothing_differs_there_is_no_discrimination(marks, rests):
    found = item_figures(marks, rests)

    assert found.discrimination is None
    assert found.efficiency is None


@given(st.lists(st.floats(-1000, 1000), min_size=2))
def test_mean_and_deviation_go_through_once(values):
    mean, deviation = mean_and_deviation(iter(values))

    assert mean == pytest.approx(np.mean(values), abs=1e-6)
    assert deviation == pytest.approx(np.std(values, ddof=1), abs=1e-6)


def test_of_nothing_there_is_no_mean():
    assert mean_and_deviation([]) == (None, None)
    assert mean_and_deviation([7.0]) == (7.0, None)


def every_answer(content):
    """Return all there is to answer blindly."""
    ids = [option.id for option in content.options]
    if content.kind == Kind.MATCHING:
        texts = {pair.right: pair.right_id for pair in content.pairs}
        texts |= {each.text: each.id for each in content.distractors}
        lefts = [pair.left_id for pair in content.pairs]
        for chosen in product(texts.values(), repeat=len(lefts)):
            yield {"pairs": dict(zip(lefts, chosen, strict=True))}
    elif content.kind == Kind.ORDERING:
        for order in permutations(ids):
            yield {"chosen": list(order)}
    elif content.kind == Kind.MULTIPLE:
        for picked in product([0, 1], repeat=len(ids)):
            if any(picked):
                yield {
                    "chosen": [i for i, is_in in zip(ids, picked, strict=True) if is_in]
                }
    else:
        for each in ids:
            yield {"chosen": [each]}


@pytest.mark.parametrize("rule", MarkRule)
@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.FILL}))
def test_a_blind_guess_is_worth_the_average_of_all_answers(kind, rule):
    content = CONTENTS[kind].with_ids()
    answers = list(every_answer(content))

    earned = sum((mark(content, each, rule) for each in answers), Fraction(0))

    assert random_guess(content, rule) == pytest.approx(
        float(100 * earned / len(answers))
    )


def test_nobody_guesses_what_has_to_be_written():
    assert random_guess(CONTENTS[Kind.FILL]) is None


def test_every_answer_is_counted_in_words():
    content = CONTENTS[Kind.SINGLE].with_ids()
    first, second = content.options[:2]
    counts = {first.id: 7, second.id: 2, "": 1}

    found = [
        (each.text, each.n, each.is_right, each.percent)
        for each in counted_options(content, counts, 10)
    ]

    assert found == [
        ("倒水的商户", 7, True, 70.0),
        ("环卫工人", 2, False, 20.0),
        ("房东", 0, False, 0.0),
        ("社区居委会", 0, False, 0.0),
        ("没有作答", 1, False, 10.0),
    ]


def test_what_one_person_typed_is_not_shown():
    content = Content(Kind.FILL, accepted=(Accepted("三日"),))
    counts = {"3日": 9, "5日": 3, "我叫周秀敏": 1}

    texts = [each.text for each in counted_options(content, counts, 13)]

    assert texts == ["三日", "5日", "其他写法"]


def test_matching_and_ordering_are_counted_by_what_was_paired():
    matching, ordering = (
        CONTENTS[kind].with_ids() for kind in (Kind.MATCHING, Kind.ORDERING)
    )
    pair, extra = matching.pairs[0], matching.distractors[0]
    given = {"pairs": {pair.left_id: extra.id}}
    order = {"chosen": [each.id for each in reversed(ordering.options)]}

    [key] = answer_keys(Kind.MATCHING, given)
    [sequence] = answer_keys(Kind.ORDERING, order)

    assert counted_options(matching, {key: 4}, 4)[-1].text == "过期药品 → 可回收物"
    assert (
        counted_options(ordering, {sequence: 4}, 4)[-1].text
        == "擦干 → 冲净 → 搓洗 → 打湿"
    )


def test_a_part_of_the_right_ones_is_worth_half_where_the_rule_says_so():
    content = Content(
        Kind.MULTIPLE, (Option("甲", True), Option("乙", True), Option("丙"))
    ).with_ids()

    assert random_guess(content) == pytest.approx(100 / 7)
    assert random_guess(content, MarkRule.HALF_FOR_MISSING) == pytest.approx(200 / 7)
