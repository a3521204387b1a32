"""Search inside one regulation: its rows are at hand, so nothing else is asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.chinese import fold
from portal.search.questions import Question, clean, ways_to_ask
from portal.search.snippets import marked, snippet
from publicity.clause_tree import ReadArticle


@dataclass(frozen=True)
class Hit:
    read: ReadArticle
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Answer:
    asked: str
    hits: list[Hit]
    is_relaxed: bool = False


def search_within(query: str, articles: Iterable[ReadArticle]) -> Answer:
    """Return the articles that hold what was asked, the best first."""
    asked = clean(query)
    texts = [(read, _name(read), _text(read)) for read in articles]
    for question in ways_to_ask(asked) if asked else ():
        found = [
            (read, name, text)
            for read, name, text in texts
            if _holds(question, f"{name}\n{text}")
        ]
        if found:
            found.sort(
                key=lambda hit: (
                    -round(question.relevance([fold(hit[1])], "", fold(hit[2])), 6)
                )
            )
            return Answer(
                asked,
                [
                    Hit(read, marked(name, question), snippet(text, question))
                    for read, name, text in found
                ],
                question.is_relaxed,
            )
    return Answer(asked, [])


def _name(read: ReadArticle) -> str:
    return f"{read.clause.label} {read.clause.title}".strip()


def _text(read: ReadArticle) -> str:
    return "\n".join(
        [read.whole, *read.plain_notes, *read.penalties, *read.rewards, *read.examples]
    )


def _holds(question: Question, text: str) -> bool:
    folded = fold(text)
    held = sum(pair in folded for pair, _is_start in question.pairs)
    return held >= question.least
