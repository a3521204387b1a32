"""A pasted text as clean lines: what Word and WPS add is taken off, no word is touched."""

import re
import unicodedata
from dataclasses import dataclass

from publicity.wording.places import NUMBER

LONGEST = 400_000  # signs; the longest statute has a quarter of that
_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\s\u3000]+")
_PLAIN_SIGNS: dict[int, int | str] = {
    **str.maketrans("０１２３４５６７８９", "0123456789"),
    **{0x3220 + n: f"（{sign}）" for n, sign in enumerate("一二三四五六七八九十")},
    **{0x2474 + n: f"（{n + 1}）" for n in range(20)},
    # Half a sign cannot be kept; where it stood must still be seen.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# After these 第三条 goes on as a sentence: 第三条规定的, 第三条第二款, 第三条、第四条.
_GOES_ON = r"[^\s之第规所的、，,。；;和或与至到及以中款项等内前后范情（(\[【]"
_ARTICLE = re.compile(
    rf"第\s?({NUMBER})\s?条(?:\s?之\s?({NUMBER}))?"
    rf"(?:\s+|(?=[（(\[【]\D)|$|(?={_GOES_ON}))(.*)"
)
_HEADING = re.compile(rf"第\s?({NUMBER})\s?(编|章|节)(?:\s+(.*)|$|(?={_GOES_ON})(.*))")
_HEADING_TITLE = re.compile(r"[^，。；：、,;:？！]{0,30}")
_ALONE = re.compile(r"(总|附)\s?则")
_ITEM = re.compile(rf"[（(]\s?({NUMBER}|)\s?[）)][\s、.．]*(.*)")
_SUBITEM = re.compile(r"([0-9]{1,2})\s?[.．、](?![0-9])\s?(.*)")
_GIST = re.compile(
    r"(?:【([^【】]{1,60})】|\[([^\[\]]{1,60})\]|[（(]([^（）()，。；：]{1,30})[）)](?=\s|\S))\s*(.*)"
)
_ONLY_NUMBER = re.compile(rf"\s?{NUMBER}\s?")


@dataclass(frozen=True)
class Line:
    number: int  # in the text as it was pasted
    text: str


def tidy_lines(text: str) -> list[Line]:
    """Return the lines that say something, in one way of writing numbers and blanks."""
    return [
        Line(number, tidied)
        for number, raw in enumerate(_BREAKS.split(text), start=1)
        if (tidied := _tidy(raw))
    ]


def tidy(text: str) -> str:
    return "\n".join(line.text for line in tidy_lines(text))


def _tidy(raw: str) -> str:
    seen = "".join(
        sign
        for sign in raw.translate(_PLAIN_SIGNS)
        if sign in "\t" or unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    line = _BLANKS.sub(" ", seen).strip()
    return _with_plain_mark(line).strip()


def _with_plain_mark(line: str) -> str:
    """Write the mark that a line begins with as laws do: 第十条　, （一）, 1."""
    if match := _ARTICLE.fullmatch(line):
        number, inserted, rest = match.groups()
        label = f"第{number}条" + (f"之{inserted}" if inserted else "")
        return f"{label}　{_with_plain_gist(rest.strip())}"
    if match := _HEADING.fullmatch(line):
        number, kind, apart, joined = match.groups()
        title = (apart or joined or "").replace(" ", "")
        if apart or _HEADING_TITLE.fullmatch(title):
            return f"第{number}{kind}　{title}"
    if match := _ALONE.fullmatch(line):
        return f"{match[1]}则"
    if match := _ITEM.fullmatch(line):
        return f"（{match[1]}）{match[2].strip()}"
    if match := _SUBITEM.fullmatch(line):
        return f"{match[1]}.{match[2].strip()}"
    return line


def _with_plain_gist(rest: str) -> str:
    match = _GIST.fullmatch(rest)
    if match is None:
        return rest
    *gists, text = match.groups()
    gist = next(filter(None, gists)).strip()
    if not gist or _ONLY_NUMBER.fullmatch(gist):
        return rest
    return f"【{gist}】{text.strip()}"
