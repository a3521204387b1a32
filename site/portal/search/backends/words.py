"""What the two databases' searches have in common: which words a query asks for."""

from enum import Enum, auto

from modelsearch.query import Phrase, PlainText

from portal.chinese import LONGEST_WORD, query_words

# Deeply nested expressions exhaust the databases' parsers, and Python's stack.
MOST_WORDS = 60
# How many of those that hold but a part of the words are looked at.
MOST_RELAXED = 500
# Longer than any word of the index, so nothing is found.
NOWHERE = "q" * (LONGEST_WORD + 1)


class Part(Enum):
    """Where to look: in everything, or in what things are called."""

    ALL = auto()
    NAMES = auto()


def asked_for(query: PlainText | Phrase, *, is_typed: bool) -> list[tuple[str, bool]]:
    """Return the words of `query`, and whether each is a mere beginning.

    While it `is_typed` the last one is. There always is a word.
    """
    words = query_words(query.query_string)[:MOST_WORDS] or [(NOWHERE, False)]
    if is_typed:
        words[-1] = (words[-1][0], True)
    return words


def wants_all(query: PlainText | Phrase) -> bool:
    """Tell whether all of the words are asked for, or any.

    A phrase, too, asks for its pairs only: positions in a PostgreSQL vector end at
    16,383, so that neighbours further back in a long text would not be found.
    """
    return isinstance(query, Phrase) or query.operator.lower() == "and"
