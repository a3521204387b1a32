"""What was chosen how often, in the words of the question."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quizzes.bank.content import Content
from quizzes.bank.marking import folded
from quizzes.bank.workflow import Kind
from quizzes.statistics.figures import BLANK

# What fewer people typed of their own accord may be about a person: it is not shown.
LEAST_ALIKE = 3


@dataclass(frozen=True)
class OptionCount:
    text: str
    n: int
    of: int
    is_right: bool = False

    @property
    def percent(self) -> float:
        return round(100 * self.n / self.of, 1) if self.of else 0.0


def counted_options(
    content: Content, counts: dict[str, int], n: int
) -> list[OptionCount]:
    """Return each option with its count, then the other answers, then the blank ones."""
    counts = dict(counts)
    blank = counts.pop(BLANK, 0)
    found = [
        OptionCount(text, counts.pop(key, 0), n, is_right)
        for key, text, is_right in _offered(content)
    ]
    found += [OptionCount(*row) for row in _others(content, counts, n)]
    if blank:
        found.append(OptionCount(_("没有作答"), blank, n))
    return found


def _offered(content: Content) -> Iterator[tuple[str, str, bool]]:
    """Yield what was there to be chosen: key, words, whether it is right."""
    if content.kind == Kind.FILL:
        seen = {folded(each.text): each.text for each in reversed(content.accepted)}
        for key, text in seen.items():
            yield key, text, True
    elif content.kind == Kind.ORDERING:
        ids = [option.id for option in content.options]
        yield ">".join(ids), _arrow([option.text for option in content.options]), True
    elif content.kind == Kind.MATCHING:
        for pair in content.pairs:
            key = f"{pair.left_id}>{pair.right_id}"
            yield key, _arrow([pair.left, pair.right]), True
    else:
        for option in content.options:
            yield option.id, option.text, option.is_right


def _others(
    content: Content, counts: dict[str, int], n: int
) -> Iterator[tuple[str, int, int, bool]]:
    """Yield the wrong answers that are no option of their own, the most frequent first."""
    texts = {option.id: option.text for option in content.options}
    rights = {pair.right_id: pair.right for pair in content.pairs}
    texts |= rights | {each.id: each.text for each in content.distractors}
    texts |= {pair.left_id: pair.left for pair in content.pairs}
    right_of = {pair.left_id: pair.right for pair in content.pairs}
    rest = 0
    for key, count in sorted(counts.items(), key=lambda each: -each[1]):
        ids = key.split(">")
        if content.kind == Kind.FILL:
            if count >= LEAST_ALIKE:
                yield key, count, n, False
            else:
                rest += count
        elif all(each in texts for each in ids):
            # Two pairs may share one right side: the words count.
            is_right = len(ids) == 2 and right_of.get(ids[0]) == rights.get(ids[1], "")
            yield _arrow([texts[each] for each in ids]), count, n, is_right
    if rest:
        yield _("其他写法"), rest, n, False


def _arrow(texts: list[str]) -> str:
    return " → ".join(texts)
