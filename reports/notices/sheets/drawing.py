"""Draws a notice as it is handed over: the stub, the unit's copy, and the receipt.

A form with ruled boxes, as offices know it. What is longer than a page goes on on
the next; nothing is cut.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from PIL import Image

from portal.pdf import POINT, chinese_pdf, draw_qr, measure_of
from publicity.posters.breaking import break_lines
from reports.notices.sheets.content import Sheet

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0
INNER = WIDTH - 2 * MARGIN
LABEL = 30.0  # the column of labels
PADDING = 1.9
SIZE, LEADING = 11.0, 1.55
LINE = SIZE * POINT * LEADING
BOTTOM = HEIGHT - MARGIN - 8.0  # above the foot
QR_SIZE, PHOTO_HEIGHT = 24.0, 36.0
INK, INK_2, SEAL = (17, 32, 27), (56, 74, 67), (160, 26, 34)


class Form:
    """Pages of one sheet, filled from the top."""

    def __init__(self, sheet: Sheet, *, made_on: datetime) -> None:
        title = f"{sheet.title} {sheet.number}"
        self.sheet = sheet
        self.pdf = chinese_pdf(WIDTH, HEIGHT, title=title, made_on=made_on)
        self.pdf.set_author(sheet.office)
        self.pdf.set_subject(sheet.unit)
        self.measure = measure_of(self.pdf, "text")
        self.measure_title = measure_of(self.pdf, "title")
        self.copy = ""
        self.y = MARGIN

    def begin(self, copy: str, *, title: str, has_code: bool = False) -> None:
        """Begin a copy: who keeps it, its title above a double rule, its number."""
        self.copy = copy
        self._page()
        if has_code and self.sheet.address:
            x = WIDTH - MARGIN - QR_SIZE
            draw_qr(self.pdf, self.sheet.address, x, MARGIN - 12, QR_SIZE)
        self._text(WIDTH / 2, self.y + 9, title, size=24, ink=SEAL, is_title=True)
        self.y += 13
        for height, thick in ((0.0, 0.8), (1.5, 0.25)):
            self.pdf.set_fill_color(*SEAL)
            self.pdf.rect(MARGIN, self.y + height, INNER, thick, style="F")
        self.y += 8
        self._text(MARGIN, self.y, self.copy, size=10, ink=INK_2, is_left=True)
        number = self.sheet.number
        width = self.measure(number) * SIZE * POINT
        self._text(
            WIDTH - MARGIN - width, self.y, number, size=SIZE, ink=SEAL, is_left=True
        )
        self.y += 3

    def row(self, label: str, text: str | Sequence[str], *, least: float = 0) -> None:
        """Add a ruled row; `least` millimetres high, where something is to be written."""
        paragraphs = [text] if isinstance(text, str) else text
        room = (INNER - LABEL - 2 * PADDING) / (SIZE * POINT)
        lines = [
            line.text
            for paragraph in paragraphs
            for part in paragraph.splitlines() or [""]
            for line in break_lines(part, room, self.measure)
        ]
        while True:
            fits = max(0, int((BOTTOM - self.y - 2 * PADDING) // LINE))
            wanted = max(len(lines) * LINE + 2 * PADDING, least, LINE + 2 * PADDING)
            if self.y + wanted <= BOTTOM:
                self._box(label, lines, wanted)
                return
            if len(lines) > fits >= 2:
                height = fits * LINE + 2 * PADDING
                self._box(label, lines[:fits], height)
                lines, label = lines[fits:], _("（续）")
            self._page()

    def pair(self, *cells: tuple[str, str]) -> None:
        """Add short rows side by side, each with its own label."""
        width = INNER / len(cells)
        room = (width - LABEL - 2 * PADDING) / (SIZE * POINT)
        broken = [
            [line.text for line in break_lines(text, room, self.measure)]
            for _label, text in cells
        ]
        height = max(1, *map(len, broken)) * LINE + 2 * PADDING
        if self.y + height > BOTTOM:
            self._page()
        top = self.y
        for place, ((label, _value), lines) in enumerate(
            zip(cells, broken, strict=True)
        ):
            self.y = top
            self._box(label, lines, height, x=MARGIN + place * width, width=width)

    def photos(self, label: str, pictures: Sequence[Image.Image]) -> None:
        """Add pictures side by side, none higher than the row."""
        if not pictures:
            return
        height = PHOTO_HEIGHT + 2 * PADDING
        if self.y + height > BOTTOM:
            self._page()
        x, top = MARGIN + LABEL + PADDING, self.y
        self._box(label, [], height)
        room = (INNER - LABEL - PADDING) / len(pictures) - PADDING
        for picture in pictures:
            wide = min(room, PHOTO_HEIGHT * picture.width / picture.height)
            high = wide * picture.height / picture.width
            self.pdf.image(picture, x, top + PADDING, wide, high)
            x += wide + PADDING

    def close(self) -> bytes:
        return bytes(self.pdf.output())

    def _page(self) -> None:
        self.pdf.add_page()
        self.y = MARGIN
        foot = f"{self.sheet.number}　{self.copy}　" + _("第%s页") % self.pdf.page_no()
        self._text(WIDTH / 2, HEIGHT - MARGIN + 4, foot, size=8, ink=INK_2)

    def _box(
        self,
        label: str,
        lines: Sequence[str],
        height: float,
        *,
        x: float = MARGIN,
        width: float = INNER,
    ) -> None:
        self.pdf.set_draw_color(*INK_2)
        self.pdf.set_line_width(0.25)
        self.pdf.rect(x, self.y, width, height)
        self.pdf.line(x + LABEL, self.y, x + LABEL, self.y + height)
        base = self.y + PADDING + SIZE * POINT * (LEADING / 2 + 0.37)
        self._text(x + PADDING, base, label, size=SIZE, ink=INK_2, is_left=True)
        for place, line in enumerate(lines):
            y = base + place * LINE
            self._text(x + LABEL + PADDING, y, line, size=SIZE, is_left=True)
        self.y += height

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        ink: tuple[int, int, int] = INK,
        is_title: bool = False,
        is_left: bool = False,
    ) -> None:
        """Write one line on its baseline; around `x`, or from it on."""
        measure = self.measure_title if is_title else self.measure
        if not is_left:
            x -= measure(text) * size * POINT / 2
        self.pdf.set_font("title" if is_title else "text", size=size)
        self.pdf.set_text_color(*ink)
        self.pdf.text(x, y, text)


def draw(sheet: Sheet, *, made_on: datetime) -> bytes:
    """Draw both copies and the receipt. The same notice gives the same bytes."""
    form = Form(sheet, made_on=made_on)
    form.begin(_("第一联　存根"), title=sheet.title)
    _matter(form)
    _unit_copy(form)
    return form.close()


def draw_unit_copy(sheet: Sheet, *, made_on: datetime) -> bytes:
    """Draw what the unit prints for itself: its copy and the receipt."""
    form = Form(sheet, made_on=made_on)
    _unit_copy(form)
    return form.close()


def _unit_copy(form: Form) -> None:
    form.begin(_("第二联　送达被通知单位"), title=form.sheet.title, has_code=True)
    _matter(form)
    if form.sheet.address:
        hint = _(
            "扫右上角的码签收、申请延期、提出异议、报方案、交照片，不用账号。"
            "它等同本单位的钥匙，请勿外传。"
        )
        form.row(_("扫码办理"), hint)
    form.begin(_("回执　整改后交回双创办"), title=_("整改回执"), has_code=True)
    _answer(form)


def _matter(form: Form) -> None:
    sheet = form.sheet
    form.row(_("被通知单位"), sheet.unit)
    form.pair((_("负责人"), sheet.posts), (_("联系电话"), sheet.phone))
    form.pair((_("检查时间"), sheet.checked_at), (_("检查人"), sheet.inspectors))
    form.row(_("检查地点"), sheet.place)
    form.row(_("检查类别"), sheet.focus)
    if sheet.mandate:
        form.row(_("督查授权"), sheet.mandate)
    form.row(_("存在问题"), sheet.problems)
    form.photos(_("现场照片"), sheet.photos)
    form.row(_("依据"), sheet.clauses or ["—"])
    wanted = [sheet.requirement]
    if sheet.needs_plan:
        wanted.append(_("先报原因分析和整改方案，通过以后再整改。"))
    form.row(_("整改要求"), wanted)
    form.row(_("整改期限"), sheet.deadline)
    if sheet.consequence:
        form.row(_("逾期后果"), sheet.consequence)
    form.pair((_("签发人"), ""), (_("签发日期"), sheet.issued_on))
    form.row(_("签发单位（章）"), sheet.office, least=18)
    form.pair((_("签收人"), sheet.signed_for), (_("签收日期"), ""))


def _answer(form: Form) -> None:
    sheet, receipt = form.sheet, form.sheet.receipt
    form.row(_("被通知单位"), sheet.unit)
    form.row(_("整改期限"), sheet.deadline)
    form.row(_("整改情况"), receipt.done, least=52)
    form.row(_("整改后照片"), _("（贴照片，与检查时同一位置）"), least=60)
    form.pair((_("完成日期"), receipt.done_on), (_("单位（章）"), ""))
    form.row(_("复查结论"), receipt.inspected, least=22)
    form.pair((_("复查人"), ""), (_("复查日期"), receipt.inspected_on))
    form.pair((_("销号日期"), receipt.closed_on), (_("经办（章）"), ""))
