"""Sixty days of areas' scores, as the sheets had them."""

import csv
from datetime import date

from django.utils.translation import gettext as _

from portal.demo.context import Context
from reports.inspections.models import AreaScore
from reports.inspections.models.scores import PARTS


def load_scores(context: Context) -> None:
    with (context.folder / "inspections.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = set(AreaScore.objects.values_list("area__code", "on"))
    AreaScore.objects.bulk_create(
        AreaScore(
            area=context.areas[row["area"]],
            on=date.fromisoformat(row["date"]),
            shops_checked=row["shops_checked"],
            shops_passed=row["shops_passed"],
            **{part: row[part] for part in PARTS},
            total=row["total"],
            inspected_by=row["inspectors"],
            notes=row["notes"],
            is_from_sheet=True,
        )
        for row in rows
        if (row["area"], date.fromisoformat(row["date"])) not in known
    )
    context.tell(_("片区每日得分"), len(rows), len(rows))
