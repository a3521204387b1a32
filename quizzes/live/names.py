"""A nickname that a hall may read from a big screen."""

from unicodedata import category, normalize

from django.conf import settings
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.typed import clean

LONGEST = 8


def checked_nickname(typed: str) -> str:
    """Return the nickname, empty where none is wanted; refuse what is none."""
    name = "".join(normalize("NFKC", clean(typed)).split())
    if not name:
        return ""
    if len(name) > LONGEST:
        raise Refused(_("昵称最多%s个字。") % LONGEST)
    if not all(category(sign)[0] == "L" for sign in name):
        raise Refused(_("昵称只用汉字和字母，不写号码。"))
    folded = name.casefold()
    if any(word in folded for word in settings.LIVE["FORBIDDEN_IN_NAMES"]):
        raise Refused(_("这个昵称不能用，请换一个，或者不起。"))
    return name


def shown_name(name: str, number: int) -> str:
    """Return what the screen shows: the first sign, the last, and the number."""
    if not name:
        return _("%s号") % number
    last = name[-1] if len(name) > 2 else ""
    return _("%(name)s（%(number)s号）") % {
        "name": f"{name[0]}*{last}",
        "number": number,
    }
