"""What one text says otherwise than another, sign by sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST_COMPARED = 4000


@dataclass(frozen=True)
class Piece:
    text: str
    is_gone: bool = False
    is_new: bool = False


def pieces(old: str, new: str) -> Iterator[Piece]:
    if len(old) + len(new) > LONGEST_COMPARED:
        yield Piece(old, is_gone=True)
        yield Piece(new, is_new=True)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            yield Piece(old[a:b])
            continue
        if b > a:
            yield Piece(old[a:b], is_gone=True)
        if d > c:
            yield Piece(new[c:d], is_new=True)
