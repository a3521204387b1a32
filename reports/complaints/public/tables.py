"""What may be downloaded: tables that a spreadsheet reads and never runs (C12)."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from reports.complaints.models import Complaint
from reports.complaints.public.looks import look_of

BYTE_ORDER_MARK = "\ufeff"  # or Excel reads Chinese as something else
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def csv_response(
    rows: Iterable[Iterable[Any]], *, file_name: str
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        _lines(rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "no-cache"
    return response


def _lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([safe_cell(value) for value in row])
        yield line.getvalue()


def complaint_rows(complaints: Iterable[Complaint]) -> Iterator[list[Any]]:
    """Yield a heading and the public fields alone."""
    yield [
        _("受理编号"),
        _("性质"),
        _("大类"),
        _("类别"),
        _("片区"),
        _("地点"),
        _("责任单位"),
        _("状态"),
        _("查实情况"),
        _("办理结果"),
        _("反映日期"),
        _("公开日期"),
        _("公开内容"),
    ]
    for each in complaints:
        yield [
            each.number,
            each.get_kind_display(),
            each.category.family,
            each.category,
            each.area,
            each.public_place,
            each.unit,
            look_of(each).label,
            "" if each.is_open else each.get_finding_display(),
            each.get_outcome_display(),
            each.submitted_on,
            each.published_on,
            each.text_public,
        ]
