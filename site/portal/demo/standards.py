"""The standards that the demonstration county is judged by."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.standards.models import SourceTag, StandardItem, StandardSet

STANDARD = "DEMO"


def load_standards(context: Context) -> None:
    told = context.read("standards")
    standard, is_new = StandardSet.objects.get_or_create(
        code=STANDARD,
        defaults={
            "title": told["title"],
            "edition": context.signature["standard_edition"],
            "issued_by": context.signature["office"],
            "source_note": told["note"],
        },
    )
    count = sum(len(section["items"]) for section in told["sections"])
    if is_new:
        heads = StandardItem.objects.bulk_create(
            StandardItem(
                set=standard,
                code=section["code"],
                title=section["title"],
                full_score=section["points"],
                source_tag=SourceTag.DEMO,
            )
            for section in told["sections"]
        )
        StandardItem.objects.bulk_create(
            StandardItem(
                set=standard,
                parent=head,
                code=point["code"],
                title=point["title"],
                requirement=point["requirement"],
                full_score=point["points"],
                lead_unit=context.units[point["unit"]],
                source_tag=SourceTag.DEMO,
            )
            for head, section in zip(heads, told["sections"], strict=True)
            for point in section["items"]
        )
    context.tell(_("创建标准"), count, count)


def load_standard_sets(context: Context) -> None:
    """Load the frames of the other standards: only what was seen of them (ST-01)."""
    told = context.read("standard_sets")["sets"]
    known = set(StandardSet.objects.values_list("code", flat=True))
    for row in told:
        if row["code"] in known:
            continue
        day = row.get("effective_on")
        standard = StandardSet.objects.create(
            code=row["code"],
            title=row["title"],
            edition=row["edition"],
            issued_by=row["issued_by"],
            document_number=row["document"],
            effective_on=date.fromisoformat(day) if day else None,
            status=row["status"],
            source_note=row["note"],
        )
        heads = StandardItem.objects.bulk_create(
            _item(context, standard, head) for head in row["heads"]
        )
        StandardItem.objects.bulk_create(
            _item(context, standard, point, parent)
            for parent, head in zip(heads, row["heads"], strict=True)
            for point in head.get("items", [])
        )
    context.tell(_("创建标准框架"), len(told), len(told))


def _item(
    context: Context,
    standard: StandardSet,
    row: dict[str, Any],
    parent: StandardItem | None = None,
) -> StandardItem:
    unit_above = parent.lead_unit if parent else None
    op, value, measure = row.get("threshold", ("", None, ""))
    return StandardItem(
        set=standard,
        parent=parent,
        code=row["code"],
        title=row["title"],
        requirement=row.get("requirement", ""),
        method=row.get("method", ""),
        evidence_kinds="\n".join(row.get("evidence", [])),
        threshold_op=op,
        threshold_value=value,
        threshold_unit=measure,
        lead_unit=context.units[row["unit"]] if "unit" in row else unit_above,
        source_tag=SourceTag.OUTLINE,
    )
