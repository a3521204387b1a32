"""Which questions a paper has: drawn anew for each, by a source nobody can foresee (Q5)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.prepared import Given, PreparedQuery
from quizzes.bank.kept import content_of
from quizzes.bank.models import Question
from quizzes.bank.models.questions import QuestionQuerySet
from quizzes.bank.portions import Order, new_order
from quizzes.contests.models import AttemptItem, DrawRule, Participant, Stage
from quizzes.contests.refusals import CannotDraw

_random = secrets.SystemRandom()
_rules = PreparedQuery(
    lambda: DrawRule.objects.filter(stage_id=Given("stage")).order_by("position", "pk")
)


@dataclass(frozen=True)
class Drawn:
    version_id: int
    order: Order
    points: Decimal


def draw(stage: Stage, participant: Participant | None, *, on: date) -> list[Drawn]:
    """Draw a paper, unseen by `participant`; as a preview, or a first one, by nobody."""
    rules = _rules.all(stage=stage.pk)
    if not rules:
        raise CannotDraw(_("这一阶段还没有定怎么出题。"))
    candidates = [_in_any_order(candidates_of(rule, on)) for rule in rules]
    seen = _seen(participant) if participant and stage.avoids_seen else set()
    slots = [n for n, rule in enumerate(rules) for _each in range(rule.count)]
    picked = _matched(slots, candidates, seen)
    for n, rule in enumerate(rules):
        found = sum(slots[slot] == n for slot in picked)
        if found < rule.count:
            raise CannotDraw(
                _(
                    "题库里可用的题不够：要%(count)s题，只有%(found)s题。请告诉主办单位。"
                )
                % {"count": rule.count, "found": found}
            )
    drawn = [(slots[slot], question) for slot, question in picked.items()]
    if stage.are_questions_shuffled:
        _random.shuffle(drawn)
    else:
        codes = dict(
            Question.objects.filter(pk__in=picked.values()).values_list("pk", "code")
        )
        drawn.sort(key=lambda each: (each[0], codes[each[1]]))
    wordings = [(candidates[n][question], rules[n].points) for n, question in drawn]
    return [
        Drawn(
            version_id,
            new_order(content_of(version_id), is_shuffled=stage.are_options_shuffled),
            points,
        )
        for version_id, points in wordings
    ]


def candidates_of(rule: DrawRule, on: date) -> QuestionQuerySet:
    """Keep what fits a rule. What is kept for a contest is asked by its pool alone."""
    ready = Question.objects.ready(on)
    found = ready.filter(pools=rule.pool_id) if rule.pool_id else ready.unreserved(on)
    if rule.topic:
        found = found.filter(topic=rule.topic)
    if rule.kinds:
        found = found.filter(kind__in=rule.kinds)
    return found.filter(difficulty__gte=rule.easiest, difficulty__lte=rule.hardest)


def _in_any_order(questions: QuestionQuerySet) -> dict[int, int]:
    """Return the questions, each with its current wording."""
    found = list(questions.order_by().values_list("pk", "current_id"))
    _random.shuffle(found)
    return dict(found)


def _seen(participant: Participant) -> set[int]:
    return set(
        AttemptItem.objects.filter(attempt__participant=participant).values_list(
            "version__question_id", flat=True
        )
    )


def _matched(
    slots: list[int], candidates: list[dict[int, int]], seen: set[int]
) -> dict[int, int]:
    """Give each slot a question of its own: unseen ones first, seen ones if they must.

    Where two rules could take the same question, one makes room for the other, so that
    a paper is refused only when there is none.
    """
    taken_by: dict[int, int] = {}

    def place(slot: int, allowed: Iterable[int], tried: set[int]) -> bool:
        allowed = [each for each in allowed if each not in tried]
        for question in allowed:
            if question not in taken_by:
                taken_by[question] = slot
                return True
        for question in allowed:
            if question in tried:
                continue
            tried.add(question)
            other = taken_by[question]
            if slots[other] != slots[slot] and place(
                other, _of(candidates[slots[other]], question), tried
            ):
                taken_by[question] = slot
                return True
        return False

    def _of(rule: dict[int, int], given_up: int) -> list[int]:
        fresh = [each for each in rule if each not in seen and each != given_up]
        return [*fresh, *(each for each in rule if each in seen and each != given_up)]

    left = [
        slot
        for slot, n in enumerate(slots)
        if not place(slot, [each for each in candidates[n] if each not in seen], set())
    ]
    for slot in left:
        place(slot, candidates[slots[slot]], set())
    return {slot: question for question, slot in taken_by.items()}
