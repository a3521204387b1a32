"""Query codes: secrets of 65 bits that a person can read, say and type.

    K7M2Q-9XR4T-3HDP    thirteen symbols and one that checks them

The symbols are Crockford's: no I, L, O, U; typed all the same they are read as 1, 1
and 0. The check is a remainder in the field of 32 elements, so every wrong symbol and
every two symbols that changed places are found before the database is asked.
"""

import re
import secrets
from collections.abc import Sequence

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 13
BITS = 5 * LENGTH

_values = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_read_as = str.maketrans("OIL", "011")
# Full-width letters and digits, as Chinese input methods leave them.
_narrow = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_left_out = re.compile(r"[\s\-‐-―－_.·]+")


def new_code() -> str:
    return code_from(secrets.token_bytes(BITS // 8 + 1))


def code_from(random: bytes) -> str:
    """Return the code that the first 65 bits of `random` make."""
    number = int.from_bytes(random[: BITS // 8 + 1], "big") & ((1 << BITS) - 1)
    values = [number >> 5 * place & 31 for place in reversed(range(LENGTH))]
    return written([*values, _times_alpha(_remainder(values))])


def written(values: Sequence[int]) -> str:
    text = "".join(SYMBOLS[value] for value in values)
    return "-".join((text[:5], text[5:10], text[10:]))


def read_code(typed: str) -> str | None:
    """Return the code that somebody meant, or None where it cannot be one."""
    if len(typed) > 100:
        return None
    text = _left_out.sub("", typed.translate(_narrow).upper()).translate(_read_as)
    if len(text) != LENGTH + 1 or not _values.keys() >= set(text):
        return None
    values = [_values[symbol] for symbol in text]
    return None if _remainder(values) else written(values)


def _remainder(values: Sequence[int]) -> int:
    """Evaluate the code as a polynomial at alpha, by Horner's rule."""
    remainder = 0
    for value in values:
        remainder = _times_alpha(remainder) ^ value
    return remainder


def _times_alpha(value: int) -> int:
    """Multiply in GF(32), modulo x⁵ + x² + 1: alpha has all 31 powers apart."""
    return (value << 1) ^ (0b100101 if value & 16 else 0)
