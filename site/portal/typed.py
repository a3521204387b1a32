"""What somebody typed, made safe to keep and to show (I1)."""

import re

from django.utils.translation import gettext as _

from portal.refusals import Refused

# Controls but tab and newline, surrogates, what turns the direction of text, and
# the invisible marks that hide a word from a search.
_unwanted = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufff9-\uffff]"
)
_blank_lines = re.compile(r"\n[ \t]*(\n[ \t]*)+\n")
TEXT_LIMIT = 2000


def clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _blank_lines.sub("\n\n", _unwanted.sub("", text)).strip()


def required(text: str, what: str, limit: int = TEXT_LIMIT) -> str:
    """Return `text` cleaned; refuse nothing at all and far too much."""
    text = optional(text, what, limit)
    if not text:
        raise Refused(_("请填写%(what)s。") % {"what": what})
    return text


def optional(text: str, what: str, limit: int = TEXT_LIMIT) -> str:
    text = clean(text)
    if len(text) > limit:
        raise Refused(
            _("%(what)s最多%(limit)s个字，现在有%(count)s个字。")
            % {"what": what, "limit": limit, "count": len(text)}
        )
    return text
