"""How the areas compare (评比), for everybody: by half-months, with the days behind."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.directory.models import Area
from portal.frame.meta import Column, ColumnType
from portal.sheets import csv_response
from publicity.figures import Series
from reports.inspections.models import AreaScore
from reports.inspections.models.scores import PARTS
from reports.inspections.public.drawing import last_halves, trends
from reports.inspections.ranking import (
    Halves,
    Rate,
    rank,
    rate_figures,
    rates_by_area,
    sums_by_half,
    target,
)
from reports.inspections.workflow import HalfMonth


def _column() -> Column:
    return Column(
        name=str(_("检查评比")),
        type=ColumnType.DATA,
        description=str(
            _("各片区门前四包每天检查打分，每半个月排一次名次；六小行业达标率。")
        ),
        keywords=str(_("门前四包,检查评比,片区排名,六小行业,达标率")),
    )


@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    halves = sums_by_half()
    chosen = _chosen(request, halves)
    areas = list(Area.objects.defer("polygon", "description"))
    today = timezone.localdate()
    rates = rates_by_area(today)
    whole = Rate(
        sum(rate.registered for rate in rates.values()),
        sum(rate.passing for rate in rates.values()),
    )
    figures = rate_figures(whole.registered)
    context: dict[str, Any] = {
        "column": _column(),
        "crumb": _("检查评比"),
        "halves": sorted(halves, reverse=True),
        "chosen": chosen,
        "whole": whole,
        "target": target(),
        "series": Series(figures) if figures else None,
        "rates": [(area, rates[area.pk]) for area in areas if area.pk in rates],
    }
    if chosen is not None:
        shown = last_halves(halves, chosen)
        lines = trends(halves, shown, areas)
        places = rank(halves[chosen], areas, halves.get(chosen.previous))
        context |= {
            "places": [(place, lines.get(place.area.pk)) for place in places],
            "shown": shown,
            "lines": [lines[place.area.pk] for place in places],
            "has_before": chosen.previous in halves,
            "is_over": today > chosen.last,
            "last_on": max(sums.last_on for sums in halves[chosen].values()),
        }
    return TemplateResponse(request, "reports/inspections/ranking.html", context)


@require_safe
def scores_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give out the daily scores, so that a reader can reckon the ranking himself."""
    scores = AreaScore.objects.select_related("area").order_by("on", "area__code")
    written = request.GET.get("period")
    if written is not None:
        chosen = HalfMonth.parse(written)
        if chosen is None:
            raise Http404(_("没有这个半月。"))
        scores = scores.filter(on__range=(chosen.first, chosen.last))
    rows = scores.defer("area__polygon").iterator(chunk_size=1000)
    return csv_response(_rows(rows), file_name="inspections.csv")


def _rows(scores: Iterator[AreaScore]) -> Iterator[list[Any]]:
    yield [
        _("日期"),
        _("编号"),
        _("片区"),
        _("检查单位"),
        _("检查户数"),
        _("合格户数"),
        _("卫生"),
        _("秩序"),
        _("绿化"),
        _("设施"),
        _("总分"),
        _("发现的问题"),
    ]
    for score in scores:
        yield [
            score.on,
            score.area.code,
            score.area,
            score.inspected_by,
            score.shops_checked,
            score.shops_passed,
            *(getattr(score, part) for part in PARTS),
            score.total,
            score.notes,
        ]


def _chosen(request: HttpRequest, halves: Halves) -> HalfMonth | None:
    """Return the half-month that was asked for, or the newest."""
    written = request.GET.get("period")
    if written is None:
        return max(halves, default=None)
    chosen = HalfMonth.parse(written)
    if chosen is None or chosen not in halves:
        raise Http404(_("这个半月没有评比。"))
    return chosen
