"""Six documents, article by article, as rows of a version."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.directory.models import Unit
from publicity.models import Clause, Regulation, RegulationVersion
from publicity.numerals import label_of
from publicity.services.wording_references import refresh_references
from publicity.services.wordings import index_version
from publicity.workflow import ClauseKind, VersionState

CHAPTER = re.compile(r"第\S+章\s*(?P<title>.*)")


def load_regulations(context: Context) -> None:
    rows = context.read("regulations")["regulations"]
    in_charge = _units_in_charge(context)
    for row in rows:
        known = context.relations["regulations"][row["code"]]
        regulation, is_new = Regulation.objects.get_or_create(
            slug=known["slug"],
            defaults={
                "title": row["title"],
                "short_title": known["short"],
                "document_number": row["doc_number"],
                "issuer": context.signature["issuer"],
                "drafted_by": drafter(context, row["drafted_by"]),
                "topic": row["topic"],
                "note": row["note"],
                "is_demonstration": row["demonstration"],
            },
        )
        if is_new:
            effective_on = date.fromisoformat(row["effective_from"])
            version = RegulationVersion.objects.create(
                regulation=regulation,
                effective_on=effective_on,
                title_note=_("%(number)s，自%(day)s起施行")
                % {
                    "number": row["doc_number"],
                    "day": f"{effective_on:%Y-%m-%d}",
                },
                state=VersionState.PUBLISHED,
            )
            _add_clauses(version, row["clauses"], in_charge)
    count = sum(len(row["clauses"]) for row in rows)
    context.tell(_("法规条款"), count, count)


def _add_clauses(
    version: RegulationVersion,
    rows: list[dict[str, Any]],
    in_charge: dict[str, list[Unit]],
) -> None:
    """Add chapters and articles. An article is one row: its lines are its 款."""
    chapters: dict[str, Clause] = {}
    articles: dict[str, Clause] = {}
    above: dict[str, str] = {}
    for row in rows:
        if row["chapter"] not in chapters:
            number = len(chapters) + 1
            named = CHAPTER.match(row["chapter"])
            chapters[row["chapter"]] = Clause(
                version=version,
                kind=ClauseKind.CHAPTER,
                number=number,
                label=label_of(ClauseKind.CHAPTER, number),
                anchor=f"chapter-{number}",
                position=len(chapters) + len(articles) + 1,
                title=named["title"] if named else row["chapter"],
            )
        above[row["id"]] = row["chapter"]
        articles[row["id"]] = Clause(
            version=version,
            kind=ClauseKind.ARTICLE,
            number=row["number"],
            label=label_of(ClauseKind.ARTICLE, row["number"]),
            anchor=f"art-{row['number']}",
            position=len(chapters) + len(articles) + 1,
            title=row["title"],
            text=row["text"],
            plain_note=row["plain_note"] or "",
            reward=row["reward"] or "",
            penalty=row["penalty"] or "",
        )
    Clause.objects.bulk_create(chapters.values())
    for name, article in articles.items():
        article.parent = chapters[above[name]]
    Clause.objects.bulk_create(articles.values())
    through = Clause.responsible_units.through
    through.objects.bulk_create(
        through(clause_id=article.pk, unit_id=unit.pk)
        for name, article in articles.items()
        for unit in in_charge.get(name, ())
    )
    refresh_references(version)
    index_version(version)


def _units_in_charge(context: Context) -> dict[str, list[Unit]]:
    """Return the units that handle a kind of problem, by the clauses it offends."""
    found: dict[str, dict[str, Unit]] = {}
    for category in context.read("categories")["categories"]:
        unit = context.units[category["unit"]]
        for clause in category["clauses"]:
            found.setdefault(clause, {})[unit.code] = unit
    return {clause: list(units.values()) for clause, units in found.items()}


def drafter(context: Context, names: str) -> Unit | None:
    """Find the unit that drafted; of two that did it together, the first."""
    name = names.split("、")[0]
    for unit in context.units.values():
        if unit.short_name == name or unit.name.endswith(name.removeprefix("县")):
            return unit
    return None
