"""A sum for the browser while we are flooded: seconds for a phone, days for a flood.

Off in quiet times. Who has no scripts sends without it, and the desk is told to look
twice: nobody is turned away (AC-13). It asks nobody else.
"""

from hashlib import sha256

from django.conf import settings

from reports.complaints.throttling import submitted_lately


def bits_wanted(lately: int | None = None) -> int:
    """Return how many leading zero bits a sum must have now; none in quiet times.

    `lately` is how many came in from everybody, where that was counted already.
    """
    mode = settings.COMPLAINTS["PROOF"]
    if mode == "attack":
        lately = submitted_lately() if lately is None else lately
        is_wanted = lately >= settings.COMPLAINTS["PROOF_FROM"]
    else:
        is_wanted = mode == "on"
    return int(settings.COMPLAINTS["PROOF_BITS"]) if is_wanted else 0


def is_proof(key: str, sum_found: str, bits: int) -> bool:
    """Tell whether SHA-256 of `key:sum` begins with `bits` zeros.

    Bound to the key of the form, which makes one complaint: it is spent with it.
    """
    if len(sum_found) > 20:
        return False
    digest = sha256(f"{key}:{sum_found}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0 if bits else True
