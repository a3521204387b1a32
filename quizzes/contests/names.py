"""What somebody may be called on a board, and how much of it is shown (Q5)."""

import re
from unicodedata import category, normalize

from django.conf import settings
from django.utils.translation import gettext as _

from portal import pii
from portal.refusals import Refused
from portal.typed import clean

LONGEST = 20
_beside_letters = frozenset(" ·•-_.")
_address = re.compile(
    r"(?:https?|www)\b|\.(?:com|cn|net|org|top|xyz|vip|cc|io)\b", re.IGNORECASE
)
_number = re.compile(r"(?:[0-9][ ._\-]*){6,}")  # a phone, a chat account


def checked_name(typed: str) -> str:
    """Return a name that may stand on a board; refuse what is none, with a reason."""
    if any(category(sign) in {"Cc", "Cf", "Co", "Cs"} for sign in typed.strip()):
        raise Refused(_("名字里有看不见的字符，请重新输入。"))
    name = " ".join(normalize("NFKC", clean(typed)).split())
    if not name:
        raise Refused(_("请填写怎么称呼您。"))
    if len(name) > LONGEST:
        raise Refused(_("名字最多%s个字。") % LONGEST)
    if pii.find(name) or _number.search(name):
        raise Refused(_("请不要把手机号、证件号或者其他号码写进名字里。"))
    if _address.search(name) or "@" in name or "/" in name:
        raise Refused(_("请不要把网址写进名字里。"))
    if not all(category(s)[0] in "LN" or s in _beside_letters for s in name):
        raise Refused(_("名字请用汉字、字母和数字。"))
    if not any(category(sign)[0] == "L" for sign in name):
        raise Refused(_("名字里至少要有一个字。"))
    bare = "".join(sign for sign in name.casefold() if sign.isalnum())
    if any(
        word.casefold() in bare for word in settings.PARTICIPANTS["FORBIDDEN_IN_NAMES"]
    ):
        raise Refused(_("这个名字不能用，请换一个。"))
    return name


def numbered(n: int) -> str:
    """Name the nth of a class: nobody of it tells a name (QZ-06)."""
    return _("%s号") % n


def masked(name: str) -> str:
    """Leave the first sign and the last: 周秀敏 is 周*敏, 周敏 is 周*."""
    return f"{name[0]}*{name[-1] if len(name) > 2 else ''}"
