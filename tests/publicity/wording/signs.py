"""What a text says, told without the code that takes texts apart."""

import re
from unicodedata import category, normalize

_BRACKETS = str.maketrans("【[】]、", "(()).")
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def signs_of(text: str) -> list[str]:
    """Return the signs of each line but for blanks and what nobody sees.

    Digits, brackets and the dot after a number are written in one way.
    """
    lines = map(_signs_of_line, text.splitlines())
    return [line for line in lines if line]


def _signs_of_line(line: str) -> str:
    seen = "".join(
        sign
        for sign in line.translate(_HALVES)
        if not sign.isspace() and category(sign) not in {"Cc", "Cf"}
    )
    plain = normalize("NFKC", seen).translate(_BRACKETS)
    return re.sub(r"^(\(\w*\))\.+", r"\1", plain)
