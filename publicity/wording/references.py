"""Finds where a text speaks of another place of it: 第十条第一款第二项, 前款, 本条 (RG-03).

What follows without a sign in between narrows the place (第十条第一款); after 、 和 或 a
further place begins on the same level (第一项、第二项); 至 makes a range, whose two ends
are linked. A name in 《》 before it leads to another regulation, if that one is ours.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from publicity.wording.places import (
    NUMBER,
    FaultKind,
    anchor_below,
    article_anchor,
    read_number,
)
from publicity.workflow import ClauseKind

_TOKEN = re.compile(
    r"《(?P<name>[^《》]{2,80})》"
    r"|(?P<own>本(?:条例|办法|规定|细则|法|规则|决定))(?=第)"
    rf"|第(?P<article>{NUMBER})条(?:之(?P<inserted>{NUMBER}))?(?![款例件])"
    rf"|第(?P<paragraph>{NUMBER})款(?!式)"
    rf"|第(?:[（(](?P<bracketed>{NUMBER})[)）]|(?P<item>{NUMBER}))项(?!目)"
    rf"|第(?P<subitem>{NUMBER})目(?![标录])"
    rf"|第(?P<chapter>{NUMBER})章(?![程])"
    r"|(?P<this>本[条款项])(?!例)"
    rf"|前(?P<back>[一二两三四五六七八九十]?)(?P<backwards>[条款项])(?![目例])"
)
_LIST = {"、", "和", "或", "或者", "及", "以及", "与", "，"}
_RANGE = {"至", "到", "—", "－", "-"}
_PLACES = re.compile(
    r"(?P<article>art-[0-9]+(?:z[0-9]+)?)(?:-p(?P<paragraph>[0-9]+))?"
    r"(?:-i(?P<item>[0-9]+))?(?:-s(?P<subitem>[0-9]+))?"
)


@dataclass(frozen=True)
class Reference:
    """From `start` to `end` the text speaks of `anchor`, of our `regulation` or its own."""

    start: int
    end: int
    anchor: str
    regulation: str = ""  # the slug of another regulation


@dataclass(frozen=True)
class DeadReference:
    kind: FaultKind
    start: int
    says: str


@dataclass
class Anchors:
    """The places of one regulation, in order, that a reference can lead to."""

    known: Sequence[str]
    _set: set[str] = field(init=False)
    _articles: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._set = set(self.known)
        self._articles = [
            anchor
            for anchor in self.known
            if (match := _PLACES.fullmatch(anchor)) and match["article"] == anchor
        ]

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._set

    def article_before(self, anchor: str, steps: int) -> str | None:
        """Return the article `steps` before the one that `anchor` stands in."""
        article = anchor_parts(anchor)[0]
        if article not in self._articles:
            return None
        place = self._articles.index(article) - steps
        return self._articles[place] if place >= 0 else None

    def with_items(self, article: str) -> list[str]:
        """Return the 款 of an article that have a first 项."""
        if f"{article}-i1" in self._set:
            return [article]
        paragraphs = (f"{article}-p{number}" for number in range(1, 100))
        return [
            paragraph
            for paragraph in paragraphs
            if paragraph in self._set and f"{paragraph}-i1" in self._set
        ]

    def count_between(self, first: str, last: str) -> int:
        """Tell how many places lie from one to the other; below one, they are reversed."""
        if first not in self._set or last not in self._set:
            return 1
        return self.known.index(last) - self.known.index(first) + 1


Library = Mapping[str, tuple[str, Anchors]]  # by title: the slug, and its places


def anchor_parts(anchor: str) -> tuple[str, int, int]:
    """Return the article, the number of the 款 and of the 项 that `anchor` means."""
    match = _PLACES.fullmatch(anchor)
    if match is None:
        return "", 0, 0
    return match["article"], int(match["paragraph"] or 0), int(match["item"] or 0)


def find_references(
    text: str, *, at: str, places: Anchors, library: Library
) -> tuple[list[Reference], list[DeadReference]]:
    """Return what the text at the place `at` refers to, and what of it leads nowhere."""
    finder = _Finder(text, at, places, library)
    finder.run()
    return finder.references, finder.dead


class _Finder:
    def __init__(self, text: str, at: str, places: Anchors, library: Library) -> None:
        self.text, self.at, self.own, self.library = text, at, places, library
        self.references: list[Reference] = []
        self.dead: list[DeadReference] = []

    def run(self) -> None:
        chain = _Chain(self)
        last_end = -1
        for match in _TOKEN.finditer(self.text):
            between = self.text[last_end : match.start()] if last_end >= 0 else None
            if between is None or (
                between and between not in _LIST and between not in _RANGE
            ):
                chain.finish()
                chain = _Chain(self)
            elif between and chain.is_named_only:
                chain = _Chain(self)
            elif between:
                chain.step(is_range=between in _RANGE)
            chain.take(match)
            last_end = match.end()
        chain.finish()


class _Chain:
    """One run of places that share what stands before them."""

    def __init__(self, finder: _Finder) -> None:
        self.finder = finder
        self.places: Anchors | None = finder.own
        self.regulation = ""
        self.start = -1
        self.end = -1
        # The place so far; None where the text has not said.
        self.article: str | None = None
        self.paragraph: int | None = None
        self.item: int | None = None
        self.subitem: int | None = None
        self.chapter: int | None = None
        self.has_article_by_name = False
        self.fault: DeadReference | None = None
        self.range_from: str | None = None
        self.is_range = False
        self.is_named_only = False

    def take(self, match: re.Match[str]) -> None:
        self.is_named_only = False
        if self.start < 0:
            self.start = match.start()
        self.end = match.end()
        if name := match["name"]:
            self._take_name(name)
        elif match["own"]:
            self.places, self.regulation = self.finder.own, ""
        elif match["this"] or match["backwards"]:
            self._take_relative(match)
        else:
            self._take_numbers(match)

    def _take_name(self, name: str) -> None:
        slug, places = self.finder.library.get(name, ("", None))
        self.regulation, self.places = slug, places
        self.is_named_only = True
        self.start = -1  # the name itself is no place

    def _take_numbers(self, match: re.Match[str]) -> None:
        try:
            numbers = {
                name: read_number(written)
                for name, written in match.groupdict().items()
                if written and name not in {"back", "backwards", "this", "own", "name"}
            }
        except ValueError:
            self._fail(FaultKind.DEAD_REFERENCE, match)
            return
        if "article" in numbers:
            self.article = article_anchor(
                numbers["article"], numbers.get("inserted", 0)
            )
            self.paragraph = self.item = self.subitem = self.chapter = None
        elif "paragraph" in numbers:
            self.paragraph = numbers["paragraph"]
            self.item = self.subitem = None
        elif "item" in numbers or "bracketed" in numbers:
            self.item = numbers.get("item") or numbers.get("bracketed")
            self.subitem = None
        elif "subitem" in numbers:
            self.subitem = numbers["subitem"]
        elif "chapter" in numbers:
            self.chapter = numbers["chapter"]
            self.article = self.paragraph = self.item = self.subitem = None

    def _take_relative(self, match: re.Match[str]) -> None:
        article, paragraph, item = anchor_parts(self.finder.at)
        level = (match["this"] or match["backwards"])[-1]
        self.places, self.regulation = self.finder.own, ""
        self.paragraph = self.item = self.subitem = self.chapter = None
        if match["this"]:
            self.article = article
            if level in "款项":
                self.paragraph = paragraph or 1
            if level == "项":
                self.item = item
            return
        back = read_number((match["back"] or "一").replace("两", "二"))
        if level == "条":
            self.article = self.finder.own.article_before(self.finder.at, back)
            if self.article is None:
                self._fail(FaultKind.DEAD_REFERENCE, match)
            return
        self.article = article
        if level == "款":
            self.paragraph = (paragraph or 1) - back
        else:
            self.paragraph, self.item = paragraph or 1, item - back
        if (self.item if level == "项" else self.paragraph) < 1:  # type: ignore[operator]
            self._fail(FaultKind.DEAD_REFERENCE, match)

    def _fail(self, kind: FaultKind, match: re.Match[str]) -> None:
        self.fault = DeadReference(
            kind,
            match.start(),
            _("“%(place)s”指的地方不存在。") % {"place": match[0]},
        )

    def step(self, *, is_range: bool) -> None:
        """Close one place of a list or range; the next inherits what it does not say."""
        anchor = self._close()
        self.start = -1
        self.is_range = is_range
        self.range_from = anchor if is_range else None

    def finish(self) -> None:
        self._close()

    def _close(self) -> str | None:
        if self.start < 0 or self.places is None:
            return None
        spoken = self.finder.text[self.start : self.end]
        if self.fault:
            self.finder.dead.append(self.fault)
            self.fault = None
            return None
        anchor = self._anchor(spoken)
        if anchor is None:
            return None
        if self.is_range and self.range_from and not self._is_whole(anchor):
            self._report(FaultKind.DEAD_REFERENCE, spoken)
        self.is_range = False
        self.finder.references.append(
            Reference(self.start, self.end, anchor, self.regulation)
        )
        return anchor

    def _is_whole(self, anchor: str) -> bool:
        assert self.places is not None  # noqa: S101 -- `_close` asked
        return self.places.count_between(self.range_from or "", anchor) > 1

    def _anchor(self, spoken: str) -> str | None:
        """Return the place meant; None where nothing is meant, or it is not there."""
        places = self.places
        if places is None:
            return None
        if self.chapter is not None:
            anchor = anchor_below("", ClauseKind.CHAPTER, self.chapter)
        elif self.article is None and self.paragraph is None and self.item is None:
            return None
        else:
            found = self._anchor_in_article(places, spoken)
            if found is None:
                return None
            anchor = found
        if anchor in places:
            return anchor
        if self.chapter is not None and any(
            known.startswith("part-") for known in places.known
        ):
            return None  # which 编 is meant the text does not say
        self._report(FaultKind.DEAD_REFERENCE, spoken)
        return None

    def _anchor_in_article(self, places: Anchors, spoken: str) -> str | None:
        own_article, own_paragraph, _item = anchor_parts(self.finder.at)
        article = self.article
        if article is None:
            if self.regulation or not own_article:
                return None
            article = own_article
        anchor = article
        if self.paragraph:
            anchor = anchor_below(anchor, ClauseKind.PARAGRAPH, self.paragraph)
        if not self.item:
            return anchor
        if not self.paragraph:
            within = places.with_items(article)
            own = f"{own_article}-p{own_paragraph}"
            if self.article is None and own in within:
                within = [own]
            if len(within) > 1:
                self._report(FaultKind.UNCLEAR_REFERENCE, spoken)
                return None
            if within:
                anchor = within[0]
        anchor = anchor_below(anchor, ClauseKind.ITEM, self.item)
        if self.subitem:
            anchor = anchor_below(anchor, ClauseKind.SUBITEM, self.subitem)
        return anchor

    def _report(self, kind: FaultKind, spoken: str) -> None:
        says = (
            _("“%(place)s”没有写明是第几款的项。")
            if kind == FaultKind.UNCLEAR_REFERENCE
            else _("“%(place)s”指的地方不存在。")
        )
        self.finder.dead.append(
            DeadReference(kind, self.start, says % {"place": spoken})
        )


def anchors_of(passages: Iterable[str]) -> Anchors:
    return Anchors(list(passages))
