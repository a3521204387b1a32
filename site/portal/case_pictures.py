"""Closed public cases that others may learn from: asked here, answered by reports.

A question shows the redacted before-photo of a case while it is asked, and the
after-photo when it is explained. Whoever exposes enters itself from
`AppConfig.ready()`; whoever shows cases listens for what becomes of them:

    register_source(Source(case_of=…, closed_cases=…))
    on_change("quizzes.questions", doubt_questions_of)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class CasePicture:
    """A redacted photo that everybody may see at this moment."""

    address: str
    alt: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class Case:
    """What happened, without who it was.

    `title` is neutral; `unsaid` are the names that never stand beside the pictures.
    A case that is open again, or without a before-photo, is not closed.
    """

    number: str
    title: str
    is_closed: bool
    before: CasePicture | None = None
    after: CasePicture | None = None
    unsaid: tuple[str, ...] = ()
    clause: str = ""  # slug/anchor of what it offended


@dataclass(frozen=True)
class Source:
    """`closed_cases` returns the newest that fit the words, at most so many."""

    case_of: Callable[[str], Case | None]
    closed_cases: Callable[[str, int], Sequence[Case]]


Listener = Callable[[str], None]
_source: list[Source] = []
_listeners: dict[str, Listener] = {}


def register_source(source: Source) -> None:
    if _source:
        raise ImproperlyConfigured("Cases come from one source.")
    _source.append(source)


def on_change(key: str, listener: Listener) -> None:
    """Call `listener(number)` in the transaction in which a public case changes."""
    if _listeners.setdefault(key, listener) is not listener:
        raise ImproperlyConfigured(f"{key} listens to cases already.")


def case_of(number: str) -> Case | None:
    """Return what is public of a case now; None where nothing is, or nothing any more."""
    return _source[0].case_of(number) if _source else None


def closed_cases(words: str = "", most: int = 50) -> Sequence[Case]:
    return _source[0].closed_cases(words, most) if _source else ()


def tell_changed(number: str) -> None:
    for key in sorted(_listeners):
        _listeners[key](number)
