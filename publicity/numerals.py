"""Chinese numerals as laws count with them: 第十条, 第一百零一条 (RG-01)."""

from publicity.workflow import ClauseKind

DIGITS = "零一二三四五六七八九"
PLACES = ("千", "百", "十", "")
LARGEST = 9999


def chinese_number(number: int) -> str:
    """Write `number` in Chinese, e.g. 10 as 十, 101 as 一百零一, 1010 as 一千零一十."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 1 and {LARGEST}.")
    written = ""
    for digit, place in zip(f"{number:04}", PLACES, strict=True):
        if digit != "0":
            written += DIGITS[int(digit)] + place
        elif written and not written.endswith(DIGITS[0]):
            written += DIGITS[0]
    written = written.rstrip(DIGITS[0])
    # 十二, not 一十二: but only at the very beginning.
    return written[1:] if written.startswith("一十") else written


def parse_chinese_number(written: str) -> int:
    """Read what `chinese_number` writes, and 一十二 too."""
    number, digit = 0, None
    lowest = 10_000  # places must fall from left to right
    for sign in written:
        if sign in DIGITS:
            if digit:
                raise ValueError(f"Two digits in a row: {written!r}")
            digit = DIGITS.index(sign)
            continue
        place = {"千": 1000, "百": 100, "十": 10}.get(sign)
        if place is None or place >= lowest or (digit is None and written[0] != sign):
            raise ValueError(f"Not a Chinese number: {written!r}")
        number += (1 if digit is None else digit) * place
        lowest, digit = place, None
    number += digit or 0
    if not 1 <= number <= LARGEST:
        raise ValueError(f"Not a Chinese number: {written!r}")
    return number


def label_of(kind: ClauseKind, number: int) -> str:
    """Write how a place is numbered: 第十条, （三）, 3. A 款 carries no number (RG-01)."""
    match kind:
        case ClauseKind.PARAGRAPH:
            return ""
        case ClauseKind.ITEM:
            return f"（{chinese_number(number)}）"
        case ClauseKind.SUBITEM:
            return f"{number}."
        case _:
            return f"第{chinese_number(number)}{kind.label}"
