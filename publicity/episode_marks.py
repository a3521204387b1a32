"""What became of what a programme showed: other rooms mark its places.

    register_marks(marks_of_exposures)

A source is given a programme and asks the database once at most.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from django.core.exceptions import ImproperlyConfigured

from publicity.models import Chapter, EpisodePage


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A word on a place of a programme, or on all of it where `start` is None.

    What was withdrawn is neither named nor offered to be played.
    """

    label: str
    css: str
    text: str
    address: str
    start: int | None = None
    is_withdrawn: bool = False


Source: TypeAlias = Callable[[EpisodePage], list[Mark]]
_sources: list[Source] = []


def register_marks(source: Source) -> None:
    if source in _sources:
        raise ImproperlyConfigured(f"{source} marks programmes already.")
    _sources.append(source)


def marks_on(page: EpisodePage) -> list[Mark]:
    return [mark for source in _sources for mark in source(page)]


@dataclass(frozen=True)
class MarkedChapter:
    """A place of a programme; with `withdrawn` it is neither named nor played."""

    chapter: Chapter
    marks: list[Mark]
    withdrawn: Mark | None


def marked_chapters(page: EpisodePage, marks: list[Mark]) -> list[MarkedChapter]:
    """Give each chapter the marks that begin in it.

    Only what begins with a chapter withdraws it: the rest of it is about other things.
    """
    chapters = list(page.chapters.all())
    return [
        _marked(chapter, following.start if following else None, marks)
        for chapter, following in zip_longest(chapters, chapters[1:])
    ]


def _marked(chapter: Chapter, end: int | None, marks: list[Mark]) -> MarkedChapter:
    inside = [
        mark
        for mark in marks
        if mark.start is not None
        and chapter.start <= mark.start
        and (end is None or mark.start < end)
    ]
    withdrawn = (
        mark for mark in inside if mark.is_withdrawn and mark.start == chapter.start
    )
    return MarkedChapter(
        chapter,
        [mark for mark in inside if not mark.is_withdrawn],
        next(withdrawn, None),
    )


def skipped(chapters: list[MarkedChapter]) -> str:
    """Return the stretches that a player leaves out, as `start-end` in seconds."""
    return " ".join(
        f"{each.chapter.start}-{following.chapter.start if following else ''}"
        for each, following in zip_longest(chapters, chapters[1:])
        if each.withdrawn
    )
