"""Three contests of the demonstration county: one that is over, one open, one to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.demo.context import Context
from portal.timeline.models import Event
from publicity.demo.parts import at
from quizzes.bank.models import Pool, Question
from quizzes.bank.workflow import Kind, Topic
from quizzes.contests.demo.people import play_stage
from quizzes.contests.models import Contest, DrawRule, Stage, UnitEntry
from quizzes.contests.workflow import ContestState, Reveals, StageKind

COUNTY = "county-contest-2026"
PRIVACY = _(
    "报名只要一个称呼；单位、社区和片区是选填。榜上只显示第一个字和最后一个字，未成年人不上榜。有奖的竞赛正式答题前验证一次手机号，只用来核对一人一号和发奖，活动结束三十日内删除。随时可以退出，退出后从所有榜单上消失。"
)
APPEALS = _(
    "成绩公示期间，对自己的成绩或者作废的决定有疑问的，可以在成绩页提出申诉，由没有经办过的人复核答复。题目有误的，核实后全体参赛者这一题按答对处理。"
)
NAMING = _("个人榜只显示第一个字和最后一个字；单位榜、片区榜写全称。")
KEPT_BACK = 40
CHOSEN = [Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.CASE]


@dataclass(frozen=True)
class _Step:
    verb: str
    old: ContestState | str
    new: ContestState
    at: datetime


def load_contests(context: Context) -> None:
    """Load what is missing; without questions in the bank there is nothing to ask."""
    if Contest.objects.filter(slug=COUNTY).exists():
        return
    if Question.objects.filter(kind__in=CHOSEN).count() < 100:
        context.tell(_("竞赛"), 0, 3)
        return
    row = next(r for r in context.read("quizzes")["quizzes"] if r["slug"] == COUNTY)
    _load_county(context, row)
    _load_everyday(context)
    _load_coming(context)
    context.tell(_("竞赛"), 3, 3)


def _load_county(context: Context, row: dict[str, Any]) -> None:
    first, second, final = row["rounds"]
    contest = Contest.objects.create(
        slug=COUNTY,
        title=row["title"],
        number_prefix="LX-QZ-2026-01",
        summary=row["description"],
        organiser=context.units[row["organizer"]],
        opens_at=at(first["start"], 8),
        closes_at=at(final["date"], 18),
        eligibility=row["eligibility"],
        scoring_note=_("%(rules)s。初赛%(score)s；%(advance)s。复赛%(next)s。")
        % {
            "rules": "；".join(row["rules"]),
            "score": first["score"],
            "advance": first["advance"],
            "next": second["advance"],
        },
        prizes="\n".join(
            f"{each['level']}{each['count']}名：{each['prize']}"
            for each in row["prizes"]
        ),
        naming="\n".join(
            [
                NAMING,
                _("复赛（%s）：") % second["date"] + _scores(context, second, "score"),
                _("决赛（%s）：") % final["date"] + _scores(context, final, "total"),
            ]
        ),
        privacy=row["privacy"],
        appeals=APPEALS,
        contact=context.units[row["organizer"]].phone,
        has_units=True,
        least_per_unit=5,
        is_for_prizes=True,
        certificate_from=60,
        preview_until=at("2026-11-24", 18),
        state=ContestState.FINAL,
    )
    contest.co_organisers.set([context.units[code] for code in row["co_organizers"]])
    for n, team in enumerate(row["teams"]):
        UnitEntry.objects.create(
            contest=contest,
            unit=context.units[team["unit"]],
            code=f"LX{n + 1:02}{team['unit']}"[:12],
            headcount=18 + 23 * (n * 7 % 11),
        )
    stage = _stage(
        contest,
        title=first["name"],
        opens_at=at(first["start"], 8),
        closes_at=at(first["end"], 22),
        attempts_in_all=0,
        time_limit=first["time_limit_minutes"] * 60,
    )
    names = context.read("bank")["contest_pools"]["names"]
    pool = Pool.objects.get(name=names[first["name"]])
    _draw_each_topic(stage, pool, first["questions_per_attempt"], 5)
    _record(
        contest,
        _Step("draft", "", ContestState.DRAFT, at("2026-10-20", 9)),
        _Step(
            "publish", ContestState.DRAFT, ContestState.PUBLISHED, at("2026-10-26", 10)
        ),
        _Step(
            "begin_review",
            ContestState.PUBLISHED,
            ContestState.REVIEWING,
            at("2026-11-20", 18, 30),
        ),
        _Step(
            "open_preview",
            ContestState.REVIEWING,
            ContestState.PREVIEW,
            at("2026-11-21", 9),
        ),
        _Step(
            "make_final", ContestState.PREVIEW, ContestState.FINAL, at("2026-11-25", 9)
        ),
    )
    play_stage(stage, list(context.areas.values()), n_people=400, seed=20261102)


def _scores(context: Context, round_: dict[str, Any], name: str) -> str:
    return "、".join(
        _("%(team)s%(score)s分")
        % {
            "team": context.units[each["team"]].short_name,
            "score": f"{each[name]:g}",
        }
        for each in round_["results"]
    )


def _load_everyday(context: Context) -> None:
    contest = Contest.objects.create(
        slug="civility-every-day",
        title=_("文明知识天天赛"),
        number_prefix="LX-QZ-2026-02",
        summary=_("全年开放，不发奖品。先练习，再每天答一次正式的十道题。"),
        organiser=context.units["WMB"],
        opens_at=at("2026-01-01", 0),
        closes_at=at("2027-12-31", 23, 59),
        eligibility=_("谁都可以参加。不满十四周岁的由家长同意后报名。"),
        scoring_note=_("练习不计名次。正式赛取最好的一次。"),
        naming=NAMING,
        privacy=PRIVACY,
        appeals=APPEALS,
        contact=context.units["WMB"].phone,
        has_units=True,
        least_per_unit=5,
        state=ContestState.PUBLISHED,
    )
    for n, code in enumerate(("GLSQ", "CGJ", "WJJ", "GJGS")):
        UnitEntry.objects.create(
            contest=contest,
            unit=context.units[code],
            code=f"TT{n + 1:02}{code}",
            headcount=40 + 30 * n,
        )
    UnitEntry.objects.create(
        contest=contest,
        unit=context.units["JYTYJ"],
        label=_("示例小学三年级一班"),
        code="BJ0301",
        headcount=42,
        is_of_minors=True,
    )
    practice = _stage(
        contest,
        title=_("练习"),
        kind=StageKind.PRACTICE,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        attempts_per_day=0,
        attempts_in_all=0,
        extension=0,
        reveals=Reveals.ON_SUBMISSION,
        time_limit=600,
    )
    official = _stage(
        contest,
        title=_("每日一赛"),
        position=2,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        attempts_in_all=0,
        extension="1.5",
        reveals=Reveals.ON_SUBMISSION,
        time_limit=600,
    )
    for stage in (practice, official):
        DrawRule.objects.create(stage=stage, count=10, points=10, kinds=CHOSEN)
    _record_publishing(contest, at("2025-12-28", 10))
    play_stage(
        official,
        list(context.areas.values()),
        n_people=60,
        seed=20260101,
        days=(at("2026-11-12", 8), at("2026-11-25", 22)),
    )


def _load_coming(context: Context) -> None:
    contest = Contest.objects.create(
        slug="volunteers-2027",
        title=_("学雷锋志愿服务知识赛（2027）"),
        number_prefix="LX-QZ-2027-01",
        summary=_("三月是学雷锋志愿服务月，十五道题，讲讲身边的志愿服务。"),
        organiser=context.units["WMB"],
        opens_at=at("2027-03-01", 8),
        closes_at=at("2027-03-15", 22),
        eligibility=_("本县常住或工作、学习的居民。主办单位工作人员不参加评奖。"),
        scoring_note=_("每题五分，满分七十五分；多选全对才得分。每人答一次。"),
        prizes=_(
            "答满六十分的，在截止后从中抽取三十名，每名一套文明书签；中奖机会等于三十除以符合条件的人数。不发现金。"
        ),
        naming=NAMING,
        privacy=PRIVACY,
        appeals=APPEALS,
        contact=context.units["WMB"].phone,
        is_for_prizes=True,
        certificate_from=60,
        state=ContestState.PUBLISHED,
    )
    stage = _stage(
        contest,
        title=_("正式赛"),
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        time_limit=720,
    )
    DrawRule.objects.create(
        stage=stage, count=15, points=5, pool=_kept_for(contest), kinds=CHOSEN
    )
    _record_publishing(contest, at("2026-11-23", 10))


def _kept_for(contest: Contest) -> Pool:
    """Keep questions back that nobody practises until the contest is over."""
    pool = Pool.objects.create(
        name=_("竞赛学雷锋"),
        note=contest.title,
        kept_until=timezone.localdate(contest.closes_at),
    )
    questions = Question.objects.filter(topic=Topic.CIVILITY, kind__in=CHOSEN)
    unpractised = questions.exclude(pools__slug__isnull=False).order_by("code")
    pool.questions.set(unpractised[:KEPT_BACK])
    return pool


def _stage(contest: Contest, **fields: Any) -> Stage:
    return Stage.objects.create(**{"contest": contest, "position": 1, **fields})


def _draw_each_topic(stage: Stage, pool: Pool, count: int, points: int) -> None:
    topics = list(Topic)
    for n, topic in enumerate(topics, start=1):
        DrawRule.objects.create(
            stage=stage,
            position=n,
            count=count // len(topics),
            points=points,
            pool=pool,
            topic=topic,
            kinds=CHOSEN,
        )


def _record_publishing(contest: Contest, published_at: datetime) -> None:
    drafted_at = published_at - timedelta(days=3)
    _record(
        contest,
        _Step("draft", "", ContestState.DRAFT, drafted_at),
        _Step("publish", ContestState.DRAFT, ContestState.PUBLISHED, published_at),
    )


def _record(contest: Contest, *steps: _Step) -> None:
    kind = ContentType.objects.get_for_model(Contest)
    Event.objects.bulk_create(
        Event(
            content_type=kind,
            object_id=contest.pk,
            verb=step.verb,
            from_state=step.old,
            to_state=step.new,
            at=step.at,
        )
        for step in steps
    )
