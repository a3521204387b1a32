"""The boards of a contest: persons, units, areas, one stage at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.frame.meta import Column, ColumnType
from portal.paging import page_of
from portal.sheets import csv_response
from quizzes.boards import counting
from quizzes.boards.hub import board_hub
from quizzes.contests.models import Contest, Stage
from quizzes.contests.workflow import (
    PUBLIC_CONTESTS,
    ContestState,
    StageKind,
    TieRule,
)

FIRST_UNITS = 20  # of each size, on the page that shows all sizes
PER_PAGE = 100


@dataclass(frozen=True)
class Shown:
    """What was asked for: a stage, and one view of it."""

    contest: Contest
    stages: Sequence[Stage]
    stage: Stage
    view: str


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _shown_or_404(request, slug, request.GET.get("view", "persons"))
    me = request.GET.get("me", "")
    response = TemplateResponse(
        request,
        "quizzes/boards/board.html",
        {
            "column": _column(shown.contest),
            "crumbs": [(shown.contest.title, shown.contest.get_absolute_url())],
            "crumb": _("榜单"),
            "shown": shown,
            "contest": shown.contest,
            "stage": shown.stage,
            "me": me,
            "views": _views(shown.contest),
            "is_open": shown.stage.is_open(timezone.now()),
            "is_cancelled": shown.contest.state == ContestState.CANCELLED,
            **(
                {}
                if shown.contest.state == ContestState.CANCELLED
                else VIEWS[shown.view](request, shown, me)
            ),
            "panels": board_hub.show(shown.stage, request).main,
        },
    )
    if me:
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
    else:
        response["Cache-Control"] = "no-cache"
    return response


@require_safe
def board_csv(request: HttpRequest, slug: str, view: str) -> StreamingHttpResponse:
    shown = _shown_or_404(request, slug, view)
    if shown.contest.state == ContestState.CANCELLED:
        raise Http404
    name = f"{slug}-{shown.stage.position}-{view}.csv"
    return csv_response(TABLES[view](shown.stage), file_name=name)


def _shown_or_404(request: HttpRequest, slug: str, view: str) -> Shown:
    """Find contest and stages in one query."""
    stages = list(
        Stage.objects.filter(contest__slug=slug, contest__state__in=PUBLIC_CONTESTS)
        .select_related("contest")
        .order_by("position")
    )
    if not stages:
        raise Http404(_("没有这个竞赛的榜单。"))
    contest = stages[0].contest
    if view not in _views(contest):
        raise Http404(_("没有这个榜单。"))
    written = request.GET.get("stage", "")
    if not written:
        return Shown(contest, stages, _current(stages), view)
    for stage in stages:
        if str(stage.position) == written:
            return Shown(contest, stages, stage, view)
    raise Http404(_("没有这个阶段。"))


def _current(stages: Sequence[Stage]) -> Stage:
    """Return the official stage that began last, or the one that comes first."""
    now = timezone.now()
    official = [each for each in stages if each.kind == StageKind.OFFICIAL] or stages
    begun = [each for each in official if each.opens_at <= now]
    return max(begun, key=lambda each: each.opens_at) if begun else official[0]


def _views(contest: Contest) -> dict[str, str]:
    views = {"persons": _("个人榜"), "units": _("单位榜"), "areas": _("片区榜")}
    if not contest.has_units:
        del views["units"]
    return views


def _persons(request: HttpRequest, shown: Shown, me: str) -> dict[str, Any]:
    found = counting.persons(shown.stage)
    own = counting.own_line(shown.stage, me, found) if me else None
    listed = {line.participant for line in found.lines}
    return {
        "persons": found,
        "own": own,
        "is_own_below": own is not None and own.participant not in listed,
        "has_time": shown.stage.tie_rule == TieRule.TIME_THEN_EARLIER,
    }


def _units(request: HttpRequest, shown: Shown, me: str) -> dict[str, Any]:
    sizes = counting.units(shown.stage)
    if written := request.GET.get("size", ""):
        size = next((each for each in sizes if str(each.number) == written), None)
        if size is None:
            raise Http404(_("没有这一档。"))
        return {"size": size, "items": page_of(size.lines, request, PER_PAGE)}
    return {"sizes": sizes, "first": FIRST_UNITS}


def _areas(request: HttpRequest, shown: Shown, me: str) -> dict[str, Any]:
    return {"areas": counting.areas(shown.stage)}


def _person_rows(stage: Stage) -> Iterator[Sequence[object]]:
    yield _("名次"), _("姓名"), _("得分"), _("用时（秒）")
    for line in counting.persons(stage).lines:
        yield line.rank, line.name, line.score, line.seconds


def _unit_rows(stage: Stage) -> Iterator[Sequence[object]]:
    yield (
        _("规模"),
        _("名次"),
        _("单位"),
        _("申报人数"),
        _("答完人数"),
        _("参与率"),
        _("平均分"),
        _("说明"),
    )
    for size in counting.units(stage):
        for line in size.lines:
            yield (
                size.label,
                line.rank,
                line.name,
                line.headcount,
                line.n,
                f"{line.percent}%",
                line.average,
                _note(line.is_too_small, line.has_too_many),
            )


def _area_rows(stage: Stage) -> Iterator[Sequence[object]]:
    yield _("名次"), _("片区"), _("答完人数"), _("平均分"), _("说明")
    for line in counting.areas(stage).lines:
        note = _note(line.is_too_small, has_too_many=False)
        yield line.rank, line.name, line.n, line.average, note


def _note(is_too_small: bool, has_too_many: bool) -> str:
    notes = []
    if is_too_small:
        notes.append(_("人数不足，不排名"))
    if has_too_many:
        notes.append(_("答完人数多于申报人数，按100%计"))
    return _("；").join(notes)


def _column(contest: Contest) -> Column:
    return Column(
        name=_("文明竞赛"),
        type=ColumnType.DATA,
        description=_("%s的个人榜、单位榜和片区榜。") % contest.title,
        keywords=_("文明答题,竞赛,榜单"),
    )


VIEWS = {"persons": _persons, "units": _units, "areas": _areas}
TABLES = {"persons": _person_rows, "units": _unit_rows, "areas": _area_rows}
