"""What a reader asked for: cleaned, cut into words, and how well a text answers it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from portal import chinese

LONGEST = 100


def clean(query: str) -> str:
    """Strip what nobody types on purpose: control characters, surrogates, bidi marks."""
    seen = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign
        for sign in query[: LONGEST * 10]
    )
    return " ".join(seen.split())[:LONGEST].strip()


@dataclass(frozen=True)
class Question:
    """One way to understand what was asked.

    `asked` is what the reader wrote, `wanted` what of it is looked for; a relaxed
    question is content with a part of the words.
    """

    asked: str
    wanted: str
    is_relaxed: bool = False

    @cached_property
    def words(self) -> list[str]:
        return [chinese.fold(run) for run, _is_hanzi in chinese.runs(self.wanted)]

    @cached_property
    def pairs(self) -> list[tuple[str, bool]]:
        """Return the words as the index knows them, and whether each is a beginning."""
        return chinese.query_words(self.wanted)[: 20 if self.is_relaxed else 60]

    @property
    def least(self) -> int:
        """How many of the pairs a hit must hold."""
        count = len(self.pairs)
        return min(-(-count // 3), 3) if self.is_relaxed else count

    def relevance(self, names: Sequence[str], title: str, text: str) -> float:
        """Tell how well a thing called `names`, shown as `title`, answers with `text`.

        It is worked out here and not by the databases: they would disagree. All
        arguments are folded already.
        """
        asked = chinese.fold(self.asked)
        best = max((self._closeness(name, asked) for name in names if name), default=0)
        counts = [len(pattern.findall(text)) for pattern in self._patterns]
        whole = sum(count > 0 for count in counts) / len(counts)
        everything = "\n".join([*names, title, text])
        pairs = sum(pair in everything for pair, _start in self.pairs)
        return (
            best + 60 * whole + 3 * min(sum(counts), 8) + 40 * pairs / len(self.pairs)
        )

    def _closeness(self, name: str, asked: str) -> float:
        """Tell how much of what is asked for, and of nothing else, is in a name."""
        if name == asked:
            return 1000
        if asked in name:
            begins = name.startswith(asked)
            return (240 if begins else 200) + 60 * len(asked) / len(name)
        words = sum(word in name for word in self.words) / len(self.words)
        if words < 1 and self.is_relaxed:
            return 100 * sum(pair in name for pair, _ in self.pairs) / len(self.pairs)
        return 150 * words

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [re.compile(_whole(word)) for word in self.words]

    @cached_property
    def to_mark(self) -> re.Pattern[str]:
        """What to mark in folded text: the longest first."""
        words = {*self.words, chinese.fold(self.asked)}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(_whole, longest_first)))

    @cached_property
    def pairs_to_mark(self) -> re.Pattern[str]:
        """What to mark where a word is missing as a whole. Pairs overlap."""
        pairs = "|".join(_whole(pair) for pair, _start in self.pairs)
        return re.compile(f"(?=({pairs}))")


def _whole(word: str) -> str:
    """Return a pattern that finds 85 not in 585; Hanzi have no such borders."""
    before = "(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = "(?![a-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{before}{re.escape(word)}{after}"


def ways_to_ask(asked: str) -> list[Question]:
    """Return the questions to try one after the other until one finds something."""
    wanted = chinese.without_asking(asked)
    written = chinese.with_written_articles(wanted)
    ways = [Question(asked, written)]
    if Question(asked, wanted).pairs != ways[0].pairs:
        ways.append(Question(asked, wanted))
    if len(ways[0].pairs) > 1:
        ways.append(Question(asked, written, is_relaxed=True))
    return [way for way in ways if way.pairs]
