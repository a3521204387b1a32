"""Who wins: a pure function of the seed, of public chance, and of the list of tickets.

A code is `HOLDER-N`. Whoever holds several tickets wins with the first of them alone.
"""

from collections.abc import Collection
from hashlib import sha256
from hmac import digest


def hash_of_seed(seed: str) -> str:
    return sha256(bytes.fromhex(seed)).hexdigest()


def hash_of_tickets(codes: Collection[str]) -> str:
    """Hash the canonical list: one code a line, sorted, in ASCII."""
    return sha256("".join(f"{code}\n" for code in sorted(codes)).encode()).hexdigest()


def ranking(seed: str, chance: str, codes: Collection[str]) -> list[str]:
    """Return one ticket a holder, in the order in which prizes go to them."""
    key, head = bytes.fromhex(seed), f"{hash_of_tickets(codes)}\n{chance}\n"
    drawn = sorted(codes, key=lambda code: digest(key, (head + code).encode(), sha256))
    first = {code.partition("-")[0]: code for code in reversed(drawn)}
    return [code for code in drawn if first[code.partition("-")[0]] == code]
