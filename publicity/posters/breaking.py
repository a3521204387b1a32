"""Chinese lines: no line begins with a comma, none ends with an opening bracket."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Measure = Callable[[str], float]  # the width of a text, in ems

NOT_FIRST = "、，。；：？！…—）》〉」』】〕”’·％%‰℃°～,.;:?!)]}"
NOT_LAST = "（《〈「『【〔“‘￥$([{"
# Letters and numbers stay whole; a sign stays with what it must not be parted from.
CLUSTER = re.compile(
    rf"[{re.escape(NOT_LAST)}]*"
    rf"(?:[A-Za-z0-9][A-Za-z0-9./:@_+-]*[A-Za-z0-9]|.)"
    rf"[{re.escape(NOT_FIRST)}]*",
    re.DOTALL,
)
SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?[”』」）]*")


@dataclass(frozen=True)
class Line:
    text: str
    width: float  # in ems
    room: float  # what it may fill
    indent: float
    is_last: bool  # of its paragraph: it is not stretched


def break_lines(
    text: str, room: float, measure: Measure, *, indent: float = 0
) -> list[Line]:
    """Break one paragraph into lines no wider than `room` ems."""
    lines: list[Line] = []
    current, width, left = "", 0.0, indent

    def end_line(*, is_last: bool) -> None:
        nonlocal current, width, left
        kept = current.rstrip(" ")
        lines.append(Line(kept, measure(kept), room - left, left, is_last))
        current, width, left = "", 0.0, 0.0

    for cluster in _clusters(" ".join(text.split()), room, measure):
        needed = measure(cluster)
        if current and width + needed > room - left + 1e-6:
            end_line(is_last=False)
        if current or cluster != " ":
            current += cluster
            width += needed
    if current:
        end_line(is_last=True)
    return lines


def _clusters(text: str, room: float, measure: Measure) -> Iterator[str]:
    for found in CLUSTER.finditer(text):
        cluster = found.group()
        # An address longer than a line is broken anywhere: better than cut off.
        if len(cluster) > 1 and measure(cluster) > room:
            yield from cluster
        else:
            yield cluster


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE.findall(text) if part]
