"""Questions in a workbook, and the empty one that editors fill in."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from portal.sheets import MOST_ROWS, harmless, read_rows
from quizzes.bank.content import QuestionDraft
from quizzes.bank.formats import tables
from quizzes.bank.formats.examples import EXAMPLES, EXPLANATIONS
from quizzes.bank.formats.found import Found
from quizzes.bank.formats.words import KINDS, TOPICS

SHEET = "题库"
_WIDTHS = {"题干": 48, "解析": 40, "答案": 14, "依据条款": 24}
_CHOICES = {
    "题型": [words[0] for words in KINDS.values()],
    "类别": [words[0] for words in TOPICS.values()],
    "难度": ["1", "2", "3", "4", "5"],
}


def read(content: bytes) -> Found:
    return tables.read(
        read_rows(content, sheet=SHEET, most_columns=tables.MOST_COLUMNS)
    )


def write(drafts: Sequence[QuestionDraft]) -> bytes:
    names = tables.header(drafts)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for n, name in enumerate(names, start=1):
        column = sheet.column_dimensions[get_column_letter(n)]
        column.width = _WIDTHS.get(name, 12)
        # Or 75% is kept as 0.75, and 1-2 as a day.
        column.number_format = "@"
        if name in _CHOICES:
            choices = _choices(_CHOICES[name], get_column_letter(n))
            sheet.data_validations.append(choices)
    _append(sheet, [names], font=Font(bold=True))
    _append(sheet, tables.rows(drafts, names))
    explanation = book.create_sheet("填写说明")
    explanation.column_dimensions["A"].width = 18
    explanation.column_dimensions["B"].width = 110
    _append(explanation, EXPLANATIONS)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template() -> bytes:
    """Return a workbook with one example of every kind and a sheet that explains."""
    return write(EXAMPLES)


def _choices(words: Sequence[str], column: str) -> DataValidation:
    listed = ",".join(words)
    choices = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    choices.add(f"{column}2:{column}{MOST_ROWS}")
    return choices


def _append(
    sheet: Any, rows: Iterable[Sequence[str]], *, font: Font | None = None
) -> None:
    for row in rows:
        cells: list[WriteOnlyCell | None] = []
        for value in row:
            if not value:
                cells.append(None)  # left to what its column says
                continue
            cell = WriteOnlyCell(sheet, value=harmless(value))
            cell.data_type = "s"  # text, whatever it looks like
            if font:
                cell.font = font
            cells.append(cell)
        sheet.append(cells)
