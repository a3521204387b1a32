"""A regulation taken apart, and written out again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publicity.wording.places import HEADINGS, Fault, Place
from publicity.wording.tidying import Line
from publicity.workflow import ClauseKind


@dataclass
class Text:
    """A text taken apart. `kept` are lines that are no place: title, note, contents, strays."""

    title: str = ""
    title_note: str = ""
    places: list[Place] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    length: int = 0  # lines of the pasted text that say something

    @property
    def articles(self) -> list[Place]:
        return [place for place in self.places if place.kind == ClauseKind.ARTICLE]


def render(text: Text) -> str:
    """Write the places and the kept lines out again, in the order of the lines."""
    written: dict[int, str] = {line.number: line.text for line in text.kept}
    for place in text.places:
        if place.is_inline:
            written[place.line] += place.text
        else:
            written[place.line] = written_place(place)
    return "\n".join(written[number].rstrip("　") for number in sorted(written))


def written_place(place: Place) -> str:
    if place.kind == ClauseKind.ARTICLE:
        return f"{place.written}　" + (f"【{place.title}】" if place.title else "")
    if place.kind in HEADINGS:
        return f"{place.written}　{place.title}" if place.title else place.written
    return f"{place.written}{place.text}"


def by_article(places: Sequence[Place]) -> Iterator[tuple[Place, list[Place]]]:
    """Yield each article with the places that stand in it."""
    article: Place | None = None
    below: list[Place] = []
    for place in places:
        if place.kind in (*HEADINGS, ClauseKind.ARTICLE):
            if article:
                yield article, below
            article, below = (
                (place, []) if place.kind == ClauseKind.ARTICLE else (None, [])
            )
        else:
            below.append(place)
    if article:
        yield article, below


def wording_of(places: Sequence[Place]) -> str:
    """Write what stands in an article, a line for each passage."""
    return "\n".join(
        place.text
        if place.kind == ClauseKind.PARAGRAPH
        else f"{place.label}{place.text}"
        for place in places
    )


def wordings(text: Text) -> dict[str, str]:
    return {
        article.anchor: wording_of(below) for article, below in by_article(text.places)
    }
