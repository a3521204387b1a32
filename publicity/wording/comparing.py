"""Says of two wordings which articles stayed, changed, moved, came and went."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import pairwise

ALIKE = 0.6  # below it, one number stands for two different articles
MOVED = 0.65  # an article under another number must be more like the old one
CANDIDATES = 3  # of all old articles, those that are looked at closely for a new one
LOOKED_UP = 2_000  # articles that are looked up to find the candidates
LONG = 4_000  # signs; longer texts are compared by their pairs of signs alone


@dataclass(frozen=True)
class Comparison:
    """Articles of two wordings by their anchors. `before` leads from the newer to the older."""

    before: Mapping[str, str]
    changed: Sequence[str] = field(default_factory=list)  # anchors of the newer
    added: Sequence[str] = field(default_factory=list)
    removed: Sequence[str] = field(default_factory=list)  # anchors of the older

    @property
    def renumbered(self) -> dict[str, str]:
        """The new anchor by the old one, of articles that have another number now."""
        return {old: new for new, old in self.before.items() if old != new}

    @property
    def is_empty(self) -> bool:
        return not (self.changed or self.added or self.removed or self.renumbered)


Wordings = Mapping[str, str]  # by anchor, in the order of the text


def compare(older: Wordings, newer: Wordings) -> Comparison:
    """Pair the articles: the same number first, then the same words under another."""
    before = {
        anchor: anchor
        for anchor, text in newer.items()
        if anchor in older and _likeness(older[anchor], text, ALIKE) >= ALIKE
    }
    left_over = {anchor: text for anchor, text in older.items() if anchor not in before}
    index = _Index(left_over)
    for anchor, text in newer.items():
        if anchor in before:
            continue
        likeness, best = max(
            (
                (_likeness(older[old], text, MOVED), old)
                for old in index.nearest(text, left_over)
            ),
            default=(0.0, ""),
        )
        if likeness >= MOVED:
            before[anchor] = best
            del left_over[best]
    # A number that stands for other words now, and no trace of the old ones: it is
    # the same article, written anew, and a reader wants both wordings side by side.
    for anchor in newer:
        if anchor not in before and anchor in left_over:
            before[anchor] = anchor
            del left_over[anchor]
    return Comparison(
        before={anchor: before[anchor] for anchor in newer if anchor in before},
        changed=[
            anchor
            for anchor, text in newer.items()
            if anchor in before and older[before[anchor]] != text
        ],
        added=[anchor for anchor in newer if anchor not in before],
        removed=list(left_over),
    )


class _Index:
    """Finds of many texts the few that may be like one, by the rarest pairs of signs.

    To hold each of 500 new articles against each of 500 old ones takes minutes.
    """

    def __init__(self, texts: Wordings) -> None:
        self._holders: dict[str, list[str]] = defaultdict(list)
        for anchor, text in texts.items():
            for pair in _pairs(text):
                self._holders[pair].append(anchor)

    def nearest(self, text: str, among: Container[str]) -> list[str]:
        known = (pair for pair in _pairs(text) if pair in self._holders)
        left = LOOKED_UP
        scores: dict[str, float] = defaultdict(float)
        for pair in sorted(known, key=lambda pair: (len(self._holders[pair]), pair)):
            holders = self._holders[pair]
            left -= len(holders)
            if left < 0:
                break
            for anchor in holders:
                if anchor in among:
                    scores[anchor] += 1 / len(holders)
        return nlargest(CANDIDATES, scores, key=scores.__getitem__)


def _pairs(text: str) -> Counter[str]:
    return Counter(f"{first}{second}" for first, second in pairwise(text))


def _likeness(older: str, newer: str, least: float) -> float:
    """Tell how much of two texts is the same; 0 as soon as it cannot reach `least`."""
    if older == newer:
        return 1
    if max(len(older), len(newer)) > LONG:
        pairs, others = _pairs(older), _pairs(newer)
        return 2 * (pairs & others).total() / ((pairs.total() + others.total()) or 1)
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0
    return matcher.ratio()
