"""The Chinese words of our files. They stay as they are when the site is translated."""

import re
from collections.abc import Mapping
from typing import TypeVar
from unicodedata import normalize

from quizzes.bank.content import Option
from quizzes.bank.workflow import Kind, Topic

Word = TypeVar("Word")

# The first word is the one we write.
KINDS: dict[Kind, tuple[str, ...]] = {
    Kind.SINGLE: ("单选题", "单选", "单项选择题", "单项选择", "选择题"),
    Kind.MULTIPLE: ("多选题", "多选", "多项选择题", "多项选择"),
    Kind.TRUE_FALSE: ("判断题", "判断", "是非题", "对错题"),
    Kind.FILL: ("填空题", "填空"),
    Kind.ORDERING: ("排序题", "排序"),
    Kind.MATCHING: ("连线题", "连线", "匹配题", "配对题"),
    Kind.CASE: ("情景判断题", "情景判断", "情景题", "案例判断题", "案例题"),
}
TOPICS: dict[Topic, tuple[str, ...]] = {
    Topic.CIVILITY: ("文明礼仪",),
    Topic.CAMPAIGN: ("双创知识",),
    Topic.LAW: ("法律法规",),
    Topic.HEALTH: ("健康知识",),
}
DIFFICULTIES: dict[int, tuple[str, ...]] = {
    1: ("1", "容易", "易", "简单"),
    2: ("2", "较易"),
    3: ("3", "中等", "中", "一般"),
    4: ("4", "较难"),
    5: ("5", "难", "困难"),
}
# What stands beside a blank in a text that goes on after it.
BLANK = "____"
RIGHT_WORDS = frozenset({"对", "正确", "是", "√", "✓", "✔", "t", "true"})
WRONG_WORDS = frozenset(
    {"错", "错误", "不对", "不正确", "否", "×", "✗", "✘", "x", "f", "false"}
)
# What 对 and 错 are called where a file names no options.
TWO: dict[Kind, tuple[str, str]] = {
    Kind.TRUE_FALSE: ("对", "错"),
    Kind.CASE: ("对", "不对"),
}
_day = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def kind_of(text: str) -> Kind | None:
    return _by_word(KINDS, text)


def topic_of(text: str) -> Topic | None:
    return _by_word(TOPICS, text)


def difficulty_of(text: str) -> int | None:
    found = _by_word(DIFFICULTIES, text)
    return found and int(found)


def _by_word(words: Mapping[Word, tuple[str, ...]], text: str) -> Word | None:
    wanted = normalize("NFKC", text).strip().casefold()
    for meant, written in words.items():
        if wanted in written or wanted == str(meant).casefold():
            return meant
    return None


def two_options(kind: Kind, is_right: bool) -> tuple[Option, Option]:
    """Return 对 and 错 with the one that is right."""
    first, second = TWO[kind]
    return Option(first, is_right), Option(second, not is_right)


def day_of(text: str) -> str:
    """Return the ISO day that `text` begins with, however it is written, or `text`."""
    found = _day.match(normalize("NFKC", text))
    if not found:
        return text
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"
