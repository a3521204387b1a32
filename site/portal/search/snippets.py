"""Marks what was asked for, in titles and in the passage that speaks of it most."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.chinese import fold
from portal.search.questions import Question

LENGTH = 96
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"[。！？；…\n]")
Span = tuple[int, int]


def plain_text(stream: str) -> str:
    """Return what a StreamField says, from how it is stored.

    Its blocks would ask the database for every picture and clause they point at.
    """
    return "\n".join(_strings(json.loads(stream))) if stream else ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if text := html.unescape(_TAG.sub(" ", value)).strip():
            yield text
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        for name, one in value.items():
            # `alt` says in words what is seen beside the text.
            if name == "value" if is_block else name != "alt":
                yield from _strings(one)


def marked(text: str, question: Question) -> SafeString:
    return _with_marks(text, _spans(text, question))


def snippet(text: str, question: Question) -> SafeString:
    """Cut out the passage with the most of what was asked for, and mark it."""
    text = re.sub(r"\s+", " ", text).strip()
    spans = _spans(text, question)
    start = _best_start(text, spans)
    start += len(text[start:]) - len(text[start:].lstrip())
    end = min(len(text), start + LENGTH)
    inside = [
        (max(first, start) - start, min(last, end) - start)
        for first, last in spans
        if first < end and last > start
    ]
    return format_html(
        "{}{}{}",
        "……" if start else "",
        _with_marks(text[start:end], inside),
        "……" if end < len(text) else "",
    )


def _spans(text: str, question: Question) -> list[Span]:
    folded = fold(text)
    found = [match.span() for match in question.to_mark.finditer(folded)]
    if any(word not in folded for word in question.words):
        found += [match.span(1) for match in question.pairs_to_mark.finditer(folded)]
    merged: list[Span] = []
    for first, last in sorted(found):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _best_start(text: str, spans: list[Span]) -> int:
    """Return where the passage begins: at a sentence, or a little before the first mark."""
    if not spans or len(text) <= LENGTH:
        return 0

    def worth(first: int) -> tuple[int, int]:
        # Different words count more than the same word again and again.
        inside = [
            span for span in spans if first <= span[0] and span[1] <= first + LENGTH
        ]
        said = {text[start:end].lower() for start, end in inside}
        return sum(map(len, said)), len(inside)

    first = max(
        (span[0] for span in spans[:200]), key=lambda place: (*worth(place), -place)
    )
    lead = [match.end() for match in _BREAK.finditer(text, max(0, first - 30), first)]
    start = lead[0] if lead else max(0, first - 12)
    if first <= 30:
        start = 0
    return min(start, max(0, len(text) - LENGTH))


def _with_marks(text: str, spans: list[Span]) -> SafeString:
    parts: list[str] = []
    place = 0
    for first, last in spans:
        parts += [
            conditional_escape(text[place:first]),
            format_html("<mark>{}</mark>", text[first:last]),
        ]
        place = last
    parts.append(conditional_escape(text[place:]))
    return mark_safe("".join(parts))  # noqa: S308 -- each part is escaped
