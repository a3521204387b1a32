"""What a draft still lacks before it may be published (QZ-02, QZ-03, QZ-09)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.refusals import Refused
from quizzes.contests.models import Contest, Stage
from quizzes.contests.refusals import CannotDraw
from quizzes.contests.services.drawing import draw
from quizzes.contests.services.secrecy import leaks_of

RULES = (
    "summary",
    "eligibility",
    "scoring_note",
    "prizes",
    "naming",
    "privacy",
    "appeals",
    "contact",
)


def label_of(name: str) -> str:
    """Return what editors call a field of a contest."""
    field = cast("Field[Any, Any]", Contest._meta.get_field(name))
    return str(field.verbose_name)


class NotReady(Refused):
    """Raised with everything that is missing, so that one look is enough."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__(" ".join(lacking))
        self.lacking = lacking


def missing(contest: Contest, at: datetime | None = None) -> list[str]:
    return list(_missing(contest, at or timezone.now()))


def _missing(contest: Contest, at: datetime) -> Iterator[str]:
    for name in RULES:
        if not getattr(contest, name).strip():
            yield _("规则里还没有写“%s”。") % label_of(name)
    if contest.closes_at <= at:
        yield _("结束时间已经过了。")
    if contest.has_units and not contest.unit_entries.exists():
        yield _("设了单位榜，还没有登记参赛单位。")
    stages = list(contest.stages.order_by("position"))
    if not any(stage.is_official for stage in stages):
        yield _("至少要有一个正式阶段。")
    for stage in stages:
        for lack in (*_missing_of_stage(contest, stage), *leaks_of(stage, at)):
            yield _("%(stage)s：%(lack)s") % {"stage": stage.title, "lack": lack}


def _missing_of_stage(contest: Contest, stage: Stage) -> Iterator[str]:
    if stage.opens_at < contest.opens_at or stage.closes_at > contest.closes_at:
        yield _("时间超出了竞赛的起止时间。")
    if stage.is_for_prizes and stage.extension != 1:
        yield _("有奖的正式阶段，时间对大家一样，倍数要是1。")
    if not contest.is_for_prizes and stage.rank_prizes.exists():
        yield _("设了名次奖，竞赛却没有标明有奖。")
    try:
        # What runs out of date before the end would be missing on the last day.
        draw(stage, None, on=timezone.localdate(stage.closes_at))
    except CannotDraw as refusal:
        yield str(refusal)
