"""What Moodle's report tells of a question, computed from plain lists.

The formulas are those of its quiz statistics report: sums of squares are divided by
n - 1, percentages are of the greatest mark, and the rest of the test is the paper
without the question itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import factorial, fsum, sqrt
from typing import Any

from quizzes.bank.content import Content
from quizzes.bank.marking import folded
from quizzes.bank.workflow import ONE_CHOICE, Kind, MarkRule

BLANK = ""  # the key of an answer that was not given
TINY = 1e-12  # of a greatest mark of 1: below it, marks do not differ


@dataclass(frozen=True)
class ItemFigures:
    """Percentages; None where a figure does not exist."""

    n: int
    facility: float
    deviation: float | None
    discrimination: float | None
    efficiency: float | None


def item_figures(marks: Sequence[float], rests: Sequence[float]) -> ItemFigures:
    """Compute the figures of one question over those who were asked it.

    `marks` are parts of the greatest mark, from 0 to 1; `rests` what the same papers
    earned with all other questions.

    facility        100 · mean
    deviation       100 · √(Σ(x − x̄)² / (n − 1))
    discrimination  100 · cov(x, rest) / √(var(x) · var(rest))
    efficiency      100 · cov(x, rest) / cov of both sorted, the greatest there can be
    """
    n = len(marks)
    if not n:
        raise ValueError("Nobody was asked it.")
    mark_mean, rest_mean = fsum(marks) / n, fsum(rests) / n
    facility = 100 * mark_mean
    if n < 2:
        return ItemFigures(n, facility, None, None, None)
    mark_offs = [mark - mark_mean for mark in marks]
    rest_offs = [rest - rest_mean for rest in rests]
    variance = _mean_product(mark_offs, mark_offs)
    rest_variance = _mean_product(rest_offs, rest_offs)
    deviation = 100 * sqrt(variance)
    # All got the same, or there is no other question: nothing can go together.
    if variance < TINY or rest_variance < TINY:
        return ItemFigures(n, facility, deviation, None, None)
    together = _mean_product(mark_offs, rest_offs)
    greatest = _mean_product(sorted(mark_offs), sorted(rest_offs))
    return ItemFigures(
        n,
        facility,
        deviation,
        100 * together / sqrt(variance * rest_variance),
        100 * together / greatest if greatest > TINY else None,
    )


def mean_and_deviation(values: Iterable[float]) -> tuple[float | None, float | None]:
    """Return mean and standard deviation in one go through, however many there are."""
    n, mean, squares = 0, 0.0, 0.0
    for n, value in enumerate(values, start=1):
        off = value - mean
        mean += off / n
        squares += off * (value - mean)
    if not n:
        return None, None
    return mean, sqrt(squares / (n - 1)) if n > 1 else None


def _mean_product(ones: Sequence[float], others: Sequence[float]) -> float:
    products = (one * other for one, other in zip(ones, others, strict=True))
    return fsum(products) / (len(ones) - 1)


def random_guess(content: Content, rule: str = MarkRule.EXACT) -> float | None:
    """Return the percentage that blind choosing earns; None where one has to write."""
    if content.kind == Kind.FILL:
        return None
    if content.kind == Kind.MATCHING:
        rights = {pair.right for pair in content.pairs}
        rights |= {each.text for each in content.distractors}
        return 100 / float(len(rights) ** len(content.pairs))
    n = len(content.options)
    if content.kind in ONE_CHOICE:
        return 100 / n
    if content.kind == Kind.ORDERING:
        return 100 / factorial(n)
    # Each set of options but the empty one is as likely.
    earned = 1.0
    if rule == MarkRule.HALF_FOR_MISSING:
        earned += float(2 ** len(content.right) - 2) / 2
    return 100 * earned / float(2**n - 1)


def answer_keys(kind: str, answer: dict[str, Any] | None) -> Iterator[str]:
    """Yield what of an answer is counted.

    single, multiple  each chosen id
    ordering          the ids in the order given
    matching          each pair of ids
    fill              the words without what does not count
    """
    if not answer:
        yield BLANK
    elif kind == Kind.FILL:
        yield folded(str(answer.get("text", "")))
    elif kind == Kind.MATCHING:
        for left, right in answer.get("pairs", {}).items():
            yield f"{left}>{right}"
    elif kind == Kind.ORDERING:
        yield ">".join(answer.get("chosen", []))
    else:
        yield from answer.get("chosen", [])
