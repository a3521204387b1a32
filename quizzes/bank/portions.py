"""What of a question may leave the server before it is answered (Q1).

Nothing here knows what is right: a `Portion` has the words and their ids alone, in
the order that was drawn for one reader.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.bank.content import Content
from quizzes.bank.workflow import NEVER_SHUFFLED, Kind

# Ids as shown: one list, or for a matching the left ones and the right ones.
Order = list[list[str]]
_random = secrets.SystemRandom()


@dataclass(frozen=True)
class Choice:
    id: str
    text: str
    letter: str


@dataclass(frozen=True)
class Portion:
    """The options to show: `choices`, or `lefts` that each take one of `choices`."""

    kind: Kind
    choices: list[Choice]
    lefts: list[Choice]


def new_order(content: Content, *, is_shuffled: bool = True) -> Order:
    """Draw in which order the options are shown. An ordering is always shuffled."""
    if content.kind == Kind.FILL:
        return []
    if content.kind == Kind.MATCHING:
        lefts = [pair.left_id for pair in content.pairs]
        rights = list(dict.fromkeys(_rights(content)))
        # The right side as it was written would be the key.
        return [lefts, _random.sample(rights, len(rights))]
    ids = [option.id for option in content.options]
    if content.kind == Kind.ORDERING or (
        is_shuffled and content.kind not in NEVER_SHUFFLED
    ):
        ids = _random.sample(ids, len(ids))
    return [ids]


def portion_of(content: Content, order: Order) -> Portion:
    """Return what to show of `content` in `order`."""
    if content.kind == Kind.FILL:
        return Portion(content.kind, [], [])
    if content.kind == Kind.MATCHING:
        left, right = order
        lefts = {pair.left_id: pair.left for pair in content.pairs}
        return Portion(
            content.kind, _lettered(right, _rights(content)), _numbered(left, lefts)
        )
    texts = {option.id: option.text for option in content.options}
    return Portion(content.kind, _lettered(order[0], texts), [])


def _rights(content: Content) -> dict[str, str]:
    """Return the right side by id; what two pairs share stands there once."""
    texts: dict[str, str] = {}
    for pair in content.pairs:
        if pair.right not in texts.values():
            texts[pair.right_id] = pair.right
    return texts | {each.id: each.text for each in content.distractors}


def _lettered(ids: Sequence[str], texts: dict[str, str]) -> list[Choice]:
    return [Choice(each, texts[each], chr(65 + n)) for n, each in enumerate(ids)]


def _numbered(ids: Sequence[str], texts: dict[str, str]) -> list[Choice]:
    return [Choice(each, texts[each], str(n)) for n, each in enumerate(ids, start=1)]
