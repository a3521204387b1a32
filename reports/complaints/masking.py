"""Personal data in what residents write: found, and covered for everybody else (PR-12).

A moderator sees every mask and decides; so a doubtful find is a find. Text as it was
typed keeps its length while it is searched: full-width digits are looked at as narrow
ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalKind(models.TextChoices):
    PHONE = "phone", _("电话")
    ID_CARD = "idcard", _("证件号")
    BANK_CARD = "bank", _("银行卡号")
    PLATE = "plate", _("车牌")
    EMAIL = "email", _("邮箱")
    ACCOUNT = "account", _("账号")
    NAME = "name", _("姓名")
    ADDRESS = "address", _("住址")


@dataclass(frozen=True)
class Mask:
    """Where something personal stands in a text, and what is shown instead."""

    start: int
    end: int
    kind: PersonalKind
    shown: str


@dataclass(frozen=True)
class Masked:
    text: str
    masks: list[Mask]


HIDDEN = {
    PersonalKind.ID_CARD: "（证件号已隐去）",
    PersonalKind.BANK_CARD: "（卡号已隐去）",
    PersonalKind.EMAIL: "（邮箱已隐去）",
    PersonalKind.ACCOUNT: "（账号已隐去）",
    PersonalKind.NAME: "（姓名已隐去）",
    PersonalKind.ADDRESS: "（住址已隐去）",
}

_narrow = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_no_digit_before, _no_digit_after = r"(?<![0-9])", r"(?![0-9])"
_gap = r"[ \-‐-―_.·*/]{0,2}"

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# The commonest family names, without those that are everyday words as well.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹熊陆郝孔崔康毛邱秦江史顾"
    "侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚庞樊殷施陶洪翟倪严牛温芦俞葛屈聂柯焦闫"
    "霍阮龙岳耿齐梅季詹裴"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒"
_FULL_NAME = rf"(?:(?:{_DOUBLE})[一-鿿]{{1,2}}|[{_SURNAMES}][一-鿿]{{1,2}})"
_SHORT_NAME = rf"(?:{_DOUBLE}|[{_SURNAMES}])"
# After a name in full there is an end, or a word that cannot be part of one.
_NAME_ENDS = r"(?=$|[^一-鿿]|[的是在住和与跟把被说家今这那也都就来去电手])"
_TITLES = "先生|女士|小姐|太太|师傅|老师|老板|老板娘|大爷|大妈|阿姨|同志|经理|主任"
_NUMBER = r"[0-9一二三四五六七八九十百]{1,4}"
_ROOM = rf"{_NUMBER}(?:号楼|号院|栋|幢|座|单元|层|楼|室|户|组|号|排|门)"

_PATTERNS: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = (
    # The longer number first: a phone number may hide within an id number.
    (
        PersonalKind.ID_CARD,
        re.compile(rf"{_no_digit_before}(?:[0-9]{_gap}){{17}}[0-9Xx]{_no_digit_after}"),
    ),
    (
        PersonalKind.BANK_CARD,
        re.compile(
            rf"{_no_digit_before}[3-6](?:{_gap}[0-9]){{14,18}}{_no_digit_after}"
        ),
    ),
    (
        PersonalKind.PHONE,
        re.compile(
            rf"(?<![0-9])(?:\+?86{_gap})?1[3-9](?:{_gap}[0-9]){{9}}{_no_digit_after}"
        ),
    ),
    (
        PersonalKind.PHONE,
        re.compile(
            rf"{_no_digit_before}0[0-9]{{2,3}}{_gap}[0-9]{{7,8}}{_no_digit_after}"
        ),
    ),
    (
        PersonalKind.PHONE,
        re.compile(
            rf"(?:电话|手机|座机|联系|拨打|致电)(?:号码?|是|[:： ])*(?P<what>[2-8][0-9]{{6,7}}){_no_digit_after}"
        ),
    ),
    (
        PersonalKind.PLATE,
        re.compile(
            rf"[{_PROVINCES}] ?[A-Za-z][ ·•.\-]?(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]{{4,6}}[学警港澳挂领]?(?![A-Za-z0-9])"
        ),
    ),
    (
        PersonalKind.EMAIL,
        re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"),
    ),
    (
        PersonalKind.ACCOUNT,
        re.compile(
            r"(?:微信|微博|抖音|快手|QQ|qq|VX|vx|Vx|账号|帐号|小红书)(?:号码?|名|ID|id|是|为|[:： ])*"
            r"(?P<what>[A-Za-z0-9_\-]{5,30})"
        ),
    ),
    (
        PersonalKind.NAME,
        re.compile(
            rf"(?:我叫|名叫|叫做?|我是|姓名(?:是|为|[:： ])*|名字(?:是|叫|[:： ])*|联系人(?:是|[:： ])*|本人)"
            rf"(?P<what>{_FULL_NAME}){_NAME_ENDS}"
        ),
    ),
    (
        PersonalKind.NAME,
        re.compile(
            rf"(?<!谢)(?!谢[谢您你老])(?P<what>(?:{_FULL_NAME}|{_SHORT_NAME}))(?=(?:{_TITLES})(?![一-鿿]*街))"
        ),
    ),
    (
        PersonalKind.NAME,
        # 老李, 小王, but not 老江湖, 小龙虾, 小黄车.
        re.compile(
            r"(?<![一-鿿][大最])(?P<what>[老小阿](?!(?:黄[车狗]|龙虾|康|熊|牛|江|毛|夏|苏打|余|常|叶))"
            rf"[{_SURNAMES}])(?=$|[^一-鿿]|[家的把说在他她和跟又也总就每])"
        ),
    ),
    (
        PersonalKind.ADDRESS,
        re.compile(
            rf"(?:我家?住在?|家住在?|住址(?:是|为|[:： ])*|我们?家(?:是|在))"
            rf"(?P<what>[一-鿿A-Za-z0-9\-]{{2,20}}?(?:{_ROOM})+[0-9]{{0,4}})"
        ),
    ),
    (
        PersonalKind.ADDRESS,
        # Two steps of an address lead to a door; one is a place that others know.
        re.compile(
            # 一排一排 and 一层一层 are how many, not where.
            rf"(?P<what>(?:[一-鿿]{{2}}(?={_NUMBER}组))?(?!(..)\2)(?<![0-9]){_ROOM}(?:[ \-]?{_ROOM})+[0-9]{{0,4}}(?:室|户)?)"
        ),
    ),
)


def find_personal(text: str) -> list[Mask]:
    """Return what looks personal, from left to right, none inside another."""
    searched = text.translate(_narrow)
    taken = [False] * len(text)
    found: list[Mask] = []
    for kind, start, end in _finds(searched):
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append(Mask(start, end, kind, _shown(kind, searched[start:end])))
    return sorted(found, key=lambda each: each.start)


def mask(text: str) -> Masked:
    """Cover what looks personal."""
    masks = find_personal(text)
    parts, done = [], 0
    for each in masks:
        parts += [text[done : each.start], each.shown]
        done = each.end
    return Masked("".join([*parts, text[done:]]), masks)


def _finds(searched: str) -> Iterator[tuple[PersonalKind, int, int]]:
    for kind, pattern in _PATTERNS:
        named = "what" in pattern.groupindex
        for match in pattern.finditer(searched):
            start, end = match.span("what" if named else 0)
            yield kind, start, end


def _shown(kind: PersonalKind, found: str) -> str:
    """Return what stays readable: enough for its owner to know it again."""
    if kind in HIDDEN:
        return HIDDEN[kind]
    if kind == PersonalKind.PLATE:
        return f"{re.sub('[^一-鿿A-Za-z]', '', found)[:2].upper()}****"
    digits = re.sub("[^0-9]", "", found)
    if digits.startswith("86") and len(digits) == 13:
        digits = digits[2:]
    if digits.startswith("1") and len(digits) == 11:
        return f"{digits[:3]}****{digits[-4:]}"
    area = ""
    if digits.startswith("0"):  # 010 and 02x are short, all others have four digits
        area = f"{digits[: 3 if digits[1] in '12' else 4]}-"
    return f"{area}****{digits[-3:]}"
