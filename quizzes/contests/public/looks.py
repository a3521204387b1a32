"""Contests and stages in words, as their pages show them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from quizzes.bank.workflow import Kind, MarkRule
from quizzes.contests.models import Attempt, Contest, DrawRule, Participant, Stage
from quizzes.contests.refusals import NotOpen
from quizzes.contests.services.finishing import close_if_over
from quizzes.contests.services.taking import (
    may_be_extended,
    needs_phone,
    require_attempts_left,
)
from quizzes.contests.workflow import (
    AttemptState,
    Keeps,
    Phase,
    Reveals,
    TieRule,
)


@dataclass(frozen=True)
class StageLook:
    """A stage with the numbers that its rules come to, in sentences."""

    stage: Stage
    n_questions: int
    most: Decimal
    facts: list[tuple[str, str]]
    sentences: list[str]


def stage_looks(contest: Contest) -> list[StageLook]:
    """Return the stages of a contest: two queries."""
    rules = defaultdict(list)
    for rule in DrawRule.objects.filter(stage__contest=contest):
        rules[rule.stage_id].append(rule)
    looks = []
    for stage in contest.stages.order_by("position"):
        stage.contest = contest
        looks.append(_look(stage, rules[stage.pk]))
    return looks


def _look(stage: Stage, rules: list[DrawRule]) -> StageLook:
    n = sum(rule.count for rule in rules)
    most = sum((rule.count * rule.points for rule in rules), Decimal(0))
    facts = [
        (
            _("时间"),
            _("%(from)s至%(to)s")
            % {"from": in_words(stage.opens_at), "to": in_words(stage.closes_at)},
        ),
        (
            _("题数"),
            _("%(n)s题，满分%(most)s分") % {"n": n, "most": number(most)},
        ),
        (_("限时"), _limit(stage)),
        (_("次数"), _attempts(stage)),
    ]
    return StageLook(stage, n, most, facts, _sentences(stage, rules))


def _sentences(stage: Stage, rules: list[DrawRule]) -> list[str]:
    points = sorted({rule.points for rule in rules})
    said = []
    if points:
        said.append(
            _("每题%s分，答错、不答不得分，不倒扣。")
            % _("分或者").join(number(each) for each in points)
        )
    kinds = {kind for rule in rules for kind in rule.kinds}
    if not kinds or Kind.MULTIPLE in kinds:
        said.append(_("多选：%s。") % MarkRule(stage.mark_rule).label)
    if stage.attempts_in_all != 1:
        said.append(_("答过几次的，%s。") % Keeps(stage.keeps).label)
    said.append(_("%s。") % TieRule(stage.tie_rule).label)
    said.append(_("题目由系统随机抽取，每个人的题目和选项次序都不一样。"))
    said.append(_REVEALS[Reveals(stage.reveals)]())
    if may_be_extended(stage):
        said.append(_("需要更多时间的，开始时勾选“延长时间”：%s。") % _more_time(stage))
    return said


_REVEALS = {
    Reveals.ON_SUBMISSION: lambda: _("交卷以后马上能看每道题的答案和出处。"),
    Reveals.ON_CLOSE: lambda: _("这一阶段结束以后能看每道题的答案和出处。"),
    Reveals.NEVER: lambda: _("不公布每道题的答案。"),
}


def _more_time(stage: Stage) -> str:
    if not stage.extension:
        return _("不限时")
    return _("时间是平常的%s倍") % number(stage.extension)


def _limit(stage: Stage) -> str:
    said = []
    if stage.time_limit:
        said.append(_("全卷%s") % duration(stage.time_limit))
    if stage.question_limit:
        said.append(_("每题%s") % duration(stage.question_limit))
    return _("，").join(said) or _("不限时，结束以前交就行")


def _attempts(stage: Stage) -> str:
    said = []
    if stage.attempts_per_day:
        said.append(_("每人每天%s次") % stage.attempts_per_day)
    if stage.attempts_in_all:
        said.append(_("每人一共%s次") % stage.attempts_in_all)
    return _("，").join(said) or _("不限次数")


@dataclass(frozen=True)
class Entrance:
    """What a participant can do in a stage now, or the sentence that says why not."""

    look: StageLook
    running: Attempt | None
    finished: list[Attempt]
    is_open: bool
    why_not: str
    needs_phone: bool
    may_be_extended: bool
    left: str


def entrances(participant: Participant, now: datetime) -> list[Entrance]:
    attempts = defaultdict(list)
    for attempt in participant.attempts.select_related("stage").order_by("nth"):
        attempts[attempt.stage_id].append(close_if_over(attempt))
    return [
        _entrance(participant, look, attempts[look.stage.pk], now)
        for look in stage_looks(participant.contest)
    ]


def _entrance(
    participant: Participant, look: StageLook, attempts: list[Attempt], now: datetime
) -> Entrance:
    stage = look.stage
    running = [
        each
        for each in attempts
        if each.state == AttemptState.IN_PROGRESS and each.closes_at > now
    ]
    today = timezone.localdate(now)
    n_today = sum(each.day == today for each in attempts)
    is_open, why_not = stage.is_open(now), ""
    if now < stage.opens_at:
        why_not = _("%s开始") % in_words(stage.opens_at)
    elif not is_open:
        why_not = _("已经结束")
    else:
        try:
            require_attempts_left(stage, len(attempts), n_today)
        except NotOpen as refusal:
            why_not = str(refusal)
    return Entrance(
        look,
        running[0] if running else None,
        [each for each in attempts if each.state not in _UNFINISHED],
        is_open and not why_not,
        why_not,
        needs_phone(participant, stage),
        may_be_extended(stage),
        _left(stage, len(attempts), n_today),
    )


_UNFINISHED = {AttemptState.IN_PROGRESS, AttemptState.ABANDONED}


def _left(stage: Stage, n: int, n_today: int) -> str:
    said = []
    if stage.attempts_per_day:
        left = max(0, stage.attempts_per_day - n_today)
        said.append(_("今天还有%s次机会") % left)
    if stage.attempts_in_all:
        left = max(0, stage.attempts_in_all - n)
        said.append(_("一共还有%s次") % left)
    return _("，").join(said) or _("次数不限")


def till(contest: Contest, now: datetime) -> tuple[str, int] | None:
    """Return what is counted down to, and the days that are left."""
    phase = contest.phase(now)
    if phase == Phase.CLOSED:
        return None
    label, at = (
        (_("离开始"), contest.opens_at)
        if phase == Phase.UPCOMING
        else (_("离截止"), contest.closes_at)
    )
    return label, max(0, -(-(at - now) // timedelta(days=1)))


def extensions_of(contest: Contest) -> list[str]:
    """Return which stages were given more time, and why (`extending.extend_stage`)."""
    found = Event.objects.of(contest).filter(verb="extend")
    return list(found.order_by("at", "pk").values_list("public_text", flat=True))


def in_words(at: datetime) -> str:
    local = timezone.localtime(at)
    year = f"{local.year}年" if local.year != timezone.localdate().year else ""
    return f"{year}{local.month}月{local.day}日{local:%H:%M}"


def duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%s秒") % rest
    return (
        _("%s分钟") % minutes
        if not rest
        else _("%(m)s分%(s)s秒")
        % {
            "m": minutes,
            "s": rest,
        }
    )


def clock(seconds: Decimal | float | None) -> str:
    """Write 411 seconds as 06:51."""
    minutes, rest = divmod(int(seconds or 0), 60)
    return f"{minutes:02}:{rest:02}"


def number(value: Decimal) -> str:
    return f"{value.normalize():f}"
