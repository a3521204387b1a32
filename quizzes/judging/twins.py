"""Papers that agree where agreeing is no merit: in what they have wrong (QZ-05).

Two who know the same are right together, and two who are wrong in the same way may share
a common mistake. So each agreement weighs what it is worth: how probable it was that
this other person would have this question wrong, as hard as it is and as many as they
have wrong, and would give just that answer. How probable it is that so many agree by
chance is computed exactly, and held against the number of pairs that could have agreed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

from django.utils.translation import gettext as _

from quizzes.contests.workflow import FlagKind
from quizzes.judging.flags import Suspicion
from quizzes.judging.limits import Limits
from quizzes.judging.papers import Paper

HALVINGS = 40
Pair = tuple[int, int]


def twin_answers(papers: Sequence[Paper], limits: Limits) -> Iterator[Suspicion]:
    """Find pairs whose wrong answers agree beyond chance; one paper for each person."""
    of_attempt = {paper.attempt: paper for paper in papers}
    wrong = {paper.attempt: paper.wrong for paper in papers}
    near = _near_pairs(papers, limits)
    n_pairs = len(papers) * (len(papers) - 1) // 2
    crowd: Crowd | None = None
    for pair in sorted(near | _pairs_with_rare_answers(wrong, limits)):
        first, second = pair
        agreed = len(wrong[first].items() & wrong[second].items())
        a, b = of_attempt[first], of_attempt[second]
        if agreed < limits.twin_least or a.participant == b.participant:
            continue
        crowd = crowd or Crowd.of(papers)
        chance = crowd.chance(a, b, agreed)
        if chance * (len(near) if pair in near else n_pairs) < limits.twin_expected:
            note = _("两份答卷有%s道题错得一模一样，碰巧这样的可能极小。") % agreed
            yield Suspicion(first, FlagKind.TWIN_ANSWERS, note, second)
            yield Suspicion(second, FlagKind.TWIN_ANSWERS, note, first)


@dataclass
class Crowd:
    """How everybody answered: how hard each question is, and which mistakes are common."""

    odds: Mapping[int, float]  # of having a question wrong
    given: Mapping[tuple[int, str], int]
    wrong: Mapping[int, int]
    _shares: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> "Crowd":
        answered = Counter(each.version for paper in papers for each in paper.given)
        given = Counter(answer for paper in papers for answer in paper.wrong.items())
        wrong: Counter[int] = Counter()
        for (question, _answer), count in given.items():
            wrong[question] += count
        # Half a paper on each side: nothing is certain of a question few were asked.
        odds = {
            question: (wrong[question] + 0.5) / (count - wrong[question] + 0.5)
            for question, count in answered.items()
        }
        return cls(odds, given, wrong)

    def chance(self, a: Paper, b: Paper, agreed: int) -> float:
        """Return how probable `agreed` or more agreements are by chance.

        Seen from both sides, and the more harmless view taken.
        """
        return max(
            at_least(agreed, self._chances(mine, other))
            for mine, other in ((a, b), (b, a))
        )

    def _chances(self, mine: Paper, other: Paper) -> list[float]:
        """Return for each of my mistakes how probable it is that the other makes it."""
        weakness = self._weakness(other)
        asked = {each.version for each in other.given}
        return [
            _probability(self.odds[question] * weakness)
            # My own paper is not counted; the half keeps rare answers from weighing all.
            * (self.given[question, answer] - 0.5)
            / self.wrong[question]
            for question, answer in mine.wrong.items()
            if question in asked
        ]

    def _weakness(self, paper: Paper) -> float:
        """Return by how much the odds rise for whoever has as many wrong as this paper."""
        if paper.attempt not in self._shares:
            odds = [self.odds[each.version] for each in paper.given]
            self._shares[paper.attempt] = _solve(odds, len(paper.wrong))
        return self._shares[paper.attempt]


def _probability(odds: float) -> float:
    return odds / (1 + odds)


def _solve(odds: Sequence[float], n_wrong: int) -> float:
    """Return the factor by which `n_wrong` of the questions are expected to be wrong."""
    wanted = min(n_wrong + 0.5, len(odds) - 0.25)
    low, high = 1e-4, 1e4
    for _each in range(HALVINGS):
        middle: float = (low * high) ** 0.5
        if sum(_probability(each * middle) for each in odds) < wanted:
            low = middle
        else:
            high = middle
    return high


def at_least(count: int, chances: Sequence[float]) -> float:
    """Return the probability that `count` or more of independent things happen."""
    # Of those seen so far: the probability that none, one, two … have happened.
    of_exactly = [1.0]
    for chance in chances:
        of_exactly = [
            before * (1 - chance) + hit * chance
            for before, hit in zip([*of_exactly, 0.0], [0.0, *of_exactly], strict=True)
        ]
    return sum(of_exactly[count:])


def _near_pairs(papers: Sequence[Paper], limits: Limits) -> set[Pair]:
    """Return the pairs of one unit or one network: who copies mostly sits near.

    Very large groups are left to what follows; they are no neighbourhood.
    """
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for paper in papers:
        if paper.unit_entry is not None:
            groups["unit", paper.unit_entry].append(paper.attempt)
        if paper.network:
            groups["network", paper.network].append(paper.attempt)
    small = (each for each in groups.values() if len(each) <= limits.twin_group)
    return set(chain.from_iterable(combinations(sorted(each), 2) for each in small))


def _pairs_with_rare_answers(
    wrong: Mapping[int, Mapping[int, str]], limits: Limits
) -> set[Pair]:
    """Return pairs that share rare wrong answers, wherever they sit.

    What very many gave says little and would pair everybody with everybody.
    """
    sharing: dict[tuple[int, str], list[int]] = defaultdict(list)
    for attempt, answers in wrong.items():
        for each in answers.items():
            sharing[each].append(attempt)
    shared: Counter[Pair] = Counter()
    for attempts in sharing.values():
        if len(attempts) <= limits.twin_common:
            shared.update(combinations(sorted(attempts), 2))
    fewest = max(2, limits.twin_least // 2)
    return {pair for pair, count in shared.items() if count >= fewest}
