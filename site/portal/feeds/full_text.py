"""A page's HTML as it can be read far from the page."""

import re
from html import escape
from urllib.parse import urljoin

from django.utils.safestring import SafeString

# XML 1.0 knows no other characters; one of them makes a whole feed unreadable.
NOT_IN_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
ADDRESS = re.compile(
    r'(\s(?:href|src|poster|data))="(?!https?:|mailto:|tel:|data:)([^"]*)"'
)
SOURCE_SET = re.compile(r'(\ssrcset)="([^"]*)"')


def clean(text: str) -> str:
    """Drop what XML cannot hold, and what turns the direction of writing round."""
    return NOT_IN_XML.sub("", text)


def with_whole_addresses(html: str, base: str) -> str:
    """Make every address in `html` one that holds outside the site at `base`."""

    def whole_set(match: re.Match[str]) -> str:
        candidates = (part.strip() for part in match[2].split(","))
        joined = ", ".join(urljoin(base, part) for part in candidates if part)
        return f'{match[1]}="{joined}"'

    html = ADDRESS.sub(lambda m: f'{m[1]}="{urljoin(base, m[2])}"', html)
    return clean(SOURCE_SET.sub(whole_set, html))


def paragraphs(text: str) -> SafeString:
    """Set plain text line by line."""
    lines = (line.strip() for line in text.splitlines())
    return SafeString("".join(f"<p>{escape(line)}</p>" for line in lines if line))
