"""Draws laid-out posters into one PDF: their own fonts, their own QR, nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Literal

from django.utils.translation import gettext as _

from portal.pdf import POINT, chinese_pdf, draw_qr, measure_of
from publicity.posters import layout
from publicity.posters.breaking import break_lines
from publicity.posters.content import Kind, Poster, Tint
from publicity.posters.layout import INNER, MARGIN, Faces, Row, Sheet
from publicity.posters.options import Options

INK, INK_2 = (17, 32, 27), (56, 74, 67)
HILL, SEAL = (24, 92, 60), (160, 26, 34)
# Light enough to read on when a printer makes grey of them.
PAPERS = {
    Tint.GREEN: ((232, 245, 236), HILL),
    Tint.PINK: ((252, 236, 234), SEAL),
    Tint.GOLD: ((255, 247, 220), (122, 86, 0)),
}
QR_SIZE = 35.0
WIDEST = 0.15  # gap in ems between the signs of a stretched line


class PosterBook:
    """A PDF to which posters are added, one a page, and that is closed once."""

    def __init__(self, options: Options, *, title: str, made_on: datetime) -> None:
        paper = options.paper
        self.options = options
        self.scale = paper.width / layout.WIDTH
        self.pdf = chinese_pdf(paper.width, paper.height, title=title, made_on=made_on)
        self.faces = Faces(measure_of(self.pdf, "text"), measure_of(self.pdf, "title"))

    def add(self, poster: Poster) -> Sheet:
        sheet = layout.lay_out(poster, self.options, self.faces)
        self.pdf.add_page()
        self._draw_head(poster)
        self._draw_title(sheet)
        self._draw_body(sheet)
        self._draw_slips(sheet)
        self._draw_stub(poster)
        return sheet

    def close(self) -> bytes:
        return bytes(self.pdf.output())

    # All below is in millimetres of A4; A3 is the same, enlarged.

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        family: Literal["text", "title"] = "text",
        size: float,
        ink: tuple[int, int, int] = INK,
        stretch: float = 0.0,
    ) -> None:
        """Write one line; `y` is its baseline, `stretch` points after each sign."""
        self.pdf.set_font(family, size=size * self.scale)
        self.pdf.set_text_color(*ink)
        self.pdf.set_char_spacing(stretch * self.scale)
        self.pdf.text(x * self.scale, y * self.scale, text)

    def _box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: tuple[int, int, int],
    ) -> None:
        s = self.scale
        self.pdf.set_fill_color(*fill)
        self.pdf.rect(x * s, y * s, width * s, height * s, style="F")

    def _draw_row(self, row: Row, x: float, top: float) -> None:
        """Write a row of a paragraph whose room begins at `top`."""
        em = row.size * POINT
        line = row.line
        spare = line.room - line.width
        stretch = 0.0
        # A line that is nearly full is stretched to the edge, as in print.
        gaps = max(len(line.text) - 1, 1)
        if row.is_stretched and not line.is_last and 0 < spare <= WIDEST * gaps:
            stretch = spare * row.size / gaps
        self._text(
            x + line.indent * em,
            top + row.baseline,
            line.text,
            family="title" if row.kind == Kind.HEADING else "text",
            size=row.size,
            stretch=stretch,
        )

    def _draw_rows(self, rows: Iterable[Row], x: float, top: float) -> float:
        for row in rows:
            self._draw_row(row, x, top)
            top += row.height
        return top

    def _draw_head(self, poster: Poster) -> None:
        """Draw the double rule of a newspaper (文武线), the column, and the site's name."""
        self._box(MARGIN, MARGIN, INNER, 1.3, fill=HILL)
        self._box(MARGIN, MARGIN + 2.0, INNER, 0.35, fill=HILL)
        y = MARGIN + 8.6
        name = self._shortened(poster.site_name, INNER * 0.35, 13, "title")
        width = self.faces.title(name) * 13 * POINT
        kicker = self._shortened(poster.kicker, INNER - width - 8, 13, "text")
        self._text(MARGIN, y, kicker, size=13, ink=INK_2)
        self._text(MARGIN + INNER - width, y, name, family="title", size=13, ink=HILL)

    def _shortened(
        self, text: str, width: float, size: float, family: Literal["text", "title"]
    ) -> str:
        measure = self.faces.title if family == "title" else self.faces.text
        room = width / (size * POINT)
        if measure(text) <= room:
            return text
        while text and measure(f"{text}…") > room:
            text = text[:-1]
        return f"{text}…"

    def _draw_title(self, sheet: Sheet) -> None:
        top = MARGIN + layout.HEAD_HEIGHT
        self._draw_rows(sheet.title, MARGIN, top)
        top += sum(row.height for row in sheet.title) + layout.GAP * 0.5
        if sheet.lead:
            height = sum(row.height for row in sheet.lead)
            self._box(MARGIN, top, 1.4, height, fill=HILL)
            self._draw_rows(sheet.lead, MARGIN + 6, top)

    def _draw_body(self, sheet: Sheet) -> None:
        tallest = 0.0
        for place, column in enumerate(sheet.columns):
            x = MARGIN + place * (sheet.column_width + layout.GUTTER)
            tallest = max(tallest, self._draw_rows(column, x, sheet.body_top))
        if len(sheet.columns) > 1:
            x = MARGIN + sheet.column_width + layout.GUTTER / 2
            self._box(x, sheet.body_top, 0.2, tallest - sheet.body_top, fill=INK_2)

    def _draw_slips(self, sheet: Sheet) -> None:
        s = self.scale
        for one in sheet.slips:
            paper, ink = PAPERS[one.slip.tint]
            self._box(one.x, one.y, one.width, one.height, fill=paper)
            self._box(one.x, one.y + one.height - 0.3, one.width, 0.3, fill=ink)
            self._box(one.x, one.y, 0.3, one.height, fill=ink)
            self._box(one.x + one.width - 0.3, one.y, 0.3, one.height, fill=ink)
            # The perforated upper edge of a slip torn off its block.
            self.pdf.set_fill_color(255)
            count = int(one.width // 4)
            step = one.width / count
            for n in range(count):
                x = one.x + (n + 0.5) * step
                self.pdf.circle(x * s, one.y * s, 1.1 * s, style="F")
            size = one.size * layout.SLIP_TITLE
            em = size * POINT
            top = one.y + layout.SLIP_PADDING
            baseline = top + em * (layout.LEADING / 2 + 0.37)
            self._text(
                one.x + layout.SLIP_PADDING,
                baseline,
                one.slip.title,
                family="title",
                size=size,
                ink=ink,
            )
            self._draw_rows(
                one.rows, one.x + layout.SLIP_PADDING, top + em * layout.LEADING
            )

    def _draw_stub(self, poster: Poster) -> None:
        """Write below the tear line who hangs it up and where it is from; draw the QR."""
        s = self.scale
        top = layout.STUB_TOP
        self.pdf.set_fill_color(*INK_2)
        x = 6.0
        while x < layout.WIDTH - 5:
            self.pdf.circle(x * s, top * s, 0.45 * s, style="F")
            x += 2.6
        self.pdf.set_draw_color(*INK_2)
        self.pdf.set_line_width(0.35 * s)
        for edge in (0.0, layout.WIDTH):
            self.pdf.circle(edge * s, top * s, 3.2 * s, style="D")

        qr_x = MARGIN + INNER - QR_SIZE
        qr_y = top + 7.0
        draw_qr(self.pdf, poster.address, qr_x * s, qr_y * s, QR_SIZE * s)
        hint = _("扫码看全文")
        width = self.faces.title(hint) * 11 * POINT
        self._text(
            qr_x + (QR_SIZE - width) / 2,
            qr_y + QR_SIZE + 5.5,
            hint,
            family="title",
            size=11,
        )

        room = INNER - QR_SIZE - 10
        publisher = self.options.unit_name or poster.site_name
        size = next((n for n in (26, 22, 18, 15) if self._fits(publisher, room, n)), 13)
        y = top + 16.0
        self._text(
            MARGIN,
            y,
            self._shortened(publisher, room, size, "title"),
            family="title",
            size=size,
            ink=HILL,
        )
        y += 11.0
        day = poster.day
        for line in (
            _("来源：%(source)s") % {"source": poster.source},
            _("日期：%(year)s年%(month)s月%(day)s日")
            % {"year": day.year, "month": day.month, "day": day.day},
        ):
            self._text(
                MARGIN,
                y,
                self._shortened(line, room, 12, "text"),
                size=12,
                ink=INK_2,
            )
            y += 7.2
        for part in break_lines(poster.address, room / (9.5 * POINT), self.faces.text)[
            :2
        ]:
            self._text(MARGIN, y, part.text, size=9.5, ink=INK_2)
            y += 5.2

    def _fits(self, text: str, room: float, size: float) -> bool:
        return self.faces.title(text) * size * POINT <= room


def draw(poster: Poster, options: Options) -> bytes:
    """Draw one poster. The same poster gives the same bytes."""
    made_on = datetime.combine(poster.day, time.min, tzinfo=UTC)
    book = PosterBook(options, title=poster.name, made_on=made_on)
    book.pdf.set_author(options.unit_name or poster.site_name)
    book.pdf.set_subject(poster.kicker)
    book.add(poster)
    return book.close()
