"""Clauses as people write them in a file: 《养犬管理办法》第十一条."""

import re
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from publicity.models import Clause
from publicity.numerals import LARGEST, chinese_number
from quizzes.bank.services.clauses import name_of

LONGEST = 200
_name = re.compile(r"/?([\w-]+)/([\w-]+)/?")
_words = re.compile(
    r"《?([^《》]+?)》?\s*第([0-9]{1,4}|[零一二两三四五六七八九十百千]+)条"
    r"(之[一二三四五六七八九十]+)?"
)


def clauses_meant(written: Iterable[str]) -> dict[str, str]:
    """Return `slug/anchor` for each text that means an article in force today."""
    by_name: dict[str, str] = {}
    by_words: dict[tuple[str, str], str] = {}
    for text in set(written):
        if len(text) > LONGEST:
            continue
        if found := _name.fullmatch(text):
            by_name[f"{found[1]}/{found[2]}"] = text
        elif found := _words.fullmatch(text):
            by_words[found[1].strip(), _label(found)] = text
    if not by_name and not by_words:
        return {}
    slugs = {name.partition("/")[0] for name in by_name}
    titles = {title for title, _label in by_words}
    asked = Clause.objects.in_force(timezone.localdate()).filter(
        Q(version__regulation__slug__in=slugs)
        | Q(version__regulation__title__in=titles)
        | Q(version__regulation__short_title__in=titles)
    )
    meant: dict[str, str] = {}
    for clause in asked:
        name = name_of(clause)
        if name in by_name:
            meant[by_name[name]] = name
        regulation = clause.version.regulation
        for title in (regulation.title, regulation.short_title):
            if (title, clause.label) in by_words:
                meant[by_words[title, clause.label]] = name
    return meant


def _label(found: re.Match[str]) -> str:
    number = found[2]
    if number.isdigit() and 1 <= int(number) <= LARGEST:
        number = chinese_number(int(number))
    return f"第{number}条{found[3] or ''}"
