"""Fits a poster's words onto one sheet: as large as they can be, cut where they cannot.

All measures are of A4, in millimetres; A3 is the same sheet, enlarged.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from portal.pdf import POINT
from publicity.posters.breaking import Line, Measure, break_lines, sentences
from publicity.posters.content import Kind, Paragraph, Poster, Slip
from publicity.posters.options import Options, Paper

WIDTH, MARGIN = 210.0, 14.0
INNER = WIDTH - 2 * MARGIN
HEAD_HEIGHT = 15.0  # the double rule and the line below it
STUB_TOP = 237.0  # the tear line
GUTTER, GAP = 9.0, 6.0
SLIP_PADDING, SLIP_TITLE = 5.0, 1.25
LARGEST_TITLE, LARGEST_SLOGAN, SMALLEST_TITLE = 54.0, 110.0, 22.0
LARGEST, SMALLEST, SMALLEST_A3 = 30.0, 11.0, 9.0
LEADING, TITLE_LEADING = 1.62, 1.36
PAUSE = re.compile("[：，。；！？　]|——")
STEP = 0.25  # between the sizes that are tried, in points


@dataclass(frozen=True)
class Faces:
    text: Measure
    title: Measure


@dataclass(frozen=True)
class Row:
    line: Line
    size: float
    kind: Kind
    above: float  # the room before it, in millimetres
    is_stretched: bool = True
    leading: float = LEADING

    @property
    def height(self) -> float:
        return self.above + self.size * POINT * self.leading

    @property
    def baseline(self) -> float:
        """Where the letters stand, from the row's top."""
        return self.above + self.size * POINT * (self.leading / 2 + 0.37)


@dataclass(frozen=True)
class SetSlip:
    slip: Slip
    rows: list[Row]
    size: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """Where everything stands. `columns` are rows from the top of the body on."""

    title: list[Row]
    lead: list[Row]
    body_top: float
    columns: list[list[Row]]
    column_width: float
    slips: list[SetSlip]
    is_cut: bool


def lay_out(poster: Poster, options: Options, faces: Faces) -> Sheet:
    """Choose the largest letters with which everything fits; else cut at a sentence."""
    smallest = SMALLEST if options.paper is Paper.A4 else SMALLEST_A3

    def attempt(shown: Poster, size: float, *, is_cut: bool = False) -> Sheet | None:
        return _set(shown, options, faces, size, is_cut=is_cut)

    steps = int((LARGEST - smallest) / STEP)
    best = _last(steps, lambda n: attempt(poster, smallest + n * STEP))
    if best:
        return best
    whole = sum(len(sentences(p.text)) for p in poster.paragraphs)
    cut = _last(
        whole - 1,
        lambda n: attempt(_shorter(poster, n), smallest, is_cut=True),
    )
    if cut:
        return cut
    # Only a slip longer than the sheet leaves no room even for one sentence.
    bare = replace(poster, paragraphs=[], slips=_shorter_slips(poster.slips))
    cut = attempt(bare, smallest, is_cut=True)
    return cut or _set(
        replace(bare, slips=[]), options, faces, smallest, is_cut=True, is_forced=True
    )  # type: ignore[return-value]


def _last(count: int, attempt: Callable[[int], Sheet | None]) -> Sheet | None:
    """Return the sheet of the greatest number up to `count` that fits: by halves."""
    low, high, best = 0, count, None
    while low <= high:
        middle = (low + high) // 2
        sheet = attempt(middle)
        if sheet:
            best, low = sheet, middle + 1
        else:
            high = middle - 1
    return best


def _shorter(poster: Poster, count: int) -> Poster:
    """Keep the first `count` sentences of the text."""
    kept: list[Paragraph] = []
    for paragraph in poster.paragraphs:
        parts = sentences(paragraph.text)[:count]
        count -= len(parts)
        if parts:
            kept.append(replace(paragraph, text="".join(parts)))
        if count <= 0:
            break
    while kept and kept[-1].kind == Kind.HEADING:
        kept.pop()
    return replace(poster, paragraphs=[*kept, Paragraph(_("……（全文请扫码）"))])


def _shorter_slips(slips: Sequence[Slip]) -> list[Slip]:
    return [
        replace(
            slip, lines=[*sentences("".join(slip.lines))[:2], _("……（全文请扫码）")]
        )
        for slip in slips[:2]
    ]


def _set(
    poster: Poster,
    options: Options,
    faces: Faces,
    size: float,
    *,
    is_cut: bool,
    is_forced: bool = False,
) -> Sheet | None:
    title = _title(poster.title, faces.title, size)
    y = MARGIN + HEAD_HEIGHT + sum(row.height for row in title) + GAP
    lead_size = min(size, 17.0)
    lead = (
        _rows([Paragraph(poster.lead)], INNER - 6, lead_size, faces, indent=0)
        if poster.lead
        else []
    )
    if lead:
        y += sum(row.height for row in lead) + GAP
    bottom = STUB_TOP - GAP
    slips = _slips(poster.slips, size * 0.92, faces, options.columns)
    slip_height = max((slip.y + slip.height for slip in slips), default=0.0)
    room = bottom - y - (slip_height + GAP if slips else 0)
    width = (INNER - GUTTER * (options.columns - 1)) / options.columns
    rows = _rows(poster.paragraphs, width, size, faces)
    columns = _fill(rows, options.columns, room)
    if columns is None and not is_forced:
        return None
    columns = columns or [[]]
    used = max(sum(row.height for row in column) for column in columns)
    # What is left over goes above the body and above the slips.
    spare = max(room - used, 0)
    top = y + min(spare * 0.3, 16.0)
    below = top + used + GAP + min(spare * 0.3, 16.0)
    return Sheet(
        title=title,
        lead=lead,
        body_top=top,
        columns=columns,
        column_width=width,
        slips=[replace(slip, y=slip.y + below) for slip in slips],
        is_cut=is_cut,
    )


def _title(lines: Sequence[str], measure: Measure, body: float) -> list[Row]:
    """Set the title as large as it stands in two lines, and a slogan larger yet."""
    is_slogan = len(lines) > 1
    size = LARGEST_SLOGAN if is_slogan else LARGEST_TITLE
    while size > SMALLEST_TITLE:
        if len(_title_lines(lines, size, measure)) <= max(2, len(lines)):
            break
        size -= 1
    # Below a small body, a small title: the words need the room.
    size = max(min(size, body * (4 if is_slogan else 2.4)), SMALLEST_TITLE)
    return [
        Row(line, size, Kind.HEADING, 0.0, is_stretched=False, leading=TITLE_LEADING)
        for line in _title_lines(lines, size, measure)
    ]


def _title_lines(lines: Sequence[str], size: float, measure: Measure) -> list[Line]:
    room = INNER / (size * POINT)
    found = []
    for line in lines:
        broken = break_lines(line, room, measure)
        if len(broken) == 2:
            broken = _in_halves(line, room, measure) or broken
        found += broken
    return found


def _in_halves(text: str, room: float, measure: Measure) -> list[Line] | None:
    """Break a title in two behind a mark, else in the middle: no lone sign is left."""
    breaks = [found.end() for found in PAUSE.finditer(text)]
    halves = [(text[:place].strip(), text[place:].strip()) for place in breaks]
    fitting = [
        pair for pair in halves if all(0 < measure(half) <= room for half in pair)
    ]
    if fitting:
        pair = min(fitting, key=lambda p: abs(measure(p[0]) - measure(p[1])))
        return [line for half in pair for line in break_lines(half, room, measure)]
    middle = max(measure(text) / 2 + 1.01, 4)
    even = break_lines(text, min(middle, room), measure)
    return even if len(even) == 2 else None


def _rows(
    paragraphs: Sequence[Paragraph],
    width: float,
    size: float,
    faces: Faces,
    indent: float = 2,
) -> list[Row]:
    rows: list[Row] = []
    for place, paragraph in enumerate(paragraphs):
        is_heading = paragraph.kind == Kind.HEADING
        letters = size * 1.12 if is_heading else size
        lines = break_lines(
            paragraph.text,
            width / (letters * POINT),
            faces.title if is_heading else faces.text,
            indent=0 if is_heading else indent,
        )
        above = size * POINT * (0.7 if is_heading else 0.28) if place else 0.0
        rows += [
            Row(line, letters, paragraph.kind, 0.0 if number else above)
            for number, line in enumerate(lines)
        ]
    return rows


def _fill(rows: list[Row], count: int, room: float) -> list[list[Row]] | None:
    """Put the rows into columns of like height; None if they need more than `room`."""
    if room < 0:
        return None
    if count == 1:
        return [rows] if sum(row.height for row in rows) <= room else None
    total = sum(row.height for row in rows)
    height = total / count
    while height <= room:
        columns = _poured(rows, height)
        if len(columns) <= count:
            return columns
        height += 1.0
    columns = _poured(rows, room)
    return columns if len(columns) <= count else None


def _poured(rows: list[Row], height: float) -> list[list[Row]]:
    columns: list[list[Row]] = [[]]
    used = 0.0
    for row, following in pairwise([*rows, None]):
        assert row is not None  # noqa: S101
        needed = row.height
        if row.kind == Kind.HEADING and following:
            needed += following.height  # a heading does not end a column
        if columns[-1] and used + needed > height + 1e-6:
            columns.append([])
            used = 0.0
        if not columns[-1]:
            row = replace(row, above=0.0)
        columns[-1].append(row)
        used += row.height
    return columns


def _slips(
    slips: Sequence[Slip], size: float, faces: Faces, columns: int
) -> list[SetSlip]:
    """Set the slips below one another or, on two columns, side by side."""
    size = min(size, 20.0)
    abreast = 2 if columns == 2 and len(slips) > 1 else 1
    found: list[SetSlip] = []
    y = 0.0
    for start in range(0, len(slips), abreast):
        row = slips[start : start + abreast]
        width = (INNER - GUTTER * (len(row) - 1)) / len(row)
        sets = []
        for place, slip in enumerate(row):
            rows = _rows(
                [Paragraph(line) for line in slip.lines],
                width - 2 * SLIP_PADDING,
                size,
                faces,
                indent=0,
            )
            height = (
                SLIP_PADDING * 2
                + size * SLIP_TITLE * POINT * LEADING
                + sum(r.height for r in rows)
            )
            x = MARGIN + place * (width + GUTTER)
            sets.append(SetSlip(slip, rows, size, x, y, width, height))
        tallest = max(one.height for one in sets)
        found += [replace(one, height=tallest) for one in sets]
        y += tallest + GAP * 0.7
    return found
