"""How questions did: which were easy, which told who knows, which are dubious."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.cms.gate import needs
from portal.sheets import csv_response
from quizzes.contests.models import Stage
from quizzes.contests.workflow import PUBLIC_CONTESTS
from quizzes.statistics.models import ItemStat, StageStat
from quizzes.statistics.options import OptionCount, counted_options
from quizzes.statistics.services.computing import compute_stage

SEE = "quizzes.view_itemstat"
STAGES = 100
COLUMNS = {
    "code": gettext_lazy("题目"),
    "n": gettext_lazy("答题人次"),
    "facility": gettext_lazy("难度系数"),
    "deviation": gettext_lazy("标准差"),
    "discrimination": gettext_lazy("区分度"),
    "efficiency": gettext_lazy("区分效率"),
    "guess": gettext_lazy("猜对的机会"),
}
DEFAULT = "efficiency"  # what is dubious comes first


@dataclass(frozen=True)
class Line:
    stat: ItemStat
    options: list[OptionCount]

    @property
    def code(self) -> str:
        return f"{self.stat.version.question.code} v{self.stat.version.number}"

    @property
    def doubt(self) -> str:
        """Return what an editor should look at; empty where nothing is odd."""
        found = self.stat.efficiency
        if found is None:
            return _("所有人得分一样，看不出区分度")
        if found < 0:
            return _("会的人反而答错：请查答案和题干")
        if found < settings.CONTESTS["DUBIOUS_BELOW"]:
            return _("存疑：几乎分不出会与不会")
        return ""


@needs(SEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    stages = (
        Stage.objects.filter(contest__state__in=PUBLIC_CONTESTS)
        .select_related("contest", "stat")
        .order_by("-opens_at", "-pk")[:STAGES]
    )
    return TemplateResponse(
        request, "quizzes/statistics/desk/index.html", {"stages": list(stages)}
    )


@needs(SEE)
@require_safe
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    found = _stage_or_404(pk)
    sort = request.GET.get("sort", DEFAULT)
    if sort.removeprefix("-") not in COLUMNS:
        raise Http404
    lines = _lines(found, sort)
    return TemplateResponse(
        request,
        "quizzes/statistics/desk/stage.html",
        {
            "stage": found,
            "stat": StageStat.objects.filter(stage=found).first(),
            "columns": [(name, label, _next(name, sort)) for name, label in _columns()],
            "lines": lines,
            "n_dubious": sum(bool(line.doubt) for line in lines),
            "n_too_few": ItemStat.objects.filter(stage=found).count() - len(lines),
            "least": settings.CONTESTS["LEAST_ANSWERS"],
            "below": settings.CONTESTS["DUBIOUS_BELOW"],
        },
    )


@needs(SEE)
@require_safe
def items_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    found = _stage_or_404(pk)
    return csv_response(
        _rows(found), file_name=f"{found.contest.slug}-{found.position}-items.csv"
    )


@needs(SEE)
@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    compute_stage(_stage_or_404(pk), is_forced=True)
    messages.success(request, _("已经按现在的答卷重新计算。"))
    return redirect("statistics_desk:stage", pk)


def _stage_or_404(pk: int) -> Stage:
    stages = Stage.objects.filter(contest__state__in=PUBLIC_CONTESTS)
    return get_object_or_404(stages.select_related("contest"), pk=pk)


def _columns() -> list[tuple[str, Any]]:
    return list(COLUMNS.items())


def _next(name: str, sort: str) -> str:
    """Return how a click on a heading sorts: the other way round, where it is sorted."""
    return f"-{name}" if sort == name else name


def _lines(found: Stage, sort: str) -> list[Line]:
    stats = (
        ItemStat.objects.sound()
        .filter(stage=found)
        .select_related("version__question")
        .order_by("version__question__code", "version__number")
    )
    lines = [
        Line(stat, counted_options(stat.version.parts, stat.counts, stat.n))
        for stat in stats
    ]
    name = sort.removeprefix("-")
    if name == "code":
        return lines[::-1] if sort.startswith("-") else lines
    # What has no figure stands with the lowest.
    lines.sort(
        key=lambda line: (
            getattr(line.stat, name) is not None,
            getattr(line.stat, name) or 0,
        ),
        reverse=sort.startswith("-"),
    )
    return lines


def _rows(found: Stage) -> Iterator[Sequence[object]]:
    yield (
        _("题目"),
        _("版本"),
        _("题型"),
        _("题干"),
        _("答题人次"),
        _("难度系数%"),
        _("标准差%"),
        _("区分度%"),
        _("区分效率%"),
        _("猜对的机会%"),
        _("存疑"),
        _("各答案人次"),
    )
    for line in _lines(found, "code"):
        stat, version = line.stat, line.stat.version
        yield (
            version.question.code,
            version.number,
            version.get_kind_display(),
            version.stem,
            stat.n,
            *map(
                _written,
                (
                    stat.facility,
                    stat.deviation,
                    stat.discrimination,
                    stat.efficiency,
                    stat.guess,
                ),
            ),
            line.doubt,
            _("；").join(
                f"{each.text}{'✓' if each.is_right else ''} {each.n}"
                for each in line.options
            ),
        )


def _written(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.2f}"
