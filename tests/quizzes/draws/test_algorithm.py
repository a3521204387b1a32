"""Who wins depends on the seed, the chance and the list, and on nothing else."""

import hashlib
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.draws.algorithm import hash_of_seed, hash_of_tickets, ranking

seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
codes = st.sets(
    st.from_regex(r"[2-9A-Z]{8}-0[1-3]", fullmatch=True), min_size=1, max_size=30
).map(sorted)


@given(seeds, st.text(max_size=20), codes, st.randoms(use_true_random=False))
def test_inv_13_the_order_of_the_list_does_not_matter(seed, chance, tickets, random):
    mixed = list(tickets)
    random.shuffle(mixed)

    assert ranking(seed, chance, mixed) == ranking(seed, chance, tickets)
    assert hash_of_tickets(mixed) == hash_of_tickets(tickets)


@given(seeds, codes)
def test_each_holder_is_ranked_once_and_nobody_is_left_out(seed, tickets):
    order = ranking(seed, "", tickets)

    assert set(order) <= set(tickets)
    assert sorted(code[:8] for code in order) == sorted({code[:8] for code in tickets})


@given(seeds, codes, st.from_regex(r"[a-z]{4}-01", fullmatch=True))
def test_one_more_ticket_changes_the_hash(seed, tickets, another):
    assert hash_of_tickets([*tickets, another]) != hash_of_tickets(tickets)


@pytest.mark.once
def test_the_hashes_are_those_of_the_files_that_are_published():
    assert hash_of_seed("00ff") == hashlib.sha256(b"\x00\xff").hexdigest()
    assert (
        hash_of_tickets(["B-01", "A-01"]) == hashlib.sha256(b"A-01\nB-01\n").hexdigest()
    )


@pytest.mark.once
def test_qz_03_each_ticket_has_the_same_chance():
    """Chi-square over 6,000 draws among ten; 33.7 is passed once in 10,000 times."""
    random = Random(20261126)  # noqa: S311 -- the same ones each time
    tickets = [f"T{n}-01" for n in range(10)]
    won = Counter(
        ranking(random.randbytes(32).hex(), "", tickets)[0] for _draw in range(6000)
    )

    chi_square = sum((won[ticket] - 600) ** 2 / 600 for ticket in tickets)

    assert chi_square < 33.7


@pytest.mark.once
def test_who_holds_three_tickets_wins_three_times_as_often_but_once_at_a_time():
    random = Random(7)  # noqa: S311 -- the same ones each time
    tickets = ["A-01", "A-02", "A-03", "B-01"]
    first = Counter(
        ranking(random.randbytes(32).hex(), "", tickets)[0][0] for _draw in range(4000)
    )

    assert 2850 < first["A"] < 3150


@pytest.mark.once
def test_public_chance_changes_the_order():
    tickets = [f"T{n}-01" for n in range(20)]
    seed = "ab" * 32

    assert ranking(seed, "03 11", tickets) != ranking(seed, "03 12", tickets)
