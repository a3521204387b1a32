"""Reads what Word and WPS write: clipboard HTML and .docx, down to text, tables, pictures.

Nothing of the source is passed through: what is known is written anew, so that
what nobody thought of cannot come along.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_HTML = 30 * 2**20
MOST_ROWS, MOST_COLUMNS = 300, 20
MOST_PICTURES = 40
MOST_NODES = 60_000

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
NOT_CONTENT = {
    "applet", "audio", "button", "embed", "form", "head", "iframe", "input", "link",
    "math", "meta", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "title", "video", "xml",
}  # fmt: skip
BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "header", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "ul", *HEADINGS,
}  # fmt: skip
BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
WORD_LIST = re.compile(r"mso-list\s*:\s*(?!ignore)\S*\s*level(\d)", re.IGNORECASE)
LIST_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
COUNTED = re.compile(r"[0-9a-zA-Z一二三四五六七八九十①-⑳（(]")
DATA_PICTURE = re.compile(r"data:image/[a-z.+-]+;base64,", re.IGNORECASE)
SPACES = re.compile(r"[\s\u00a0\u3000]+")


@dataclass
class OfficeTable:
    heads: list[str]
    rows: list[list[str]]
    caption: str = ""


Part = tuple[Literal["text", "table", "picture"], Any]  # HTML, OfficeTable, bytes


@dataclass
class OfficeText:
    """What was found, in its order, and what could not come along."""

    title: str = ""
    parts: list[Part] = field(default_factory=list)
    lost_pictures: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.parts and not self.title


def read_plain(text: str) -> OfficeText:
    """Take text without any format: a paragraph a line."""
    lines = [line for line in map(_tidy, text.splitlines()) if line]
    html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    return OfficeText(parts=[("text", html)] if html else [])


def read_html(html: str) -> OfficeText:
    """Take what the clipboard gives beside the plain text."""
    if len(html) > LARGEST_HTML:
        raise ValidationError(_("粘贴的内容太大了。请分几次粘贴，或上传 .docx 文件。"))
    refusal = ValidationError(
        _("粘贴的内容结构太复杂，读不了。请上传 .docx 文件，或只粘贴文字。")
    )
    try:
        soup = BeautifulSoup(html, "html.parser")
        if sum(1 for _node in soup.descendants) > MOST_NODES:
            raise refusal
        reader = _Reader()
        reader.read(soup)
        return reader.finish()
    except RecursionError as error:
        raise refusal from error


class _Reader:
    def __init__(self) -> None:
        self.found = OfficeText()
        self.html: list[str] = []  # the text since the last table or picture
        self.lists: list[str] = []  # the lists that are open
        self.pictures: list[bytes] = []  # inside the paragraph being read
        self.count = 0

    def finish(self) -> OfficeText:
        self._end_text()
        return self.found

    def read(self, node: Tag) -> None:
        """Read what stands in a node: blocks one by one, loose text as paragraphs."""
        loose: list[Any] = []
        for child in node.children:
            if isinstance(child, Tag) and child.name in NOT_CONTENT:
                continue
            if isinstance(child, Tag) and (
                child.name in BLOCKS or child.find(list(BLOCKS))
            ):
                self._paragraph("p", loose)
                loose = []
                self._block(child)
            else:
                loose.append(child)
        self._paragraph("p", loose)

    def _block(self, node: Tag) -> None:
        style = str(node.get("style") or "")
        if node.name == "table":
            self._table(node)
        elif node.name in {"ul", "ol"}:
            self._list(node)
        elif node.name in HEADINGS and not _holds_blocks(node):
            self._heading(node)
        elif node.name == "li" or (level := WORD_LIST.search(style)) is None:
            if node.name in {"p", "li", "dt", "dd", "pre"} and not _holds_blocks(node):
                self._paragraph("p", node.children)
            else:
                self.read(node)
        else:
            mark = next(
                (span.get_text() for span in node.find_all("span", style=LIST_MARK)),
                "",
            )
            counted = COUNTED.match(_tidy(mark))
            self._item(node.children, "ol" if counted else "ul", int(level[1]))

    def _heading(self, node: Tag) -> None:
        text = _tidy(node.get_text())
        is_first = not self.found.parts and not self.html and not self.found.title
        if node.name == "h1" and is_first and not node.find("img"):
            self.found.title = text
            return
        self._close_lists()
        self._paragraph(HEADINGS[node.name], node.children)

    def _list(self, node: Tag, level: int = 1) -> None:
        kind = "ol" if node.name == "ol" else "ul"
        for item in node.find_all("li", recursive=False):
            inner = [
                child
                for child in item.children
                if not (isinstance(child, Tag) and child.name in {"ul", "ol", "table"})
            ]
            self._item(inner, kind, level)
            for child in item.find_all(["ul", "ol", "table"], recursive=False):
                if child.name == "table":
                    self._table(child)
                else:
                    self._list(child, level + 1)
        if level == 1:
            self._close_lists()

    def _item(self, children: Iterable[Any], kind: str, level: int) -> None:
        # Deeper levels become one list: the site's text shows a single level.
        text = self._inline(children)
        if text:
            if self.lists and self.lists[-1] != kind and level == 1:
                self._close_lists()
            if not self.lists:
                self.lists.append(kind)
                self.html.append(f"<{kind}>")
            self.html.append(f"<li>{text}</li>")
        self._hoist_pictures()

    def _close_lists(self) -> None:
        while self.lists:
            self.html.append(f"</{self.lists.pop()}>")

    def _paragraph(self, name: str, children: Iterable[Any]) -> None:
        text = self._inline(children)
        if text:
            self._close_lists()
            self.html.append(f"<{name}>{text}</{name}>")
        self._hoist_pictures()

    def _inline(self, children: Iterable[Any]) -> str:
        """Return a paragraph's text; its pictures are put aside."""
        text = SPACES.sub(" ", "".join(self._runs(children))).strip()
        text = re.sub(r"(?:<br/>\s*)+$|^(?:<br/>\s*)+", "", text)
        text = re.sub(r"^((?:<[bi]>)+) ", r"\1", text)
        return text if _tidy(re.sub(r"<[^>]*>", "", text)) else ""

    def _runs(self, children: Iterable[Any]) -> Iterator[str]:
        for child in children:
            if isinstance(child, NavigableString):
                # Comments, conditional sections and the like are subclasses.
                if type(child) is NavigableString:
                    yield escape(str(child), quote=False)
                continue
            if child.name in NOT_CONTENT:
                continue
            style = str(child.get("style") or "")
            if LIST_MARK.search(style):
                continue
            if child.name == "br":
                yield "<br/>"
            elif child.name == "img":
                self._picture(str(child.get("src") or ""))
            elif child.name == "v:imagedata":
                continue  # the same picture follows as <img>
            else:
                inner = "".join(self._runs(child.children))
                yield _marked(child, style, inner)

    def _picture(self, address: str) -> None:
        self.count += 1
        head = DATA_PICTURE.match(address)
        if not head or self.count > MOST_PICTURES:
            self.found.lost_pictures += 1
            return
        try:
            self.pictures.append(
                base64.b64decode(address[head.end() :], validate=False)
            )
        except binascii.Error:
            self.found.lost_pictures += 1

    def _hoist_pictures(self) -> None:
        if self.pictures:
            self._end_text()
            self.found.parts += [("picture", content) for content in self.pictures]
            self.pictures = []

    def _end_text(self) -> None:
        self._close_lists()
        if self.html:
            self.found.parts.append(("text", "".join(self.html)))
            self.html = []

    def _table(self, node: Tag) -> None:
        rows = _rows_of(node)
        if not rows:
            return
        cells = node.find_all(["td", "th"])
        if len(cells) == 1:  # a frame around text, no table
            self.read(cells[0])
            return
        caption = ""
        if found := node.find("caption"):
            caption = _tidy(found.get_text())
        elif self.html and (
            last := re.fullmatch(
                r"<p>(?:<b>)?(表[^<]{1,60})(?:</b>)?</p>", self.html[-1]
            )
        ):
            caption = last[1]
            self.html.pop()
        for image in node.find_all("img"):
            self._picture(str(image.get("src") or ""))
        self._end_text()
        self.found.parts.append(("table", OfficeTable(rows[0], rows[1:], caption)))
        self._hoist_pictures()


def _holds_blocks(node: Tag) -> bool:
    return node.find(list(BLOCKS)) is not None


def _tidy(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def _marked(node: Tag, style: str, inner: str) -> str:
    if not _tidy(inner):
        return inner
    if node.name in {"b", "strong"} or BOLD.search(style):
        inner = f"<b>{inner}</b>" if not inner.startswith("<b>") else inner
    if node.name in {"i", "em"} or ITALIC.search(style):
        inner = f"<i>{inner}</i>"
    if node.name == "a":
        address = str(node.get("href") or "").strip()
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = ""
        if scheme in {"http", "https", "mailto"}:
            inner = f'<a href="{escape(address)}">{inner}</a>'
    return inner


def _span(cell: Tag, name: str, most: int) -> int:
    written = str(cell.get(name) or "1").strip()
    return (
        min(max(int(written), 1), most)
        if written.isascii() and written.isdigit() and len(written) < 6
        else 1
    )


def _rows_of(table: Tag) -> list[list[str]]:
    """Return the cells as a full grid: what spans several cells stands in each."""
    grid: dict[tuple[int, int], str] = {}
    height = width = 0
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("有一张表超过%(rows)s行。请把它作为附件上传，正文里写要点。")
            % {"rows": MOST_ROWS}
        )
    for y, row in enumerate(rows):
        x = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (y, x) in grid:
                x += 1
            text = _tidy(
                cell.get_text(" ") if cell.find(["p", "br"]) else cell.get_text()
            )
            if x >= MOST_COLUMNS:
                raise ValidationError(
                    _("有一张表超过%(columns)s列。请把它作为附件上传，正文里写要点。")
                    % {"columns": MOST_COLUMNS}
                )
            for down in range(_span(cell, "rowspan", len(rows) - y)):
                for right in range(_span(cell, "colspan", MOST_COLUMNS - x)):
                    grid.setdefault((y + down, x + right), text)
                    height, width = max(height, y + down + 1), max(width, x + right + 1)
            x += 1
    lines = [[grid.get((y, x), "") for x in range(width)] for y in range(height)]
    return [line for line in lines if any(line)]
