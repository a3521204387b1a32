"""回头看 in the CMS: this week's stops, to read, to print, to take along as a table."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.sheets import XLSX, write_xlsx
from reports.complaints.desk.gate import needs
from reports.lists.follow_up import WEEK, Leg, monday_of, sheet

MOST_WEEKS = 520  # ten years either way: nobody plans further


@needs("see_follow_up")
@require_safe
def follow_up(request: HttpRequest) -> HttpResponse:
    monday = _monday(request)
    legs = sheet(monday)
    return TemplateResponse(
        request,
        "reports/lists/desk/follow_up.html",
        {
            "monday": monday,
            "sunday": monday + WEEK - timedelta(days=1),
            "before": monday - WEEK,
            "after": monday + WEEK,
            "legs": legs,
            "n_stops": sum(len(leg.stops) for leg in legs),
            "now": timezone.now(),
        },
    )


@needs("see_follow_up")
@require_safe
def follow_up_xlsx(request: HttpRequest) -> HttpResponse:
    monday = _monday(request)
    header = [
        _("片区"),
        _("编号"),
        _("问题"),
        _("责任单位"),
        _("地点"),
        _("为什么去"),
        _("期限"),
        _("逾期天数"),
        _("状态"),
        _("原片"),
        _("原片网址"),
        _("页面"),
    ]
    content = write_xlsx(header, _table(request, sheet(monday)), _("回头看"))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="follow-up-{monday:%Y%m%d}.xlsx"'
    )
    return response


def _table(request: HttpRequest, legs: list[Leg]) -> Iterator[list[object]]:
    for leg in legs:
        for stop in leg.stops:
            clip = stop.clip
            yield [
                leg.area,
                stop.number,
                stop.title,
                stop.unit,
                stop.where,
                "、".join(stop.reasons_in_words),
                stop.due_at,
                stop.days_late or "",
                stop.state,
                clip.title if clip else "",
                request.build_absolute_uri(clip.address) if clip else "",
                request.build_absolute_uri(stop.address) if stop.address else "",
            ]


def _monday(request: HttpRequest) -> date:
    """Return the Monday of the week that `?day=` lies in; 404 where it is no day."""
    today = monday_of(timezone.localdate())
    written = request.GET.get("day", "")
    if not written:
        return today
    try:
        monday = monday_of(date.fromisoformat(written))
    except ValueError:
        raise Http404(_("没有这一天。")) from None
    if abs(monday - today) > MOST_WEEKS * WEEK:
        raise Http404(_("没有这一周。"))
    return monday
