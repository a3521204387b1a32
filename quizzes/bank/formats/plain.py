"""HTML of other programs as plain text, and what was lost on the way."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from portal.typed import clean

LONGEST = 20_000
_blocks = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "section",
    ]
)
_silent = frozenset({"script", "style", "template"})
_known = re.compile(
    r"</?(p|br|b|i|u|em|strong|span|div|img|sub|sup|ul|ol|li|table|tr|td|a|h[1-6])"
    r"\b[^<>]*>|&(nbsp|lt|gt|amp|quot|#\d+);",
    re.IGNORECASE,
)
_white = re.compile(r"[ \t\r\n\f]+")


def looks_like_html(text: str) -> bool:
    return _known.search(text) is not None


def text_of(html: str, *, keeps_lines: bool = False) -> tuple[str, list[str]]:
    """Return the words of `html`, and a sentence for everything that words cannot keep."""
    reader = _Reader(keeps_lines=keeps_lines)
    reader.feed(html)
    reader.close()
    lines = [line.strip(" \t") for line in "".join(reader.out).split("\n")]
    return "\n".join(lines).strip(), list(dict.fromkeys(reader.lost))


def words_of(written: str, form: str) -> tuple[str, list[str]]:
    """Return what is written in one of Moodle's formats as text, and what was lost."""
    lost: list[str] = []
    if len(written) > LONGEST:
        return clean(written), lost  # no question may be so long
    if form == "markdown" and written:
        lost = [_("Markdown的记号照原样留在文字里，请检查。")]
    if form == "html" or (form == "moodle" and looks_like_html(written)):
        written, lost = text_of(written, keeps_lines=form == "moodle")
    return clean(written), lost


def html_of(text: str) -> str:
    """Return HTML from which `text_of` makes `text` again, to the last blank."""
    written = escape(text, quote=False)
    written = re.sub(r"[^\S\n]", lambda found: f"&#{ord(found[0])};", written)
    return written.replace("\n", "<br>")


class _Reader(HTMLParser):
    def __init__(self, *, keeps_lines: bool) -> None:
        # Signs that are spelled out stay what they are; loose blanks are one.
        super().__init__(convert_charrefs=False)
        self.keeps_lines = keeps_lines
        self.out: list[str] = []
        self.lost: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in _silent:
            self.silent += 1
        elif tag == "br":
            self.out.append("\n")
        elif tag in _blocks:
            self._break()
        elif tag in {"td", "th"}:
            self.out.append(" ")
        if sentence := _loss(tag, said):
            self.lost.append(sentence)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _silent:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _silent:
            self.silent = max(0, self.silent - 1)
        elif tag in _blocks:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.keeps_lines:
            self.out.append(data)
            return
        data = _white.sub(" ", data)
        # A blank between two tags of the source is none of the text.
        if data == " " and (not self.out or self.out[-1].endswith("\n")):
            return
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self._sign(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._sign(f"&#{name};")

    def _sign(self, written: str) -> None:
        if not self.silent:
            self.out.append(unescape(written).replace("\xa0", " "))

    def _break(self) -> None:
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")


def _loss(tag: str, said: dict[str, str]) -> str:
    if tag == "img":
        alt = said.get("alt", "")
        return _("图片没有保留（%s），请在题目页面上添加。") % (alt or _("没有说明"))
    if tag in {"audio", "video", "iframe", "object", "embed"}:
        return _("声音或者短片没有保留，请在题目页面上添加。")
    if tag == "a" and said.get("href"):
        return _("链接没有保留：%s。") % said["href"][:100]
    if tag in {"sub", "sup", "math", "svg"}:
        return _("上下标或者公式成了普通文字，请检查。")
    if tag == "table":
        return _("表格成了普通文字，请检查。")
    return ""
