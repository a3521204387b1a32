"""Keeps with every row where its text speaks of other places (RG-03).

Worked out when a wording is kept, published or corrected, so that a page need not.
"""

import re
from collections.abc import Iterable, Sequence

from django.db.models import Q

from publicity import clause_tree, reading
from publicity.models import Clause, Regulation, RegulationVersion
from publicity.wording.places import Fault, Place
from publicity.wording.references import (
    Anchors,
    DeadReference,
    Library,
    find_references,
)

_NAMES = re.compile(r"《([^《》]{2,80})》")


def library_for(texts: Iterable[str], regulation: Regulation) -> Library:
    """Fetch the places of the other regulations that the texts name, as read now."""
    names = {name for text in texts for name in _NAMES.findall(text)}
    if not names:
        return {}
    named = (
        reading.with_public_versions()
        .public()
        .filter(Q(title__in=names) | Q(short_title__in=names))
        .exclude(pk=regulation.pk)
    )
    found: dict[str, tuple[str, Anchors]] = {}
    for other in named:
        version = reading.version_to_read(other)  # to which a link leads
        places = anchors_of_rows(
            list(version.clauses.select_related(None).order_by("position"))
        )
        for name in filter(None, (other.title, other.short_title)):
            found[name] = (other.slug, places)
    return found


def anchors_of_rows(rows: Sequence[Clause]) -> Anchors:
    """Return every place that a page of these rows has, in the order of the text."""
    known: dict[str, None] = {}
    articles = clause_tree.read_articles(rows)
    for row in rows:
        known[row.anchor] = None
        if row.pk in articles:
            passages = articles[row.pk].all_passages()
            known.update({passage.anchor: None for passage in passages})
    return Anchors(list(known))


def dead_references(places: Sequence[Place], library: Library) -> list[Fault]:
    """Report what a text refers to that is not there."""
    anchors = Anchors([place.anchor for place in places])
    return [
        Fault(dead.kind, place.line, dead.says)
        for place in places
        for dead in find_references(
            place.text, at=place.anchor, places=anchors, library=library
        )[1]
    ]


def refresh_those_that_name(regulation: Regulation) -> None:
    """Look again at the public wordings that name a regulation: they may have come first."""
    naming = Q()
    for name in filter(None, (regulation.title, regulation.short_title)):
        naming |= Q(clauses__text__contains=f"《{name}》")
    versions = RegulationVersion.objects.public().filter(naming)
    for version in versions.exclude(regulation=regulation).distinct():
        refresh_references(version)


def refresh_references(version: RegulationVersion) -> list[DeadReference]:
    """Write down the references of all rows, and the whole text of each article."""
    rows = list(version.clauses.select_related(None).order_by("position"))
    articles = clause_tree.read_articles(rows)
    anchors = anchors_of_rows(rows)
    library = library_for([row.text for row in rows], version.regulation)
    found: dict[int, list[tuple[int, int, str, str]]] = {row.pk: [] for row in rows}
    dead: list[DeadReference] = []
    for read in articles.values():
        for passage in read.all_passages():
            references, its_dead = find_references(
                passage.text, at=passage.anchor, places=anchors, library=library
            )
            dead += its_dead
            found[passage.row.pk] += [
                (
                    passage.offset + reference.start,
                    passage.offset + reference.end,
                    reference.anchor,
                    reference.regulation,
                )
                for reference in references
            ]
    texts = {
        key: read.whole
        for key, read in articles.items()
        if read.passages and read.passages[0].row.pk != key and read.clause.text
    }
    relinked, reworded = [], []
    for row in rows:
        references_now = [list(each) for each in found[row.pk]]
        text = texts.get(row.pk, row.text)
        if row.references != references_now:
            row.references = references_now
            relinked.append(row)
        if row.text != text:
            row.text = text
            reworded.append(row)
    # Apart: whoever looks at a wording again must not undo what is corrected meanwhile.
    Clause.objects.bulk_update(relinked, ["references"], batch_size=200)
    Clause.objects.bulk_update(reworded, ["text"], batch_size=200)
    return dead
