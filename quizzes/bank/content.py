"""What a question asks, with its key: written once, read in pieces.

The key stays in here. What a reader may see before the answer is `portions.py`'s
business, and what an answer is worth is `marking.py`'s.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from quizzes.bank.workflow import ONE_CHOICE, Kind

MOST_OPTIONS = 12
MOST_ACCEPTED = 40
LONGEST_STEM = 600
LONGEST_OPTION = 200
LONGEST_TEXT = 1000  # explanations and feedback


@dataclass(frozen=True)
class Option:
    """One thing to choose, or one place in an order.

    `id` is random: it says nothing of what is right, nor of where it was written.
    """

    text: str
    is_right: bool = False
    feedback: str = ""
    id: str = ""


@dataclass(frozen=True)
class Accepted:
    """One wording of a blank that counts; `marking.folded` says what is the same."""

    text: str
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """What stands left and what belongs to it. Both have ids of their own."""

    left: str
    right: str
    left_id: str = ""
    right_id: str = ""


@dataclass(frozen=True)
class Content:
    """The options and the key of one question.

    kind                what is there
    single, true_false, case    options, one of them right
    multiple            options, any number of them right but none
    ordering            options in the right order
    fill                accepted, the first one is shown as the answer
    matching            pairs, and distractors that belong to none
    """

    kind: Kind
    options: tuple[Option, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[Option, ...] = ()

    @classmethod
    def from_json(cls, kind: str, written: dict[str, Any]) -> "Content":
        return cls(
            Kind(kind),
            tuple(Option(**each) for each in written.get("options", ())),
            tuple(Accepted(**each) for each in written.get("accepted", ())),
            tuple(Pair(**each) for each in written.get("pairs", ())),
            tuple(Option(**each) for each in written.get("distractors", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain lists, without what is empty; the kind is not in it."""
        whole = asdict(self)
        del whole["kind"]
        return {name: list(rows) for name, rows in whole.items() if rows}

    @property
    def right(self) -> list[Option]:
        return [option for option in self.options if option.is_right]

    def with_ids(self) -> "Content":
        """Return it with an id wherever one is missing."""
        new_id = _fresh_ids(self._ids())
        return replace(
            self,
            options=tuple(_named(each, new_id) for each in self.options),
            pairs=tuple(
                replace(
                    pair,
                    left_id=pair.left_id or new_id(),
                    right_id=pair.right_id or new_id(),
                )
                for pair in self.pairs
            ),
            distractors=tuple(_named(each, new_id) for each in self.distractors),
        )

    def _ids(self) -> Iterator[str]:
        for option in (*self.options, *self.distractors):
            yield option.id
        for pair in self.pairs:
            yield from (pair.left_id, pair.right_id)

    def problems(self) -> list[str]:
        """Return what keeps it from being asked, in sentences for its author."""
        return [*_CHECKS[self.kind](self), *_too_long(self)]


def _named(option: Option, new_id: Callable[[], str]) -> Option:
    return option if option.id else replace(option, id=new_id())


def _fresh_ids(taken: Iterable[str]) -> Callable[[], str]:
    seen = set(taken)

    def new_id() -> str:
        while (made := secrets.token_hex(4)) in seen:
            pass
        seen.add(made)
        return made

    return new_id


def _check_options(content: Content, least: int = 2) -> Iterator[str]:
    texts = [option.text.strip() for option in content.options]
    if not least <= len(texts) <= MOST_OPTIONS:
        yield _("选项应当有%(least)s到%(most)s个，现在有%(count)s个。") % {
            "least": least,
            "most": MOST_OPTIONS,
            "count": len(texts),
        }
    if not all(texts):
        yield _("有一个选项是空的。")
    if len(set(texts)) < len(texts):
        yield _("有两个选项一样。")


def _check_one(content: Content) -> Iterator[str]:
    yield from _check_options(content)
    if len(content.right) != 1:
        yield _("正确答案应当正好一个，现在有%s个。") % len(content.right)


def _check_two(content: Content) -> Iterator[str]:
    yield from _check_one(content)
    if len(content.options) != 2:
        yield _("判断题应当正好两个选项。")


def _check_several(content: Content) -> Iterator[str]:
    yield from _check_options(content)
    if not content.right:
        yield _("至少要有一个正确答案。")


def _check_fill(content: Content) -> Iterator[str]:
    if not 1 <= len(content.accepted) <= MOST_ACCEPTED:
        yield _("填空题应当有1到%s个可接受的答案。") % MOST_ACCEPTED
    if not all(each.text.strip() for each in content.accepted):
        yield _("有一个可接受的答案是空的。")


def _check_pairs(content: Content) -> Iterator[str]:
    if not 2 <= len(content.pairs) <= MOST_OPTIONS:
        yield _("连线题应当有2到%s对。") % MOST_OPTIONS
    lefts = [pair.left.strip() for pair in content.pairs]
    rights = [pair.right.strip() for pair in content.pairs]
    if not all((*lefts, *rights)):
        yield _("有一对缺了一边。")
    if len(set(lefts)) < len(lefts):
        yield _("左边有两项一样。")


_CHECKS: dict[Kind, Callable[[Content], Iterator[str]]] = {
    **dict.fromkeys(ONE_CHOICE, _check_one),
    Kind.TRUE_FALSE: _check_two,
    Kind.MULTIPLE: _check_several,
    Kind.ORDERING: _check_options,
    Kind.FILL: _check_fill,
    Kind.MATCHING: _check_pairs,
}


def _too_long(content: Content) -> Iterator[str]:
    texts = [option.text for option in (*content.options, *content.distractors)]
    texts += [each.text for each in content.accepted]
    texts += [side for pair in content.pairs for side in (pair.left, pair.right)]
    if any(len(text) > LONGEST_OPTION for text in texts):
        yield _("一个选项最多%s个字。") % LONGEST_OPTION
    if any(len(option.feedback) > LONGEST_TEXT for option in content.options):
        yield _("一条反馈最多%s个字。") % LONGEST_TEXT


@dataclass(frozen=True, kw_only=True)
class QuestionDraft:
    """A question as somebody wrote it, in a form or a file, before it is kept.

    `code` is empty for a new one. `clause` names an article as `slug/anchor`, the two
    last parts of its address; empty where the question stands on none.
    """

    stem: str
    content: Content
    topic: str
    difficulty: int = 2
    explanation: str = ""
    clause: str = ""
    code: str = ""
    valid_until: str = ""  # an ISO day
    case_number: str = ""
    notes: list[str] = field(
        default_factory=list
    )  # what a file said and we do not keep

    @property
    def kind(self) -> Kind:
        return self.content.kind
