"""Questions in a CSV file: UTF-8 with its mark out, UTF-8 or GB18030 in."""

from collections.abc import Sequence

from portal.sheets import read_rows, write_csv
from quizzes.bank.content import QuestionDraft
from quizzes.bank.formats import tables
from quizzes.bank.formats.found import Found


def read(content: bytes) -> Found:
    return tables.read(read_rows(content, most_columns=tables.MOST_COLUMNS))


def write(drafts: Sequence[QuestionDraft]) -> bytes:
    names = tables.header(drafts)
    return write_csv(names, tables.rows(drafts, names))
