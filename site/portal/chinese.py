"""Chinese text as words that any database can find.

Chinese is written without blanks, and a dictionary that cuts it finds only what it
knows: 占道 is in none. So each run of Hanzi becomes its overlapping pairs. 占道经营
is indexed as 占道 道经 经营 营, and every part of it is found: a longer part by all
of its pairs, a single sign as the beginning of one. Latin words and numbers stay
whole. The signs are split here and not by the database, so that all databases agree.
"""

import re
import unicodedata
from collections.abc import Iterator

HANZI = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"([{HANZI}]+)|[^\W_{HANZI}]+")
LONGEST_WORD = 40  # PostgreSQL refuses words of 2 KB
MOST_WORDS = 100_000  # and vectors of 1 MB
# What people put around the words that they look for.
_ASKING = re.compile(
    "请问|我想知道|我想问|想问一下|为什么|为啥|什么时候|啥时候|什么地方|是什么|是啥|什么|"
    "怎么办理|怎么办|怎么样|怎么|怎样|如何|哪里|哪儿|在哪|哪些|哪个|多少|多久|多长时间|"
    "能不能|可不可以|可以|是不是|有没有|吗|呢|吧|啊|[?？]"
)
_ARTICLE = re.compile(r"第\s*([1-9][0-9]{0,2}|[一二三四五六七八九十百零]+)\s*条")


class _Folding(dict[int, str]):
    """What each sign is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_folding = _Folding()


def fold(text: str) -> str:
    """Make alike what reads alike: full width, capitals. The length stays the same."""
    return text.translate(_folding)


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Cut `text` into runs of Hanzi and other words; tell which is which."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if not plain.isascii():
        # é is e: SQLite's index drops what stands above a letter in any case.
        plain = "".join(
            sign
            for sign in unicodedata.normalize("NFD", plain)
            if unicodedata.category(sign) != "Mn"
        )
        plain = unicodedata.normalize("NFC", plain)
    for match in _RUN.finditer(plain):
        yield match[0], match[1] is not None


def index_words(text: str) -> list[str]:
    """Return the words under which `text` is to be found."""
    words: list[str] = []
    for run, is_hanzi in runs(text):
        if is_hanzi:
            words.extend(_spell(run[i : i + 2]) for i in range(len(run)))
        else:
            words.append(_spell(run[:LONGEST_WORD]))
        if len(words) > MOST_WORDS:
            break
    return words[:MOST_WORDS]


def query_words(query: str) -> list[tuple[str, bool]]:
    """Return the words that a text must hold, and whether each is a mere beginning."""
    words: dict[tuple[str, bool], None] = {}
    for run, is_hanzi in runs(query):
        if is_hanzi and len(run) > 1:
            words.update(
                {(_spell(run[i : i + 2]), False): None for i in range(len(run) - 1)}
            )
        else:
            words[_spell(run[:LONGEST_WORD]), is_hanzi] = None
    return list(words)


def _spell(word: str) -> str:
    """Write signs that databases of different age know differently as ASCII."""
    if word.isascii() or max(word) <= "\uffff":
        return word
    return "".join(sign if sign <= "\uffff" else f"x{ord(sign):x}" for sign in word)


def without_asking(query: str) -> str:
    """Cut the question out of a question: 违规养犬怎么处罚 → 违规养犬 处罚."""
    if not re.search(f"[{HANZI}]", query):
        return query
    rest = " ".join(_ASKING.sub(" ", query).split())
    return rest or query


def with_written_articles(query: str) -> str:
    """Set an article's number apart, as laws write it: 养犬办法第17条 → 养犬办法 第十七条."""
    plain = _ARTICLE.sub(
        lambda match: f" 第{_article_number(match[1])}条 ", fold(query)
    )
    return " ".join(plain.split())


def _article_number(number: str) -> str:
    return _written(int(number)) if number.isascii() else number


def _written(number: int) -> str:
    """Write a number up to 999: 10 is 十, 101 is 一百零一."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        written += f"{digits[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        written += digits[0]
    return written + (digits[ones] if ones else "")
