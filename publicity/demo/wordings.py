"""Further wordings: one to come, one repealed; what follows on what; examples."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from publicity.demo.regulations import drafter
from publicity.models import Clause, PenaltyLink, Regulation, RegulationVersion
from publicity.services.wordings import (
    draft_version,
    publish_version,
    repeal_version,
)

Places = dict[tuple[str, str, str], Clause]


def load_wordings(context: Context) -> None:
    rows = context.read("regulation_versions")
    for row in rows["regulations"]:
        Regulation.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "title": row["title"],
                "short_title": row["short"],
                "document_number": row["doc_number"],
                "issuer": context.signature["issuer"],
                "drafted_by": drafter(context, row["drafted_by"]),
                "topic": row["topic"],
                "note": row["note"],
                "is_demonstration": True,
            },
        )
    for row in rows["versions"]:
        _add_version(row)
    _add_penalties(rows["penalties"])
    _add_examples(rows["examples"])
    count = len(rows["versions"])
    context.tell(_("法规的其他文本"), count, count)


def _add_version(row: dict[str, Any]) -> None:
    regulation = Regulation.objects.get(slug=row["slug"])
    effective_on = date.fromisoformat(row["effective_from"])
    if regulation.versions.filter(effective_on=effective_on).exists():
        return
    version = draft_version(regulation, row["text"], effective_on=effective_on, by=None)
    publish_version(version, by=None)
    if row.get("repealed_from"):
        repeal_version(
            version,
            on=date.fromisoformat(row["repealed_from"]),
            by=None,
            because=row["because"],
        )


def _add_penalties(rows: list[dict[str, Any]]) -> None:
    places: Places = {
        (
            clause.version.regulation.slug,
            f"{clause.version.effective_on:%Y-%m-%d}",
            clause.anchor,
        ): clause
        for clause in Clause.objects.filter(
            version__regulation__slug__in={row["slug"] for row in rows}
        )
    }
    PenaltyLink.objects.bulk_create(
        (
            PenaltyLink(
                duty_clause=places[row["slug"], row["effective_from"], row["duty"]],
                penalty_clause=places[
                    row["slug"], row["effective_from"], row["penalty"]
                ],
                measure=row["measure"],
                min=row["min"],
                max=row["max"],
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )


def _add_examples(rows: list[dict[str, Any]]) -> None:
    """Add an example to each wording of an article that has the same words."""
    wanted = {(row["slug"], row["anchor"]): row["text"] for row in rows}
    told: list[Clause] = []
    for clause in Clause.objects.articles().filter(
        version__in=RegulationVersion.objects.public(), example=""
    ):
        example = wanted.get((clause.version.regulation.slug, clause.anchor))
        if example:
            clause.example = example
            told.append(clause)
    Clause.objects.bulk_update(told, ["example"])
