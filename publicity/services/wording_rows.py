"""Turns places of a text into rows, and carries over what was said of unchanged ones."""

from collections.abc import Mapping
from typing import Any

from publicity.models import Clause, PenaltyLink, RegulationVersion
from publicity.services.wording_review import Review
from publicity.wording.comparing import Comparison
from publicity.wording.places import LONGEST_TITLE
from publicity.wording.texts import by_article, wordings
from publicity.workflow import ClauseKind

SAID = ("plain_note", "reward", "penalty", "example", "audio_id", "film_id")


def add_rows(version: RegulationVersion, review: Review) -> None:
    """Write the rows level by level: a row's key is known before those below it."""
    places = review.text.places
    texts = wordings(review.text)
    alone = {
        below[0].anchor
        for _article, below in by_article(places)
        if len(below) == 1 and below[0].kind == ClauseKind.PARAGRAPH
    }
    without_stem = {
        places[place.above].anchor
        for place in places
        if place.kind == ClauseKind.ITEM
        and place.above is not None
        and places[place.above].kind == ClauseKind.ARTICLE
    }
    rows: dict[int, Clause] = {}
    for index, place in enumerate(places):
        if place.anchor in alone:
            continue  # the article's own row says it
        text = place.text
        if place.kind == ClauseKind.ARTICLE:
            text = "" if place.anchor in without_stem else texts[place.anchor]
        rows[index] = Clause(
            version=version,
            kind=place.kind,
            number=place.number,
            inserted=place.inserted,
            label=place.label or place.written,
            anchor=place.anchor,
            position=len(rows) + 1,
            title=place.title[:LONGEST_TITLE],
            text=text,
        )
    _tie(rows, review)
    waiting = dict(rows)
    while waiting:
        ready = {
            index: row
            for index, row in waiting.items()
            if places[index].above is None or places[index].above not in waiting
        }
        for index, row in ready.items():
            above = places[index].above
            row.parent = rows[above] if above is not None else None
        Clause.objects.bulk_create(ready.values())
        for index in ready:
            del waiting[index]
    if review.previous:
        _carry_over(review.previous, list(rows.values()), review.comparison)


def _tie(rows: Mapping[int, Clause], review: Review) -> None:
    if not review.previous:
        return
    known = {
        row.anchor: row
        for row in review.previous.clauses.select_related(None).order_by("position")
    }
    unchanged = _unchanged(review.comparison)
    for row in rows.values():
        before = _anchor_before(row.anchor, review.comparison.before)
        old = known.get(before)
        if old is None:
            continue
        if row.kind == ClauseKind.ARTICLE:
            row.continues = old
        if _article_of(row.anchor) in unchanged:
            row.title = row.title or old.title
            for name in SAID:
                setattr(row, name, getattr(old, name))


def _carry_over(
    previous: RegulationVersion, rows: list[Clause], comparison: Comparison
) -> None:
    """Copy units and penalty links of unchanged articles."""
    unchanged = _unchanged(comparison)
    new_by_old: dict[str, Clause] = {
        _anchor_before(row.anchor, comparison.before): row
        for row in rows
        if _article_of(row.anchor) in unchanged
    }
    through = Clause.responsible_units.through
    through.objects.bulk_create(
        through(clause_id=new_by_old[anchor].pk, unit_id=unit)
        for anchor, unit in through.objects.filter(
            clause__version=previous
        ).values_list("clause__anchor", "unit_id")
        if anchor in new_by_old
    )
    links = PenaltyLink.objects.filter(duty_clause__version=previous).select_related(
        "duty_clause", "penalty_clause"
    )
    PenaltyLink.objects.bulk_create(
        PenaltyLink(
            duty_clause=new_by_old[link.duty_clause.anchor],
            penalty_clause=new_by_old[link.penalty_clause.anchor],
            measure=link.measure,
            min=link.min,
            max=link.max,
            unit=link.unit,
        )
        for link in links
        if link.duty_clause.anchor in new_by_old
        and link.penalty_clause.anchor in new_by_old
    )


def tie_to(
    previous: RegulationVersion, version: RegulationVersion, comparison: Comparison
) -> None:
    """Write down from which older article each goes on, where no editor has said it."""
    known: dict[str, Any] = {
        row.anchor: row for row in previous.clauses.filter(kind=ClauseKind.ARTICLE)
    }
    tied = []
    for row in version.clauses.filter(kind=ClauseKind.ARTICLE):
        before = comparison.before.get(row.anchor)
        if row.continues_id is None and before in known:
            row.continues = known[before]
            tied.append(row)
    Clause.objects.bulk_update(tied, ["continues"])


def _unchanged(comparison: Comparison) -> set[str]:
    return set(comparison.before) - set(comparison.changed)


def _article_of(anchor: str) -> str:
    """Return the anchor of the article that a place stands in: art-4-p1-i2 → art-4."""
    return "-".join(anchor.split("-")[:2])


def _anchor_before(anchor: str, before: Mapping[str, str]) -> str:
    article = _article_of(anchor)
    old = before.get(article)
    return old + anchor.removeprefix(article) if old else ""
