"""Questions, contests and papers for tests; every argument is optional."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from portal.directory.models import Unit
from portal.tokens import hash_token, new_token
from quizzes.bank.content import Accepted, Content, Option, Pair
from quizzes.bank.models import Pool, Question, QuestionVersion
from quizzes.bank.portions import new_order
from quizzes.bank.workflow import Kind, QuestionState, Topic
from quizzes.contests.models import (
    Attempt,
    AttemptItem,
    Contest,
    DrawRule,
    Participant,
    Stage,
    UnitEntry,
)
from quizzes.contests.services.writing import keep_answer, save_item
from quizzes.contests.workflow import AttemptState, ContestState, StageKind
from tests.portal.make import make_unit

_tokens: dict[str, str] = {}  # of the participants that were made, by their hash

_number = count(1)

CONTENTS: dict[Kind, Content] = {
    Kind.SINGLE: Content(
        Kind.SINGLE,
        (
            Option("倒水的商户", True, "谁倒谁清。"),
            Option("环卫工人", feedback="他们扫的是公共路面。"),
            Option("房东"),
            Option("社区居委会"),
        ),
    ),
    Kind.MULTIPLE: Content(
        Kind.MULTIPLE,
        (Option("包卫生", True), Option("包秩序", True), Option("包治安")),
    ),
    Kind.TRUE_FALSE: Content(Kind.TRUE_FALSE, (Option("对", True), Option("错"))),
    Kind.CASE: Content(Kind.CASE, (Option("对"), Option("不对", True))),
    Kind.FILL: Content(
        Kind.FILL, accepted=(Accepted("三日"), Accepted("三天"), Accepted("72小时"))
    ),
    Kind.ORDERING: Content(
        Kind.ORDERING, (Option("打湿"), Option("搓洗"), Option("冲净"), Option("擦干"))
    ),
    Kind.MATCHING: Content(
        Kind.MATCHING,
        pairs=(Pair("过期药品", "有害垃圾"), Pair("剩菜", "厨余垃圾")),
        distractors=(Option("可回收物"),),
    ),
}


def make_question(
    *,
    kind: Kind = Kind.SINGLE,
    content: Content | None = None,
    state: QuestionState = QuestionState.READY,
    topic: Topic = Topic.CAMPAIGN,
    difficulty: int = 2,
    stem: str = "沿街商户把洗菜水泼到人行道上，由谁负责清理？",
    code: str = "",
    **fields: Any,
) -> Question:
    """Make a question with one wording, `question.current`."""
    question = Question.objects.create(
        code=code or f"T{next(_number):05}",
        state=state,
        topic=topic,
        kind=kind,
        difficulty=difficulty,
    )
    question.current = QuestionVersion.objects.create(
        question=question,
        number=1,
        kind=kind,
        topic=topic,
        difficulty=difficulty,
        stem=stem,
        content=(content or CONTENTS[kind]).with_ids().to_json(),
        **fields,
    )
    question.save(update_fields=["current"])
    return question


def make_pool(*, name: str = "", questions: Any = ()) -> Pool:
    pool = Pool.objects.create(name=name or f"题组{next(_number)}")
    pool.questions.set(questions)
    return pool


def make_contest(
    *,
    state: ContestState = ContestState.PUBLISHED,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    organiser: Unit | None = None,
    **fields: Any,
) -> Contest:
    """Make a contest that is open now, without stages."""
    n = next(_number)
    now = timezone.now()
    texts = dict.fromkeys(
        ("summary", "eligibility", "naming", "privacy", "appeals"), "见规则。"
    )
    return Contest.objects.create(
        **{
            "slug": f"contest-{n}",
            "title": f"竞赛{n}",
            "number_prefix": f"T-QZ-{n}",
            "contact": "0000-612-0412",
            **texts,
            **fields,
        },
        organiser=organiser or make_unit(),
        opens_at=opens_at or now - timedelta(days=1),
        closes_at=closes_at or now + timedelta(days=7),
        state=state,
    )


def make_stage(
    contest: Contest | None = None,
    *,
    n_questions: int = 3,
    points: int = 5,
    questions: Any = None,
    **fields: Any,
) -> Stage:
    """Make an official stage that draws `n_questions` of a pool of as many."""
    contest = contest or make_contest()
    if questions is None:
        questions = [make_question() for _each in range(n_questions)]
    stage = Stage.objects.create(
        **{
            "contest": contest,
            "position": next(_number),
            "kind": StageKind.OFFICIAL,
            "title": "初赛",
            "opens_at": contest.opens_at,
            "closes_at": contest.closes_at,
            **fields,
        }
    )
    DrawRule.objects.create(
        stage=stage,
        count=n_questions,
        points=points,
        pool=make_pool(questions=questions),
    )
    return stage


def make_unit_entry(contest: Contest, **fields: Any) -> UnitEntry:
    return UnitEntry.objects.create(
        **{
            "contest": contest,
            "unit": fields.pop("unit", None) or make_unit(),
            "code": f"U{next(_number)}",
            "headcount": 50,
            **fields,
        }
    )


def make_participant(contest: Contest | None = None, **fields: Any) -> Participant:
    """Make a participant; `participant.token` is the secret of the private link."""
    token = new_token()
    participant = Participant.objects.create(
        **{
            "contest": contest or make_contest(),
            "token_hash": hash_token("participant", token),
            "name": "周秀敏",
            "shown_name": "周*敏",
            "joined_at": timezone.now(),
            "form_key_hash": hash_token("participant form", token),
            **fields,
        }
    )
    participant.token = token  # type: ignore[attr-defined]
    _tokens[participant.token_hash] = token
    return participant


def save_answer(
    attempt: Attempt, position: int, posted: Mapping[str, Sequence[str]]
) -> None:
    """Keep an answer as the page does: in one statement, or after a closer look."""
    token = _tokens[attempt.participant.token_hash]
    if not keep_answer(token, attempt.pk, position, posted):
        items = attempt.items.select_related("attempt__stage")
        save_item(items.get(position=position), posted)


def make_attempt(
    participant: Participant | None = None,
    stage: Stage | None = None,
    *,
    state: AttemptState = AttemptState.IN_PROGRESS,
    score: int | Decimal = 0,
    seconds: int = 120,
    **fields: Any,
) -> Attempt:
    """Make a paper as the services would: with items, in the order of the pool."""
    stage = stage or make_stage()
    participant = participant or make_participant(stage.contest)
    now = timezone.now()
    rule = stage.draw_rules.get()
    assert rule.pool
    questions = rule.pool.questions.select_related("current")
    versions = [question.current for question in questions if question.current]
    nth = participant.attempts.filter(stage=stage).count() + 1
    is_over = state not in {AttemptState.IN_PROGRESS, AttemptState.ABANDONED}
    attempt = Attempt.objects.create(
        **{
            "participant": participant,
            "stage": stage,
            "day": timezone.localdate(),
            "nth_of_day": nth,
            "nth": nth,
            "state": state,
            "started_at": now - timedelta(seconds=seconds if is_over else 0),
            "ends_at": now + timedelta(minutes=10),
            "closes_at": now + timedelta(minutes=10, seconds=stage.grace),
            "finished_at": now if is_over else None,
            "seconds": Decimal(seconds) if is_over else None,
            "n_questions": len(versions),
            "score": score,
            "most": rule.points * len(versions),
            **fields,
        }
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            order=new_order(version.parts, is_shuffled=False),
            points=rule.points,
        )
        for position, version in enumerate(versions, start=1)
    )
    return attempt
