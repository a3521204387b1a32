"""A list for machines: what is frozen, its check sum, tables by which it is recomputed."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reports.lists.inputs import per_workload
from reports.lists.models import Formula, ListItem, ListRow, UnitList


def rows_of(unit_list: UnitList) -> QuerySet[ListRow]:
    return ListRow.objects.filter(unit_list=unit_list).select_related("unit")


def items_of(unit_list: UnitList) -> QuerySet[ListItem]:
    return (
        ListItem.objects.filter(row__unit_list=unit_list)
        .select_related("row__unit")
        .order_by("row__position", "due_on", "pk")
    )


def content_of(unit_list: UnitList) -> dict[str, Any]:
    """Return all that freezes: two queries."""
    return {
        "period": unit_list.period,
        "starts_on": unit_list.starts_on.isoformat(),
        "ends_on": unit_list.ends_on.isoformat(),
        "formula": formula_of(unit_list.formula),
        "n_without_due": unit_list.n_without_due,
        "rows": [_row(row) for row in rows_of(unit_list)],
        "items": [_item(item) for item in items_of(unit_list)],
    }


def formula_of(formula: Formula) -> dict[str, Any]:
    return {
        "code": formula.code,
        "version": formula.version,
        "counts_notices": formula.counts_notices,
        "counts_complaints": formula.counts_complaints,
        "kinds": formula.kinds,
        "minimum_n": formula.minimum_n,
        "level": f"{formula.level:.3f}",
        "red_percent": formula.red_percent,
        "black_percent": formula.black_percent,
        "red_from": formula.red_from,
        "black_below": formula.black_below,
        "workload": formula.workload,
    }


def digest_of(unit_list: UnitList) -> str:
    return digest(content_of(unit_list))


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of `content` as JSON: keys in order, no blanks, UTF-8."""
    written = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(written.encode()).hexdigest()


def table_of(unit_list: UnitList) -> Iterator[list[Any]]:
    """Yield the rows for a file; from `n_due` and `n_in_time` the rest can be computed."""
    formula = unit_list.formula
    yield [
        _("次序"),
        _("名次"),
        _("单位代码"),
        _("单位"),
        _("应结案"),
        _("按期整改"),
        _("按期整改率（%）"),
        _("区间下限"),
        _("区间上限"),
        _("逾期未结"),
        _("待复查未计"),
        _("工作量"),
        _("%s的应结案") % formula.get_workload_display(),
        _("红黑榜"),
    ]
    for row in rows_of(unit_list):
        yield [
            row.position,
            row.rank,
            row.unit.code,
            row.unit_name,
            row.n_due,
            row.n_in_time,
            row.percent,
            row.low,
            row.high,
            row.n_open,
            row.n_pending,
            row.workload,
            per_workload(formula.workload, row.n_due, row.workload),
            row.get_colour_display(),
        ]


def items_table_of(unit_list: UnitList) -> Iterator[list[Any]]:
    """Yield every matter that was counted; one that is not public has no number."""
    yield [
        _("单位代码"),
        _("单位"),
        _("种类"),
        _("编号"),
        _("期限"),
        _("整改日期"),
        _("按期"),
        _("未结"),
    ]
    for item in items_of(unit_list):
        yield [
            item.row.unit.code,
            item.row.unit_name,
            item.get_source_display(),
            item.number,
            item.due_on,
            item.done_on,
            int(item.is_in_time),
            int(item.is_open),
        ]


def _row(row: ListRow) -> dict[str, Any]:
    return {
        "position": row.position,
        "rank": row.rank,
        "unit": row.unit.code,
        "name": row.unit_name,
        "n_due": row.n_due,
        "n_in_time": row.n_in_time,
        "n_open": row.n_open,
        "n_pending": row.n_pending,
        "workload": row.workload,
        "low": f"{row.low:.4f}",
        "high": f"{row.high:.4f}",
        "colour": row.colour,
    }


def _item(item: ListItem) -> dict[str, Any]:
    return {
        "unit": item.row.unit.code,
        "source": item.source,
        "number": item.number,
        "due_on": item.due_on.isoformat(),
        "done_on": item.done_on.isoformat() if item.done_on else None,
        "is_in_time": item.is_in_time,
        "is_open": item.is_open,
    }
