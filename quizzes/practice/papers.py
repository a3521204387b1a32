"""A paper that somebody practises on. It is kept nowhere but in their own page (QZ-07).

The page carries it on, signed: which wordings, in which order, and what was answered so
far. It is signed, not secret, so nothing of a key may be put into it; ids of options
are random and say nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.core import signing

from portal.tokens import new_token
from quizzes.bank.asking import Asked, ask, tell
from quizzes.bank.marking import Answer
from quizzes.bank.models import QuestionVersion
from quizzes.bank.portions import Order, new_order

SALT = "quizzes practice paper"
MOST = 30
OLDEST = 7 * 24 * 3600  # seconds: who comes back after a week starts anew


class BadPaper(Exception):
    """Raised when what came is no paper of ours, or an old one."""


@dataclass(frozen=True)
class Item:
    version_id: int
    order: Order


@dataclass(frozen=True)
class Paper:
    """`source` is the path of the page that it was drawn on; `answers` may hold None."""

    source: str
    title: str
    items: tuple[Item, ...]
    answers: tuple[Answer | None, ...] = ()
    # Tells two papers with the same questions apart: a double post is counted once.
    mark: str = field(default_factory=lambda: new_token()[:8])

    @property
    def position(self) -> int:
        """Return the number of the question that is asked next."""
        return len(self.answers) + 1

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def is_over(self) -> bool:
        return len(self.answers) >= self.total

    def answered(self, answer: Answer | None) -> "Paper":
        return replace(self, answers=(*self.answers, answer))

    @property
    def step(self) -> str:
        """Name this paper at this question, whatever is answered now."""
        rows = [self.mark, len(self.answers), *(item.version_id for item in self.items)]
        return sha256(repr(rows).encode()).hexdigest()[:32]


def new_paper(
    versions: Iterable[QuestionVersion], *, source: str, title: str
) -> Paper | None:
    """Return a paper with `versions`, their options in an order of its own."""
    items = tuple(
        Item(version.pk, new_order(version.parts)) for version in list(versions)[:MOST]
    )
    return Paper(source, title, items) if items else None


def seal(paper: Paper) -> str:
    return signing.dumps(
        [
            paper.source,
            paper.title,
            [[item.version_id, item.order] for item in paper.items],
            list(paper.answers),
            paper.mark,
        ],
        salt=SALT,
        compress=True,
    )


def unseal(token: str) -> Paper:
    """Return the paper in `token`; what was cut, changed or is old raises `BadPaper`."""
    try:
        source, title, items, answers, mark = _loaded(token)
    except (signing.BadSignature, ValueError) as problem:
        raise BadPaper from problem
    return Paper(
        source,
        title,
        tuple(Item(key, order) for key, order in items),
        tuple(answers),
        mark,
    )


def _loaded(token: str) -> list[Any]:
    loaded: list[Any] = signing.loads(token, salt=SALT, max_age=OLDEST)
    return loaded


def ask_next(paper: Paper, versions: dict[int, QuestionVersion]) -> Asked:
    """Return the question that is to be answered now."""
    item = paper.items[len(paper.answers)]
    return ask(
        versions[item.version_id],
        item.order,
        position=paper.position,
        total=paper.total,
    )


def told(paper: Paper, versions: dict[int, QuestionVersion]) -> list[Asked]:
    """Return all that was answered with what was right."""
    return [
        told_at(paper, place, versions[item.version_id])
        for place, item in enumerate(paper.items[: len(paper.answers)])
    ]


def told_at(paper: Paper, place: int, version: QuestionVersion) -> Asked:
    asked = ask(
        version,
        paper.items[place].order,
        position=place + 1,
        total=paper.total,
        given=paper.answers[place],
    )
    return tell(asked, version)


def marks(told: Sequence[Asked]) -> list[bool]:
    return [bool(asked.verdict and asked.verdict.is_right) for asked in told]
