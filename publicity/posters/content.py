"""What a poster says, whatever it was made from: a clause, or an article."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bs4 import BeautifulSoup
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.frame.models import GovernmentSite
from portal.pages import is_open
from publicity import clause_tree, reading
from publicity.models import (
    Clause,
    KnowledgePage,
    NewsPage,
    PsaPage,
    RegulationVersion,
)
from publicity.workflow import Validity

BLOCKS = ("h2", "h3", "p", "li")


class Kind(StrEnum):
    TEXT = "text"
    HEADING = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: Kind = Kind.TEXT


class Tint(StrEnum):
    """The slip's paper. Its heading says the same in words: it may be printed in black."""

    GREEN = "green"
    PINK = "pink"
    GOLD = "gold"


@dataclass(frozen=True)
class Slip:
    title: str
    lines: list[str]
    tint: Tint


@dataclass(frozen=True, kw_only=True)
class Poster:
    kicker: str  # the column or the regulation, above the title
    title: list[str]  # the title in the lines that its editor gave it
    paragraphs: list[Paragraph]
    address: str  # of the page, whole: the QR code leads there
    source: str
    day: date
    site_name: str
    lead: str = ""
    slips: list[Slip] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "".join(self.title)


def site_of(government: GovernmentSite) -> tuple[str, str]:
    """Return name and root address of the site that a poster leads to."""
    return government.name, str(government.site.root_url)


def get_page_or_404(pk: int) -> Any:
    """Fetch a page that everybody may read and that posters are made of."""
    found = get_object_or_404(public_pages(), pk=pk)
    model = found.specific_class
    return model.for_serving().get(pk=pk)


def public_pages() -> Any:
    pages = Page.objects.type(tuple(READERS)).live()
    return pages.filter(is_open(), first_published_at__isnull=False)


def poster_of_page(page: Any, government: GovernmentSite) -> Poster:
    site_name, root = site_of(government)
    poster: Poster = READERS[type(page)](
        page,
        {
            "kicker": str(page.get_parent().title),
            "address": f"{root}{page.get_url() or '/'}",
            "source": page.source,
            "day": timezone.localtime(page.first_published_at).date(),
            "site_name": site_name,
        },
    )
    return poster


def _article(page: NewsPage | KnowledgePage, common: dict[str, Any]) -> Poster:
    return Poster(
        title=[page.title],
        lead=page.summary,
        paragraphs=list(_paragraphs(page.body)),
        **common,
    )


def _advertisement(page: PsaPage, common: dict[str, Any]) -> Poster:
    return Poster(
        title=page.slogan_lines or [page.title],
        paragraphs=[Paragraph(line) for line in _lines(page.script or page.summary)],
        **common,
    )


READERS: dict[type, Callable[[Any, dict[str, Any]], Poster]] = {
    NewsPage: _article,
    KnowledgePage: _article,
    PsaPage: _advertisement,
}


def _paragraphs(body: Any) -> Iterator[Paragraph]:
    """Read the words of a body. Pictures and films stay on the page that the QR leads to."""
    for block in body:
        value = block.value
        if block.block_type == "text":
            yield from _rich(value.source)
        elif block.block_type == "quote":
            who = f"（{value['who']}）" if value["who"] else ""
            yield Paragraph(f"“{value['text'].strip('“”')}”{who}")
        elif block.block_type == "facts":
            yield Paragraph(value["title"], Kind.HEADING)
            for fact in value["facts"]:
                yield Paragraph(f"{fact['label']}：{fact['value']}")
        elif block.block_type == "table":
            yield Paragraph(value["caption"], Kind.HEADING)
            for row in value["table"].rows:
                yield Paragraph("　".join(str(cell.value) for cell in row))
        elif block.block_type == "clause" and (clause := value["clause"]):
            regulation = clause.version.regulation
            yield Paragraph(f"《{regulation}》{clause.label}", Kind.HEADING)
            yield from map(Paragraph, _lines(clause.text))


def _rich(source: str) -> Iterator[Paragraph]:
    for element in BeautifulSoup(source, "html.parser").find_all(BLOCKS):
        if element.find(BLOCKS):  # its parts come by themselves
            continue
        text = " ".join(element.get_text().split())
        if not text:
            continue
        if element.name in {"h2", "h3"}:
            yield Paragraph(text, Kind.HEADING)
        elif element.name == "li" and element.parent and element.parent.name == "ol":
            place = len(element.find_previous_siblings("li")) + 1
            yield Paragraph(f"{place}. {text}")
        elif element.name == "li":
            yield Paragraph(f"· {text}")
        else:
            yield Paragraph(text)


def _lines(text: str) -> Iterable[str]:
    return filter(None, map(str.strip, text.splitlines()))


def get_article_or_404(slug: str, anchor: str) -> clause_tree.ReadArticle:
    """Fetch an article (条) of a regulation in the wording that readers are shown."""
    regulation = reading.get_regulation_or_404(slug)
    version = reading.version_to_read(regulation)
    for article in read_articles(version):
        if article.clause.anchor == anchor:
            return article
    raise Http404


def read_articles(version: RegulationVersion) -> list[clause_tree.ReadArticle]:
    rows = list(
        version.clauses.select_related(None)
        .order_by("position")
        .prefetch_related("duty_links")
    )
    for row in rows:
        row.version = version
    return list(clause_tree.read_articles(rows).values())


def poster_of_article(
    article: clause_tree.ReadArticle, government: GovernmentSite
) -> Poster:
    clause = article.clause
    version = clause.version
    regulation = version.regulation
    site_name, root = site_of(government)
    slips = [
        Slip(title, lines, tint)
        for title, lines, tint in (
            (_("大白话"), article.plain_notes, Tint.GREEN),
            (_("没做到会怎样"), article.consequences, Tint.PINK),
            (_("做得好有奖励"), article.rewards, Tint.GOLD),
        )
        if lines
    ]
    return Poster(
        kicker=f"《{regulation.title}》",
        title=[f"{clause.label}　{clause.title}".strip()],
        lead=_standing(clause),
        paragraphs=[
            Paragraph(f"{found.label}{found.text}" if in_list else found.text)
            for passage in article.passages
            for in_list, found in _numbered(passage)
            if found.text
        ],
        slips=slips,
        address=f"{root}{_address(clause)}",
        source=regulation.issuer,
        day=version.effective_on,
        site_name=site_name,
    )


def _address(clause: Clause) -> str:
    """Return where the wording on the paper is read; one in force has the plain address."""
    version = clause.version
    is_in_force = version.validity == Validity.IN_FORCE
    dated = None if is_in_force else version.effective_on
    return reading.Addresses(version.regulation.slug, dated).article(clause.anchor)


def _numbered(
    passage: clause_tree.Passage,
) -> Iterator[tuple[bool, clause_tree.Passage]]:
    # A 款 bears no number in the text (RG-01), whatever it is called.
    yield False, passage
    for below in passage.below:
        yield from ((True, found) for found in below.all())


def _standing(clause: Clause) -> str:
    """Say what a reader of the paper must know of its validity (GW-36)."""
    version = clause.version
    said = []
    if version.validity == Validity.FUTURE:
        said.append(
            _("尚未施行，自%(day)s起施行。") % {"day": _in_words(version.effective_on)}
        )
    elif version.validity != Validity.IN_FORCE:
        said.append(_("%(validity)s。") % {"validity": version.validity.label})
    if version.regulation.is_demonstration:
        said.append(_("演示文本，不具有法律效力。"))
    return "".join(said)


def _in_words(day: date) -> str:
    return _("%(year)s年%(month)s月%(day)s日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }
