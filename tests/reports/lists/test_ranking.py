"""The sums of the lists, whatever the counts are (product.md §1B, rules 7 and 8)."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.lists.ranking import ColourRule, Count, colour, in_order, rank, wilson
from reports.lists.workflow import Colour

pytestmark = pytest.mark.once

MINIMUM = 5
RULE = ColourRule(red_percent=20, black_percent=20, red_from=90, black_below=80)
some_counts = st.lists(
    st.integers(1, 12).flatmap(
        lambda due: st.tuples(st.integers(0, due), st.just(due))
    ),
    max_size=20,
).map(lambda pairs: [Count(i, done, due) for i, (done, due) in enumerate(pairs)])


@pytest.mark.parametrize(
    ("done", "due", "low", "high"),
    [
        # Newcombe 1998, table I, method 3.
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
        (7, 7, "0.6457", "1.0000"),
    ],
)
def test_the_interval_is_the_published_one(done, due, low, high):
    found = wilson(done, due, 0.95)

    assert (found.low, found.high) == (Decimal(low), Decimal(high))


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_a_share(pair):
    done, due = pair

    found = wilson(done, due, 0.95)

    assert 0 <= found.low <= Decimal(done) / due + Decimal("0.0001")
    assert Decimal(done) / due - Decimal("0.0001") <= found.high <= 1


@given(st.integers(0, 9), st.integers(2, 50))
def test_more_of_the_same_makes_it_narrower(tenths, times):
    few = wilson(tenths, 10, 0.95)
    many = wilson(tenths * times, 10 * times, 0.95)

    assert many.high - many.low < few.high - few.low


@given(some_counts, st.randoms())
def test_ex45_the_order_in_which_units_come_changes_nothing(counts, dice):
    mixed = list(counts)
    dice.shuffle(mixed)
    names = {each.key: str(each.key) for each in counts}
    ranks = rank(counts, minimum_n=MINIMUM)

    assert rank(mixed, minimum_n=MINIMUM) == ranks
    assert in_order(mixed, ranks, names) == in_order(counts, ranks, names)
    assert colour(mixed, minimum_n=MINIMUM, rule=RULE) == colour(
        counts, minimum_n=MINIMUM, rule=RULE
    )


@given(some_counts)
def test_ex45_equals_share_the_rank_and_the_next_counts_them(counts):
    ranks = rank(counts, minimum_n=MINIMUM)
    by_rank = Counter(place for place in ranks.values() if place)

    for one in counts:
        for other in counts:
            if ranks[one.key] and ranks[other.key]:
                equal = one.done * other.due == other.done * one.due
                assert (ranks[one.key] == ranks[other.key]) == equal
    taken = 0
    for place in sorted(by_rank):
        assert place == taken + 1
        taken += by_rank[place]


@given(some_counts)
def test_below_the_minimum_nobody_has_a_rank_or_a_colour(counts):
    ranks = rank(counts, minimum_n=MINIMUM)
    colours = colour(counts, minimum_n=MINIMUM, rule=RULE)

    for each in counts:
        if each.due < MINIMUM:
            assert (ranks[each.key], colours[each.key]) == (None, None)
        else:
            assert ranks[each.key] is not None


@given(some_counts)
def test_ex41_whoever_equals_somebody_coloured_is_coloured(counts):
    ranks = rank(counts, minimum_n=MINIMUM)
    colours = colour(counts, minimum_n=MINIMUM, rule=RULE)

    for one in counts:
        for other in counts:
            if ranks[one.key] and ranks[one.key] == ranks[other.key]:
                assert colours[one.key] == colours[other.key]


@given(some_counts)
def test_red_is_good_and_black_is_bad_whoever_else_there_is(counts):
    colours = colour(counts, minimum_n=MINIMUM, rule=RULE)

    for each in counts:
        if colours[each.key] == Colour.RED:
            assert each.done * 100 >= 90 * each.due
        if colours[each.key] == Colour.BLACK:
            assert each.done * 100 < 80 * each.due


def test_where_all_are_perfect_nobody_is_black():
    counts = [Count(i, 6, 6) for i in range(10)]

    assert set(colour(counts, minimum_n=5, rule=RULE).values()) == {Colour.RED}


def test_a_town_with_one_quick_answer_does_not_top_the_list():
    """FixMyStreet's issue 1957: one fix in four minutes was most responsive."""
    counts = [Count("lucky", 1, 1), Count("steady", 48, 50)]

    assert rank(counts, minimum_n=5) == {"lucky": None, "steady": 1}
    assert wilson(1, 1, 0.95).low < wilson(48, 50, 0.95).low


@pytest.mark.parametrize(("done", "due"), [(0, 0), (3, 2), (-1, 4)])
def test_what_is_no_share_is_refused(done, due):
    with pytest.raises(ValueError, match="Some part"):
        wilson(done, due, 0.95)
    with pytest.raises(ValueError, match="Some part"):
        Count("a", done, due)


def test_a_rule_by_which_somebody_is_both_is_refused():
    with pytest.raises(ValueError, match="red and black"):
        ColourRule(red_percent=50, black_percent=50, red_from=60, black_below=90)
