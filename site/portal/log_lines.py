"""Log lines without what opens something: they are read by more people than it is for.

Not Found: /u/9fK2…/LX2026-000123/     ->  Not Found: /u/…/LX2026-000123/
wrong code K7M2Q-9XR4T-3HDP            ->  wrong code …
"""

import logging
import re

_HIDDEN = "…"
# Addresses whose next part is a secret: of a unit, of a draft, of an open request,
# of a new password, of somebody in a contest, of who comes to an activity.
_address = re.compile(
    r"(/(?:u|preview|open311/v2/tokens|password_reset/confirm/[^/\s]+"
    r"|(?:contests|live)/[^/\s]+/p|activities/[^/\s]+/s)/)[^/\s?#\"'<>]+"
)
# A query code, with or without what parts its groups (`portal.codes`).
_code = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-HJKMNP-TV-Z]{5}(?:-|%2[dD])[0-9A-HJKMNP-TV-Z]{5}"
    r"(?:-|%2[dD])[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Za-z])"
)


def without_secrets(line: str) -> str:
    return _code.sub(_HIDDEN, _address.sub(rf"\1{_HIDDEN}", line))


class Formatter(logging.Formatter):
    """Writes a line as others do, its traceback too, and then hides the secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
