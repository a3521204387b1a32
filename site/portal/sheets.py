"""Tables for office programs: written so that none of them computes, read row by row."""

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from portal.refusals import Refused
from portal.typed import clean

# What a spreadsheet takes for the beginning of a formula (C12).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Office programs of this country take a file without it for GBK.
BYTE_ORDER_MARK = "\ufeff"
MOST_ROWS = 2000
MOST_BYTES = 5 * 2**20
MOST_UNPACKED = 60 * 2**20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: object) -> str:
    """Return `value` as text that no program computes: formulas get a quote in front."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    raw = str(value)
    text = clean(raw)
    # Both ways: what was cleaned away may have hidden the sign, or been it.
    is_formula = any(each.lstrip(" ").startswith(FORMULA_SIGNS) for each in (raw, text))
    return f"'{text}" if is_formula else text


def write_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def csv_response(
    rows: Iterable[Iterable[object]], *, file_name: str
) -> StreamingHttpResponse:
    """Send rows, heading first, as they come: nothing of a long table is kept."""
    response = StreamingHttpResponse(
        _lines(rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "no-cache"
    return response


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()


def write_xlsx(
    header: Sequence[object], rows: Iterable[Sequence[object]], title: str = ""
) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title or _("表格"))
    for row in [header, *rows]:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value))
            cell.data_type = "s"  # text, whatever it looks like
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_table(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of an XLSX or CSV file by the names of its first line."""
    header, *rows = read_rows(content)
    return [
        dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows
    ]


def read_rows(
    content: bytes, *, sheet: str = "", most_columns: int = 40
) -> list[list[str]]:
    """Return the rows of an XLSX or CSV file, that with the names first.

    Of a book with several sheets it is the one named `sheet`, or the one on top.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("文件太大，最多5MB。请分几次导入。"))
    rows = _xlsx(content, sheet) if content[:2] == b"PK" else _csv(content)
    table: list[list[str]] = []
    for row in rows:
        if len(table) > MOST_ROWS:
            raise Refused(_("最多一次导入%s行，请分几次。") % MOST_ROWS)
        table.append([_cell(value) for value in row[:most_columns]])
    while table and not any(table[-1]):
        table.pop()
    if len(table) < 2:
        raise Refused(_("文件里没有内容：第一行是列名，下面每行一件。"))
    return table


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value))


def _xlsx(content: bytes, name: str) -> Iterator[Sequence[Any]]:
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[name] if name in book.sheetnames else book.active
        if sheet is None:
            raise Refused(_("文件里没有工作表。"))
        for row in sheet.iter_rows(max_row=MOST_ROWS + 3):
            yield [_as_shown(cell) for cell in row]
    except (
        BadZipFile,
        InvalidFileException,
        LookupError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,  # a password, or a way of packing that is not known
        SyntaxError,  # what the XML inside is when it is broken
        AttributeError,
        TypeError,
        zlib.error,
    ):
        raise Refused(_("打不开这个表格。请另存为XLSX或CSV再试。")) from None


def _as_shown(cell: Any) -> Any:
    """Return 75% where the cell says so: what is kept of it is 0.75."""
    value = cell.value
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return f"{value * 100:.10g}%"
    return value


def _refuse_bomb(content: bytes) -> None:
    from_zip = _zip_sizes(content)
    if sum(from_zip) > MOST_UNPACKED or len(from_zip) > 500:
        raise Refused(_("表格展开后太大，请删去图片和多余的工作表再试。"))


def _zip_sizes(content: bytes) -> list[int]:
    with ZipFile(io.BytesIO(content)) as packed:
        return [each.file_size for each in packed.infolist()]


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(_("看不懂文件的文字编码。请另存为UTF-8的CSV，或者XLSX。"))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error:
        raise Refused(_("这个CSV文件的引号或者分隔不对，请检查后再试。")) from None
