"""What somebody answered, and what it is worth.

An answer is plain JSON:

    {"chosen": [ids]}          the choices, or the order from first to last
    {"text": "…"}              a blank
    {"pairs": {left: right}}   a matching
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.typed import clean
from publicity.numerals import parse_chinese_number
from quizzes.bank.content import Content
from quizzes.bank.workflow import ONE_CHOICE, Kind, MarkRule

Answer = dict[str, Any]
LONGEST_BLANK = 100

_DIGITS = "零一二三四五六七八九"
_numeral = re.compile("[零〇一二两三四五六七八九十百千]+")
_ignored = re.compile(
    r"[\s,，。、;；:：'\"‘’“”!！?？()（）《》〈〉\-–—_·]"
    r"|(?<![0-9])\.|\.(?![0-9])"  # 1.5 is no 15
)
_range = re.compile("(?<=[0-9])[-–—](?=[0-9])")  # 3-5 is no 35


class BadAnswer(Refused):
    """Raised when an answer names what the question does not offer."""


def read_answer(content: Content, posted: Mapping[str, Sequence[str]]) -> Answer | None:
    """Return the answer that a form gives, or None where it gives none.

    Fields are `chosen` (of an ordering: `place-<id>` with the place, or `chosen` in
    order), `text`, and `pair-<left id>`.
    """
    if content.kind == Kind.FILL:
        text = clean("".join(posted.get("text", [])[:1]))[:LONGEST_BLANK]
        return {"text": text} if text else None
    if content.kind == Kind.MATCHING:
        return _read_pairs(content, posted)
    known = {option.id for option in content.options}
    if content.kind == Kind.ORDERING:
        chosen = _read_places(known, posted)
    else:
        chosen = [each for each in posted.get("chosen", []) if each]
    if not chosen:
        return None
    if not set(chosen) <= known or len(set(chosen)) < len(chosen):
        raise BadAnswer(_("这个选项不属于这道题。请刷新页面再答。"))
    if content.kind in ONE_CHOICE and len(chosen) > 1:
        raise BadAnswer(_("这道题只能选一个。"))
    if content.kind == Kind.ORDERING and set(chosen) != known:
        raise BadAnswer(_("请给每一项排一个位置，位置不能重复。"))
    return {"chosen": chosen}


def _read_places(known: set[str], posted: Mapping[str, Sequence[str]]) -> list[str]:
    places = {each: "".join(posted.get(f"place-{each}", [])[:1]) for each in known}
    if not any(places.values()):
        return [each for each in posted.get("chosen", []) if each]
    if set(places.values()) != {str(n + 1) for n in range(len(known))}:
        raise BadAnswer(_("请给每一项排一个位置，位置不能重复。"))
    return sorted(known, key=lambda each: int(places[each]))


def _read_pairs(content: Content, posted: Mapping[str, Sequence[str]]) -> Answer | None:
    rights = {pair.right_id for pair in content.pairs}
    rights |= {each.id for each in content.distractors}
    pairs = {}
    for pair in content.pairs:
        right = "".join(posted.get(f"pair-{pair.left_id}", [])[:1])
        if right and right not in rights:
            raise BadAnswer(_("这个选项不属于这道题。请刷新页面再答。"))
        if right:
            pairs[pair.left_id] = right
    return {"pairs": pairs} if pairs else None


def folded(text: str) -> str:
    """Return what of a blank counts: width, case, signs and ways to write numbers do not.

    １０日, 10 日 and 十日 are the same; so are 一二〇 and 120, 二〇二六 and 2026.
    """
    text = _numeral.sub(_digits, normalize("NFKC", text).casefold())
    return _ignored.sub("", _range.sub("~", text))


def _digits(found: re.Match[str]) -> str:
    written = found[0].replace("两", "二").replace("〇", "零")
    # Years and telephone numbers are read digit by digit; 三四天 is no 34 days.
    if len(written) > 2 and set(written) <= set(_DIGITS):
        return "".join(str(_DIGITS.index(sign)) for sign in written)
    try:
        return str(parse_chinese_number(written))
    except ValueError:
        return found[0]


def mark(
    content: Content, answer: Answer | None, rule: MarkRule = MarkRule.EXACT
) -> Fraction:
    """Return which part of its points an answer earns, from 0 to 1."""
    if not answer:
        return Fraction(0)
    if content.kind == Kind.FILL:
        given = folded(str(answer.get("text", "")))
        return Fraction(given in {folded(each.text) for each in content.accepted})
    if content.kind == Kind.MATCHING:
        return _mark_pairs(content, answer)
    chosen = answer.get("chosen", [])
    if content.kind == Kind.ORDERING:
        return Fraction(chosen == [option.id for option in content.options])
    right = {option.id for option in content.right}
    if set(chosen) == right:
        return Fraction(1)
    is_missing = bool(chosen) and set(chosen) < right
    if rule == MarkRule.HALF_FOR_MISSING and is_missing:
        return Fraction(1, 2)
    return Fraction(0)


def _mark_pairs(content: Content, answer: Answer) -> Fraction:
    """Return 1 where every left has a right of the same words: two pairs may share one."""
    texts = {pair.right_id: pair.right for pair in content.pairs}
    given = answer.get("pairs", {})
    return Fraction(
        all(
            texts.get(given.get(pair.left_id, "")) == pair.right
            for pair in content.pairs
        )
    )
