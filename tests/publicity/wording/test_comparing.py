"""Two wordings side by side: the right pairs, and no more work than the text is long."""

import random
from difflib import SequenceMatcher

import pytest

from publicity.wording import comparing
from publicity.wording.comparing import compare

pytestmark = pytest.mark.once

SIGNS = "门前应当保持干净整洁单位个人不得乱堆放设置广告车辆道路河道垃圾分类投放清运处以罚款责令改正县人民政府"


def an_article(chance, length=60):
    return "".join(chance.choice(SIGNS) for _sign in range(length)) + "。"


def make_wording(articles, length=60):
    chance = random.Random(7)  # noqa: S311 -- the same text each time
    return {
        f"art-{number}": an_article(chance, length) for number in range(1, articles + 1)
    }


def rewritten(text):
    """Say the same in other words: every fourth sign is another."""
    return "".join("的" if place % 4 == 0 else sign for place, sign in enumerate(text))


@pytest.fixture
def matched(monkeypatch):
    """Count how often two texts are held against each other."""
    pairs: list[tuple[str, str]] = []

    class Counting(SequenceMatcher[str]):
        def __init__(self, isjunk, older, newer, autojunk):
            pairs.append((older, newer))
            super().__init__(isjunk, older, newer, autojunk)

    monkeypatch.setattr(comparing, "SequenceMatcher", Counting)
    return pairs


def test_an_article_put_in_at_the_front_moves_all_others_and_changes_none():
    older = make_wording(40)
    newer = {"art-1": "这是新加的第一条。"} | {
        f"art-{number + 1}": text for number, text in enumerate(older.values(), start=1)
    }

    comparison = compare(older, newer)

    assert comparison.added == ["art-1"]
    assert not comparison.removed
    assert not comparison.changed
    assert comparison.renumbered == {
        f"art-{number}": f"art-{number + 1}" for number in range(1, 41)
    }


def test_an_article_that_moved_and_was_written_anew_is_known_again():
    older = make_wording(40)
    texts = list(older.values())
    newer = {"art-1": "这是新加的第一条。"} | {
        f"art-{number}": rewritten(text) if number == 9 else text
        for number, text in enumerate(texts, start=2)
    }

    comparison = compare(older, newer)

    assert comparison.before["art-9"] == "art-8"
    assert comparison.changed == ["art-9"]


def test_many_articles_alike_are_still_paired_by_what_tells_them_apart():
    older = {f"art-{n}": f"违反第{n}条规定的，处{n}元罚款。" for n in range(1, 200)}
    newer = {f"art-{n + 1}": text for n, text in enumerate(older.values(), start=1)}

    comparison = compare(older, newer)

    assert len(comparison.before) >= 198


@pytest.mark.parametrize("articles", [50, 500])
def test_a_text_all_written_anew_takes_work_that_grows_with_it_not_squared(
    matched, articles
):
    older = make_wording(articles)
    chance = random.Random(8)  # noqa: S311
    newer = {anchor: an_article(chance) for anchor in older}

    comparison = compare(older, newer)

    assert len(comparison.before) == articles
    assert len(matched) <= articles * (1 + comparing.CANDIDATES)


def test_a_very_long_article_is_compared_without_matching_sign_by_sign(matched):
    text = an_article(random.Random(9), length=50_000)  # noqa: S311
    other = an_article(random.Random(10), length=50_000)  # noqa: S311

    same = compare({"art-1": text}, {"art-2": text[:49_000]})
    compare({"art-1": text}, {"art-1": other})

    assert same.renumbered == {"art-1": "art-2"}
    assert matched == []
