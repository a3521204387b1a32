"""A finished paper as the checks see it: times, answers and where it came from.

Nothing here asks the database; `services.reading` fills it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.bank.marking import folded

Device = tuple[str, str]


@dataclass(frozen=True)
class Given:
    """One answer that was given. `signs` is what had to be read: stem and options."""

    version: int
    signs: int
    answer: str
    is_right: bool
    answered_at: datetime
    n_saves: int = 1


@dataclass(frozen=True)
class Paper:
    attempt: int
    participant: int
    started_at: datetime
    finished_at: datetime
    closes_at: datetime
    seconds: float
    n_questions: int
    share: float  # of the points
    given: Sequence[Given] = ()
    network: str = ""
    agent: str = ""
    unit_entry: int | None = None
    day: str = ""

    @property
    def device(self) -> Device | None:
        """Return what two papers of one device share; None where it was not told."""
        return (self.network, self.agent) if self.network and self.agent else None

    @property
    def signs(self) -> int:
        return sum(each.signs for each in self.given)

    @property
    def wrong(self) -> dict[int, str]:
        """Return the wrong answers by question; what was left empty is none."""
        return {each.version: each.answer for each in self.given if not each.is_right}

    def overlaps(self, other: "Paper") -> bool:
        return (
            self.started_at < other.finished_at and other.started_at < self.finished_at
        )


def canonical(answer: dict[str, Any], *, is_ordered: bool = False) -> str:
    """Return one string for all ways to give the same answer."""
    if "text" in answer:
        return folded(str(answer["text"]))
    if "pairs" in answer:
        return json.dumps(sorted(answer["pairs"].items()))
    chosen = answer.get("chosen", [])
    return json.dumps(chosen if is_ordered else sorted(chosen))
