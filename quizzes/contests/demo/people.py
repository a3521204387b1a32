"""People who never were, with papers as such people would hand them in.

Written in bulk, in seconds: no step is taken by a service, but each is written down as
the services would.
"""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from portal.directory.models import Area
from portal.timeline.models import Event
from portal.tokens import hash_token, new_token
from quizzes.bank.content import Content
from quizzes.bank.marking import Answer
from quizzes.bank.models import QuestionVersion
from quizzes.bank.portions import new_order
from quizzes.bank.workflow import Kind
from quizzes.contests.models import (
    Attempt,
    AttemptItem,
    Participant,
    Stage,
    Standing,
    UnitEntry,
)
from quizzes.contests.names import masked
from quizzes.contests.services.drawing import candidates_of
from quizzes.contests.services.joining import FORM_PURPOSE, PURPOSE
from quizzes.contests.workflow import AttemptState

FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "敏秀英华建国平芳丽军强磊洋艳勇娟涛明超兰霞刚桂文辉玲玉萍红鹏飞云春山禾溪"
BATCH = 500


@dataclass(frozen=True)
class _Asked:
    """A question that may be drawn, read once for all papers."""

    version: QuestionVersion
    content: Content


def play_stage(
    stage: Stage,
    areas: list[Area],
    *,
    n_people: int,
    seed: int,
    days: tuple[datetime, datetime] | None = None,
) -> None:
    """Let `n_people` take part in `stage`, each some times, better and worse."""
    dice = random.Random(seed)  # noqa: S311 -- people of a demonstration
    bank = _bank(stage)
    entries = list(UnitEntry.objects.filter(contest=stage.contest, is_of_minors=False))
    people = _people(stage, entries, areas, n_people, dice)
    opens, closes = days or (stage.opens_at, stage.closes_at)
    papers, items = [], []
    for person in people:
        skill = dice.gauss(1.0, 0.9)
        n_days = (timezone.localdate(closes) - timezone.localdate(opens)).days
        for nth, day in enumerate(sorted(_days_of(n_days, dice)), start=1):
            begins = opens + timedelta(days=day, minutes=dice.randrange(10, 780))
            paper, answered = _paper(stage, person, bank, skill, begins, nth, dice)
            papers.append(paper)
            items.append(answered)
    Attempt.objects.bulk_create(papers, BATCH)
    AttemptItem.objects.bulk_create(
        (
            _attached(item, paper)
            for paper, answered in zip(papers, items, strict=True)
            for item in answered
        ),
        BATCH,
    )
    _record(papers)
    _stand(stage, papers)


def _bank(stage: Stage) -> list[list[_Asked]]:
    """Return for each rule what it may draw."""
    on = timezone.localdate(stage.closes_at)
    return [
        [
            _Asked(question.current, question.current.parts)
            for question in candidates_of(rule, on)
            .select_related("current")
            .order_by("code")
            if question.current
        ]
        for rule in stage.draw_rules.order_by("position")
    ]


def _people(
    stage: Stage,
    entries: list[UnitEntry],
    areas: list[Area],
    n_people: int,
    dice: random.Random,
) -> list[Participant]:
    people = []
    for _each in range(n_people):
        given = "".join(dice.sample(GIVEN, dice.choice((1, 2, 2, 2))))
        name = dice.choice(FAMILY) + given
        joined = stage.opens_at + timedelta(hours=dice.uniform(0, 30))
        is_minor = dice.random() < 0.05
        secret = new_token()
        people.append(
            Participant(
                contest=stage.contest,
                token_hash=hash_token(PURPOSE, secret),
                form_key_hash=hash_token(FORM_PURPOSE, secret),
                name=name,
                shown_name=masked(name),
                unit_entry=dice.choice(entries) if dice.random() < 0.7 else None,
                area=dice.choice(areas) if areas and dice.random() < 0.8 else None,
                is_minor=is_minor,
                guardian_agreed_at=joined if is_minor else None,
                joined_at=joined,
            )
        )
    return Participant.objects.bulk_create(people, BATCH)


def _days_of(n_days: int, dice: random.Random) -> Iterable[int]:
    return dice.sample(range(n_days), min(n_days, dice.choice((1, 1, 1, 2, 2, 3))))


def _paper(
    stage: Stage,
    person: Participant,
    bank: list[list[_Asked]],
    skill: float,
    begins: datetime,
    nth: int,
    dice: random.Random,
) -> tuple[Attempt, list[AttemptItem]]:
    items: list[AttemptItem] = []
    seconds = 0.0
    for rule, asked in zip(stage.draw_rules.order_by("position"), bank, strict=True):
        for each in dice.sample(asked, rule.count):
            hard = 0.7 * (each.version.difficulty - 2.5)
            is_right = dice.random() < 1 / (1 + math.exp(hard - skill - 0.2 * nth))
            seconds += max(4.0, dice.lognormvariate(2.6, 0.45))
            items.append(
                AttemptItem(
                    position=len(items) + 1,
                    version=each.version,
                    order=new_order(each.content),
                    points=rule.points,
                    answer=_answer(each.content, dice, is_right=is_right),
                    answered_at=begins + timedelta(seconds=seconds),
                    shown_at=begins + timedelta(seconds=seconds - 4),
                    n_saves=1,
                    earned=rule.points if is_right else Decimal(0),
                    is_right=is_right,
                )
            )
    limit = stage.time_limit or 3600
    seconds = min(seconds, limit - 5)
    ends_at = begins + timedelta(seconds=limit)
    paper = Attempt(
        participant=person,
        stage=stage,
        day=timezone.localdate(begins),
        nth_of_day=1,
        nth=nth,
        state=AttemptState.SUBMITTED,
        started_at=begins,
        ends_at=ends_at,
        closes_at=ends_at + timedelta(seconds=stage.grace),
        finished_at=begins + timedelta(seconds=seconds),
        n_questions=len(items),
        n_right=sum(bool(item.is_right) for item in items),
        score=sum((item.earned or Decimal(0) for item in items), Decimal(0)),
        most=sum((item.points for item in items), Decimal(0)),
        seconds=Decimal(f"{seconds:.3f}"),
    )
    return paper, items


def _answer(content: Content, dice: random.Random, *, is_right: bool) -> Answer:
    right = [option.id for option in content.right]
    if is_right:
        return {"chosen": right}
    wrong = [option.id for option in content.options if not option.is_right]
    if content.kind == Kind.MULTIPLE and len(right) > 1 and dice.random() < 0.6:
        return {"chosen": right[:-1]}
    return {"chosen": [dice.choice(wrong)] if wrong else right[:1]}


def _attached(item: AttemptItem, paper: Attempt) -> AttemptItem:
    item.attempt = paper
    return item


def _record(papers: list[Attempt]) -> None:
    kind = ContentType.objects.get_for_model(Attempt)
    running = AttemptState.IN_PROGRESS
    Event.objects.bulk_create(
        (
            Event(
                content_type=kind,
                object_id=paper.pk,
                verb=verb,
                from_state=old,
                to_state=new,
                at=when,
            )
            for paper in papers
            for verb, old, new, when in (
                ("start", "", running, paper.started_at),
                ("submit", running, paper.state, paper.finished_at or paper.started_at),
            )
        ),
        BATCH,
    )


def _stand(stage: Stage, papers: list[Attempt]) -> None:
    """Write who stands where by the rule of these stages: the best, then the quickest."""
    best: dict[int, Attempt] = {}
    for paper in papers:
        other = best.get(paper.participant_id)
        if other is None or _rank(paper) < _rank(other):
            best[paper.participant_id] = paper
    Standing.objects.bulk_create(
        (
            Standing(
                stage=stage,
                participant=paper.participant,
                attempt=paper,
                score=paper.score,
                seconds=paper.seconds or Decimal(0),
                finished_at=paper.finished_at or paper.started_at,
                unit_entry_id=paper.participant.unit_entry_id,
                area_id=paper.participant.area_id,
                is_shown=not paper.participant.is_minor,
            )
            for paper in best.values()
        ),
        BATCH,
    )


def _rank(paper: Attempt) -> tuple[Decimal, Decimal]:
    return -paper.score, paper.seconds or Decimal(0)
