"""Where the key of a question for prizes could be learnt before its stage is over (Q1)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.bank.models import Pool, Question
from quizzes.contests.models import Stage
from quizzes.contests.services.drawing import candidates_of
from quizzes.contests.workflow import ContestState, Reveals


def pools_in_use(at: datetime) -> QuerySet[Pool]:
    """Keep what a contest draws from, or will: nobody is to be told these keys."""
    return Pool.objects.filter(
        draw_rules__stage__closes_at__gt=at,
        draw_rules__stage__contest__state__in=(
            ContestState.DRAFT,
            ContestState.PUBLISHED,
        ),
    )


def leaks_of(stage: Stage, at: datetime) -> Iterator[str]:
    if stage.is_for_prizes:
        if stage.reveals == Reveals.ON_SUBMISSION:
            yield _("有奖的正式阶段，先交卷的人不能先看答案。请改成阶段结束后再看。")
        if _is_practised(stage):
            yield (
                _(
                    "有的题在阶段结束前谁都能练习、看到答案。请给每条抽题规则选一个"
                    "没有网址名的题组，“竞赛用到”不早于%s，里面的题也不放进练习用的题组。"
                )
                % f"{timezone.localdate(stage.closes_at):%Y-%m-%d}"
            )
    for other in _sharing(stage, at):
        is_ours = other.contest_id == stage.contest_id
        if _tells_early(other, of=stage) or (
            not is_ours and _tells_early(stage, of=other)
        ):
            yield _(
                "和“%s”用了同样的题，其中一个会在另一个有奖的阶段结束前公布答案。"
                "请各用各的题组，或者改“何时看答案”。"
            ) % (other.title if is_ours else other)


def _is_practised(stage: Stage) -> bool:
    # Pools are only ever opened: what is kept on the last day was kept before.
    first, last = map(timezone.localdate, (stage.opens_at, stage.closes_at))
    return any(
        candidates_of(rule, first).unreserved(last).exists()
        for rule in stage.draw_rules.all()
    )


def _sharing(stage: Stage, at: datetime) -> QuerySet[Stage]:
    """Keep what asks questions of the same pools; without a pool nothing kept is asked."""
    asked = Question.objects.filter(pools__draw_rules__stage=stage)
    return (
        Stage.objects.filter(
            Q(contest=stage.contest_id) | Q(contest__state=ContestState.PUBLISHED),
            closes_at__gt=at,
            draw_rules__pool__questions__in=asked.values("pk"),
        )
        .exclude(pk=stage.pk)
        .select_related("contest")
        .distinct()
    )


def _tells_early(stage: Stage, *, of: Stage) -> bool:
    if not of.is_for_prizes:
        return False
    if stage.reveals == Reveals.ON_SUBMISSION:
        return stage.opens_at < of.closes_at
    return stage.reveals == Reveals.ON_CLOSE and stage.closes_at < of.closes_at
