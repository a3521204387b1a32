"""The ledger of a contest: every finished paper with its place and what was odd."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from portal.timeline.models import Event
from quizzes.contests.models import Attempt, AttemptFlag, Contest, Stage
from quizzes.contests.models.attempts import StandingQuerySet
from quizzes.contests.prizing import Placed, placed
from quizzes.contests.workflow import FINISHED, StageKind, TieRule


def header() -> list[str]:
    return [
        *(_("阶段"), _("名次"), _("奖项"), _("称呼"), _("榜上显示"), _("代表")),
        *(_("片区"), _("未成年"), _("得分"), _("满分"), _("用时（秒）"), _("第几次")),
        *(_("交卷时间"), _("状态"), _("计入成绩"), _("疑点")),
    ]


def official_stages(contest: Contest) -> list[Stage]:
    return list(
        contest.stages.filter(kind=StageKind.OFFICIAL)
        .order_by("position")
        .prefetch_related("rank_prizes")
    )


def places_of(stage: Stage, limit: int | None = None) -> list[Placed]:
    """Return the places of a stage: no minors, and nobody who left before the end."""
    rows = _in_order(stage)[:limit]
    return list(placed(list(rows), stage.rank_prizes.all(), stage.tie_rule))


def _in_order(stage: Stage) -> StandingQuerySet:
    """Keep who has a place. Once results are final whoever leaves has it without a name.

    Else everybody behind would move up, to a prize that was handed out already.
    """
    final = Event.objects.of(stage.contest).filter(verb="make_final")
    left_since = Q(
        participant__withdrawn_at__gte=Subquery(final.values("at")[:1]),
        participant__is_minor=False,
    )
    return (
        stage.standings.filter(Q(is_shown=True) | left_since)
        .ranked()
        .select_related("participant", "unit_entry__unit", "area", "attempt")
    )


def winners_of(stage: Stage) -> list[Placed]:
    """Return who wins by rank, equals included where the rules let them share."""
    n_promised = sum(prize.count for prize in stage.rank_prizes.all())
    if not n_promised:
        return []
    rows = _in_order(stage)
    scores = rows.values_list("score", flat=True)
    # As many rows as prizes, or, of equals, as many as there are.
    least = min(scores[:n_promised], default=None)
    rows = rows.filter(score__gte=least or 0)
    if stage.tie_rule != TieRule.SHARED:
        rows = rows[:n_promised]
    found = placed(list(rows), stage.rank_prizes.all(), stage.tie_rule)
    return [each for each in found if each.prize]


def rows_of(contest: Contest) -> Iterator[list[Any]]:
    """Return the rows for `header()`. No contact is among them."""
    for stage in official_stages(contest):
        places = {each.standing.attempt_id: each for each in places_of(stage)}
        counting = set(stage.standings.values_list("attempt_id", flat=True))
        last = len(places) + 1
        papers = (
            Attempt.objects.filter(stage=stage, state__in=FINISHED)
            .select_related("participant__unit_entry__unit", "participant__area")
            .prefetch_related(
                Prefetch("flags", AttemptFlag.objects.order_by("raised_at"))
            )
        )
        ordered = sorted(
            papers, key=lambda each: _place(places.get(each.pk), each, last)
        )
        for paper in ordered:
            yield _row(stage, paper, places.get(paper.pk), paper.pk in counting)


def _place(place: Placed | None, paper: Attempt, last: int) -> tuple[int, int]:
    return (place.rank if place else last, paper.pk)


def _row(
    stage: Stage, paper: Attempt, place: Placed | None, is_counted: bool
) -> list[Any]:
    who = paper.participant
    return [
        stage.title,
        place.rank if place else "",
        place.prize.name if place and place.prize else "",
        who.name,
        who.shown_name,
        who.unit_entry or "",
        who.area or "",
        _("是") if who.is_minor else "",
        paper.score,
        paper.most,
        paper.seconds,
        paper.nth,
        paper.finished_at,
        paper.get_state_display(),
        _("是") if is_counted else _("否"),
        "；".join(
            f"{each.get_kind_display()} {each.note}" for each in paper.flags.all()
        ),
    ]
