"""A question as one reader sees it: asked first, then told.

`ask` reads nothing but the portion and the answer that was given; whatever knows the
key is in `tell`, and stands in `Asked.verdict` alone (Q1).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage

from portal.case_pictures import CasePicture, case_of
from portal.media.models import Recording
from publicity.models import Clause
from publicity.numerals import chinese_number
from quizzes.bank.content import Content
from quizzes.bank.marking import LONGEST_BLANK, Answer, folded, mark
from quizzes.bank.models import QuestionVersion
from quizzes.bank.portions import Choice, Order, portion_of
from quizzes.bank.workflow import ONE_CHOICE, Kind, MarkRule

CHOSEN = ONE_CHOICE | {Kind.MULTIPLE}
# What to read with a version that is asked and told: `select_related(*SHOWN)`.
SHOWN = ("image", "film", "clause__version__regulation")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row to choose, to place or to pair. What is below `given` is told, not asked."""

    id: str
    letter: str
    text: str
    given: str = ""  # what stands in its field; of a choice: its own id
    is_right: bool = False  # belongs to the right answer
    is_wrong: bool = False  # was given and does not
    said: str = ""
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What somebody learns once the question is answered."""

    part: Fraction
    right: str  # in few words: of choices their letters
    right_in_full: str
    points: Decimal | None = None
    feedback: str = ""
    explanation: str = ""
    clause: Clause | None = None
    after: CasePicture | None = None

    @property
    def is_right(self) -> bool:
        return self.part == 1

    @property
    def said(self) -> str:
        if self.is_right and self.points:
            return _("答对了，加%(points)s分") % {
                "points": points_in_words(self.points)
            }
        if self.is_right:
            return _("答对了")
        if self.part:
            return _("没有选全，正确答案是%(right)s") % {"right": self.right}
        return _("不对，正确答案是%(right)s") % {"right": self.right}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the templates show; without a verdict nothing of the key is in it."""

    version_id: int
    kind: Kind
    position: int
    total: int
    stem: str
    hint: str
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()  # of a matching: what each line takes one of
    given_text: str = ""
    image: AbstractImage | None = None
    image_alt: str = ""
    film: Recording | None = None
    before: CasePicture | None = None
    points: Decimal | None = None
    answer: Answer | None = field(default=None, repr=False)
    order: Order = field(default_factory=list, repr=False)
    verdict: Verdict | None = None

    @property
    def is_chosen(self) -> bool:
        return self.kind in CHOSEN

    @property
    def input_type(self) -> str:
        return "radio" if self.kind in ONE_CHOICE else "checkbox"

    @property
    def given_in_words(self) -> str:
        """Return what was answered in full, "" where nothing was."""
        if self.kind == Kind.FILL:
            return self.given_text
        given = [line for line in self.lines if line.given]
        if self.kind == Kind.ORDERING:
            given = sorted(given, key=lambda line: int(line.given))
            return "、".join(line.text for line in given)
        if self.kind == Kind.MATCHING:
            texts = {choice.id: choice.text for choice in self.choices}
            return _paired((line.text, texts.get(line.given, "")) for line in given)
        return _named(given)

    @property
    def places(self) -> list[str]:
        """Return what a row of an ordering can be: "1" to as many as there are."""
        return [str(n) for n in range(1, len(self.lines) + 1)]


def ask(
    version: QuestionVersion,
    order: Order,
    *,
    position: int,
    total: int,
    points: Decimal | int | None = None,
    given: Answer | None = None,
    rule: MarkRule = MarkRule.EXACT,
) -> Asked:
    """Return `version` to be asked, with what the reader has put in already."""
    kind = Kind(version.kind)
    portion = portion_of(version.parts, order)
    worth = None if points is None else Decimal(points)
    case = case_of(version.case_number) if version.case_number else None
    return Asked(
        version_id=version.pk,
        kind=kind,
        position=position,
        total=total,
        stem=version.stem,
        hint=_hint(kind, worth, rule),
        lines=tuple(
            Line(
                id=row.id,
                letter=row.letter,
                text=row.text,
                given=_given(kind, row, given or {}),
            )
            for row in portion.lefts or portion.choices
        ),
        choices=tuple(portion.choices if portion.lefts else ()),
        given_text=str((given or {}).get("text", "")),
        image=version.image,
        image_alt=version.image_alt,
        film=version.film,
        before=case.before if case and case.is_closed else None,
        points=worth,
        answer=given,
        order=order,
    )


def _given(kind: Kind, row: Choice, given: Answer) -> str:
    if kind == Kind.MATCHING:
        return str(given.get("pairs", {}).get(row.id, ""))
    chosen = given.get("chosen", [])
    if row.id not in chosen:
        return ""
    return str(chosen.index(row.id) + 1) if kind == Kind.ORDERING else row.id


def with_posted(asked: Asked, posted: Mapping[str, Sequence[str]]) -> Asked:
    """Return `asked` with what a form gave that could not be read as an answer."""
    chosen = set(posted.get("chosen", ()))

    def of(line: Line) -> str:
        if asked.is_chosen:
            return line.id if line.id in chosen else ""
        name = "pair" if asked.choices else "place"
        return "".join(posted.get(f"{name}-{line.id}", ())[:1])

    return replace(
        asked,
        lines=tuple(replace(line, given=of(line)) for line in asked.lines),
        given_text="".join(posted.get("text", ())[:1])[:LONGEST_BLANK],
    )


def tell(
    asked: Asked, version: QuestionVersion, rule: MarkRule = MarkRule.EXACT
) -> Asked:
    """Return `asked` with its verdict. A question without an answer is told as well."""
    content = version.parts
    part = mark(content, asked.answer, rule)
    case = case_of(version.case_number) if version.case_number else None
    lines, right, in_full = _TOLD[asked.kind](asked, content)
    points = None
    if asked.points is not None:
        points = asked.points * part.numerator / part.denominator
    return replace(
        asked,
        lines=tuple(lines),
        verdict=Verdict(
            part=part,
            right=right,
            right_in_full=in_full,
            points=points,
            feedback=_feedback(asked, content),
            explanation=version.explanation,
            clause=version.clause,
            after=case.after if case and case.is_closed else None,
        ),
    )


_Told = tuple[Iterable[Line], str, str]  # the right answer in few words, and in full


def _tell_chosen(asked: Asked, content: Content) -> _Told:
    options = {option.id: option for option in content.options}
    lines = []
    for line in asked.lines:
        option = options[line.id]
        if option.is_right:
            said = _("您选的，答对了") if line.given else _("正确答案")
        else:
            said = _("您选的") if line.given else ""
        lines.append(
            replace(
                line,
                is_right=option.is_right,
                is_wrong=bool(line.given) and not option.is_right,
                said=said,
                feedback=option.feedback if line.given or option.is_right else "",
            )
        )
    right = [line for line in lines if line.is_right]
    return lines, "".join(line.letter for line in right), _named(right)


def _tell_places(asked: Asked, content: Content) -> _Told:
    places = {option.id: n for n, option in enumerate(content.options, start=1)}
    chosen = (asked.answer or {}).get("chosen", [])
    lines = []
    for line in asked.lines:
        place = places[line.id]
        is_right = bool(chosen) and chosen[place - 1] == line.id
        said = _("第%(place)d，排对了") if is_right else _("应当排第%(place)d")
        lines.append(
            replace(
                line,
                is_right=is_right,
                is_wrong=bool(chosen) and not is_right,
                said=said % {"place": place},
            )
        )
    right = "、".join(option.text for option in content.options)
    return lines, right, right


def _tell_pairs(asked: Asked, content: Content) -> _Told:
    rights = {pair.left_id: pair.right for pair in content.pairs}
    texts = {choice.id: choice.text for choice in asked.choices}
    lines = []
    for line in asked.lines:
        right = rights[line.id]
        is_right = texts.get(line.given) == right
        said = _("对了") if is_right else _("应当是：%(right)s") % {"right": right}
        lines.append(
            replace(
                line,
                is_right=is_right,
                is_wrong=bool(line.given) and not is_right,
                said=said,
            )
        )
    right = _paired((pair.left, pair.right) for pair in content.pairs)
    return lines, right, right


def _tell_blank(asked: Asked, content: Content) -> _Told:
    right = content.accepted[0].text
    return asked.lines, right, right


def _named(lines: Iterable[Line]) -> str:
    return "；".join(f"{line.letter}. {line.text}" for line in lines)


def _paired(pairs: Iterable[tuple[str, str]]) -> str:
    return "；".join(f"{left}——{right}" for left, right in pairs)


_TOLD: dict[Kind, Callable[[Asked, Content], _Told]] = {
    **dict.fromkeys(CHOSEN, _tell_chosen),
    Kind.ORDERING: _tell_places,
    Kind.MATCHING: _tell_pairs,
    Kind.FILL: _tell_blank,
}


def _feedback(asked: Asked, content: Content) -> str:
    """Return what the author says to this answer as a whole; options say their own."""
    if asked.kind == Kind.FILL:
        given = folded(asked.given_text)
        known = (each for each in content.accepted if folded(each.text) == given)
        return next((each.feedback for each in known), "")
    if asked.kind == Kind.MATCHING:
        taken = {line.given for line in asked.lines}
        said = (each.feedback for each in content.distractors if each.id in taken)
        return "".join(said)
    return ""


def points_in_words(points: Decimal) -> str:
    """Write 4 as 四 and 2.5 as 2.5."""
    if points == int(points) and points:
        return chinese_number(int(points))
    return f"{points.normalize():f}"


_DEMANDS = {
    MarkRule.EXACT: lambda: _("选全了才得分"),
    MarkRule.HALF_FOR_MISSING: lambda: _("少选得一半，错选不得分"),
}


def _hint(kind: Kind, points: Decimal | None, rule: MarkRule) -> str:
    said = [str(kind.label)]
    if points is not None:
        said.append(_("%(points)s分") % {"points": points_in_words(points)})
    if kind == Kind.MULTIPLE:
        said.append(_DEMANDS[rule]())
    elif kind == Kind.ORDERING:
        said.append(_("给每一项选一个位置"))
    elif kind == Kind.MATCHING:
        said.append(_("给每一项选一个对应的"))
    elif kind == Kind.FILL:
        said.append(_("数字写阿拉伯数字、汉字都行"))
    return "，".join(said)
