"""Questions as Moodle thinks of them: answers that are worth a part of the points."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quizzes.bank.content import Accepted, Content, Option
from quizzes.bank.formats.words import TWO
from quizzes.bank.workflow import NEVER_SHUFFLED, Kind

FULL = 99.999  # Moodle writes a third as 33.33333


class CannotAsk(Exception):
    """Raised with a sentence: a question of a kind that has no counterpart here."""


class Broken(Exception):
    """Raised with a sentence: a question that its author has to put right."""


@dataclass(frozen=True)
class Answer:
    text: str
    percent: float
    feedback: str = ""


def is_plain_two(content: Content) -> bool:
    """Say whether it is nothing but 对 and 错, as Moodle's true or false."""
    texts = tuple(option.text for option in content.options)
    return TWO.get(content.kind) == texts


def shares(content: Content) -> list[float]:
    """Return what each option is worth, so that Moodle too gives nothing for a wrong one."""
    n_right = len(content.right)
    return [
        round(100 / n_right, 5) if option.is_right else -100.0
        for option in content.options
    ]


def percent(share: float) -> str:
    return f"{share:.5f}".rstrip("0").rstrip(".")


def choice(
    answers: Sequence[Answer], *, is_single: bool, wanted: Kind | None, notes: list[str]
) -> Content:
    """Return a single or multiple choice; `wanted` is what a tag says that it is."""
    if is_single:
        right = [answer.percent >= FULL for answer in answers]
        if any(0 < answer.percent < FULL for answer in answers):
            notes.append(_("有的选项得一部分分，这里只分对和错，按错的收下。"))
        kind = wanted if wanted in NEVER_SHUFFLED else Kind.SINGLE
        if right.count(True) > 1:
            raise Broken(
                _("单选题有%s个正确答案。要么只留一个，要么改成多选。")
                % right.count(True)
            )
    else:
        right = [answer.percent > 0 for answer in answers]
        kind = Kind.MULTIPLE
        worth = {round(answer.percent, 1) for answer in answers if answer.percent > 0}
        if len(worth) > 1:
            notes.append(_("各个选项的分值不一样，没有保留：多选题全部选对才得分。"))
    if not any(right):
        raise Broken(_("没有一个选项是正确的。"))
    return Content(
        kind or Kind.SINGLE,
        tuple(
            Option(answer.text, is_right, answer.feedback)
            for answer, is_right in zip(answers, right, strict=True)
        ),
    )


def two(
    is_true: bool, *, if_true: str = "", if_false: str = "", wanted: Kind | None = None
) -> Content:
    kind = Kind.CASE if wanted == Kind.CASE else Kind.TRUE_FALSE
    first, second = TWO[kind]
    options = (
        Option(first, is_true, if_true),
        Option(second, not is_true, if_false),
    )
    return Content(kind, options)


def blank(answers: Sequence[Answer], *, notes: list[str]) -> Content:
    """Return a fill-in of what is wholly right; `*` in an answer stands for anything."""
    accepted = []
    for answer in answers:
        if answer.percent < FULL:
            notes.append(
                _("答案“%s”不是全对的，没有保留。") % answer.text[:40]
                + (
                    _("它的反馈是：%s") % answer.feedback[:200]
                    if answer.feedback
                    else ""
                )
            )
        elif _has_wildcard(answer.text):
            notes.append(
                _("答案“%s”里的*代表任意文字，这里没有这种答案，没有保留。")
                % answer.text[:40]
            )
        else:
            text = answer.text.replace("\\*", "*")
            accepted.append(Accepted(text, answer.feedback))
    if not accepted:
        raise Broken(_("没有一个可以照原样接受的答案。"))
    return Content(Kind.FILL, accepted=tuple(accepted))


def _has_wildcard(text: str) -> bool:
    return "*" in text.replace("\\*", "")


def without_wildcards(text: str) -> str:
    return text.replace("*", "\\*")


def exact_number(text: str, tolerance: str) -> bool:
    """Say whether a numerical answer means one number and no other."""
    try:
        return float(tolerance or 0) == 0 and abs(float(text)) < float("inf")
    except ValueError:
        return False
