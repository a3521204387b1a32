"""A regulation's rows as they are read: articles with their 款, 项 and 目, and a contents list."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from portal.media.models import Recording
from publicity.models import Clause, Erratum
from publicity.numerals import label_of
from publicity.wording.references import Reference
from publicity.workflow import ClauseKind

HEADINGS = {ClauseKind.PART, ClauseKind.CHAPTER, ClauseKind.SECTION}
ITEM_LABEL = re.compile(r"^（[一二三四五六七八九十百]+）\s*")


@dataclass(frozen=True)
class Passage:
    """One 款, 项 or 目, with the address it has on the page (RG-03)."""

    anchor: str
    text: str
    row: Clause  # whose text holds it, from `offset` on
    offset: int = 0
    label: str = ""
    below: list["Passage"] = field(default_factory=list)

    @property
    def references(self) -> list[Reference]:
        """Return the places that it speaks of, as kept with its row."""
        end = self.offset + len(self.text)
        return [
            Reference(start - self.offset, stop - self.offset, anchor, regulation)
            for start, stop, anchor, regulation in self.row.references
            if self.offset <= start and stop <= end
        ]

    def all(self) -> Iterator["Passage"]:
        yield self
        for passage in self.below:
            yield from passage.all()


@dataclass(frozen=True)
class ReadArticle:
    """An article (条) with what stands in it."""

    clause: Clause
    rows: list[Clause]  # the article's own row and those below it
    passages: list[Passage]

    def has_anchor(self, anchor: str) -> bool:
        return any(passage.anchor == anchor for passage in self.all_passages())

    def all_passages(self) -> Iterator[Passage]:
        for passage in self.passages:
            yield from passage.all()

    @property
    def wording(self) -> list[str]:
        return [passage.text for passage in self.all_passages()]

    @property
    def whole(self) -> str:
        """Return the wording as it is printed, a line for each passage."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return [
            passage.text
            if passage.row.kind == ClauseKind.PARAGRAPH
            else f"{passage.label}{passage.text}"
            for passage in self.all_passages()
        ]

    # What is said of a paragraph or an item is said on the article's page.

    @property
    def examples(self) -> list[str]:
        return [row.example for row in self.rows if row.example]

    @property
    def errata(self) -> list[Erratum]:
        """Return what was put right in it, where `reading.hang_errata` has looked."""
        return [found for row in self.rows for found in getattr(row, "errata", [])]

    @property
    def recordings(self) -> list[Recording]:
        """Return what there is to hear and see of it."""
        return [found for row in self.rows for found in (row.audio, row.film) if found]

    @property
    def has_audio(self) -> bool:
        return any(row.audio_id for row in self.rows)

    @property
    def plain_notes(self) -> list[str]:
        return [row.plain_note for row in self.rows if row.plain_note]

    @property
    def penalties(self) -> list[str]:
        return [line for row in self.rows for line in row.penalty.splitlines() if line]

    @property
    def consequences(self) -> list[str]:
        """Return the penalties as an editor put them, else as its pairs have them."""
        sums = (link.sum for row in self.rows for link in row.duty_links.all())
        return self.penalties or list(dict.fromkeys(sums))

    @property
    def rewards(self) -> list[str]:
        return [line for row in self.rows for line in row.reward.splitlines() if line]


@dataclass(frozen=True)
class Group:
    """A heading with the articles below it; `heading` is None before the first one."""

    heading: Clause | None
    articles: list[Clause] = field(default_factory=list)

    def holds(self, article: Clause) -> bool:
        return article in self.articles


def contents(outline: Iterable[Clause]) -> list[Group]:
    """Arrange headings and articles, in the order of the text, as a list of contents."""
    groups: list[Group] = []
    for clause in outline:
        if clause.kind in HEADINGS:
            groups.append(Group(clause))
        elif clause.kind == ClauseKind.ARTICLE:
            if not groups:
                groups.append(Group(None))
            groups[-1].articles.append(clause)
    return groups


def read_articles(rows: Iterable[Clause]) -> dict[int, ReadArticle]:
    """Put rows, in the order of the text, together to articles, by the article's key."""
    gathered: dict[int, list[Clause]] = {}
    article: Clause | None = None
    for row in rows:
        if row.kind in HEADINGS:
            article = None
        elif row.kind == ClauseKind.ARTICLE:
            article = row
            gathered[row.pk] = [row]
        elif article:
            gathered[article.pk].append(row)
    return {
        key: ReadArticle(found[0], found, _passages(found[0], found[1:]))
        for key, found in gathered.items()
    }


def changed(older: Iterable[ReadArticle], newer: Iterable[ReadArticle]) -> set[str]:
    """Return the anchors of the articles of `older` that read otherwise in `newer`."""
    today = {article.clause.anchor: article.wording for article in newer}
    return {
        article.clause.anchor
        for article in older
        if today.get(article.clause.anchor) != article.wording
    }


def _passages(article: Clause, rows: Sequence[Clause]) -> list[Passage]:
    if not rows:
        return _passages_of_text(article)
    children: dict[int | None, list[Clause]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)

    def below(parent: Clause) -> list[Passage]:
        return [
            Passage(
                anchor=row.anchor,
                text=row.text,
                row=row,
                label=row.label
                if row.kind != ClauseKind.PARAGRAPH
                else label_of(ClauseKind.PARAGRAPH, row.number),
                below=below(row),
            )
            for row in children[parent.pk]
        ]

    if any(row.kind == ClauseKind.PARAGRAPH for row in children[article.pk]):
        return below(article)
    # Items right below an article: its own text is the stem before them.
    return [
        Passage(f"{article.anchor}-p1", article.text, article, below=below(article))
    ]


def _passages_of_text(article: Clause) -> list[Passage]:
    """Read the lines of an article that is one row: a line is a 款, （一） begins a 项."""
    passages: list[Passage] = []
    start = 0
    for whole_line in article.text.splitlines(keepends=True):
        line = whole_line.strip()
        offset = start + len(whole_line) - len(whole_line.lstrip())
        start += len(whole_line)
        if not line:
            continue
        label = ITEM_LABEL.match(line)
        if label and passages:
            above = passages[-1]
            above.below.append(
                Passage(
                    anchor=f"{above.anchor}-i{len(above.below) + 1}",
                    text=line[label.end() :],
                    row=article,
                    offset=offset + label.end(),
                    label=label.group().strip(),
                )
            )
        else:
            anchor = f"{article.anchor}-p{len(passages) + 1}"
            passages.append(Passage(anchor, line, article, offset))
    return passages
