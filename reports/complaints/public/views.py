"""What everybody may see of complaints: only what was published, in rounded places and days."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.directory.models import Street
from portal.frame.meta import Article, Column, ColumnType
from portal.frame.sites import government_of
from portal.headers import PUBLIC_POLICY
from portal.sheets import csv_response
from publicity.months import Month
from reports.complaints.models import Complaint
from reports.complaints.models.evidence import evidence_prefetch
from reports.complaints.public import months
from reports.complaints.public.choices import Choice
from reports.complaints.public.links import address_of, midnight_of, title_of
from reports.complaints.public.lists import count_looks, for_lists, open_first
from reports.complaints.public.looks import look_of
from reports.complaints.public.mapping import base_layer, draw_map, heat_of
from reports.complaints.public.steps import steps_of
from reports.complaints.public.tables import complaint_rows
from reports.complaints.public.window import BadWindow, Window, features_in
from reports.complaints.workflow import ComplaintState

PINS = 12
CSV_ROWS = 20_000


def _column(kind: ColumnType = ColumnType.COMPLAINTS) -> Column:
    return Column(
        name=str(_("随手拍")) if kind == ColumnType.COMPLAINTS else str(_("办理统计")),
        type=kind,
        description=str(
            _("市民反映的问题办到哪一步：清单、地图、每一件的办理经过和每月统计。")
        ),
        keywords=str(_("随手拍,投诉,举报,办理进度,办结,满意率")),
    )


@require_safe
def complaint_list(request: HttpRequest) -> HttpResponse:
    choice = Choice(request)
    return TemplateResponse(
        request,
        "reports/complaints/list.html",
        {
            "column": _column(),
            "crumb": _("随手拍"),
            "choice": choice,
            "counts": count_looks(choice.narrow()),
            "items": open_first(choice.chosen(), request),
        },
    )


@require_safe
def complaints_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give out what the list shows, the newest first."""
    items = for_lists(Choice(request).chosen()).select_related("category__family")
    rows = items.order_by("-pk")[:CSV_ROWS].iterator(chunk_size=1000)
    return csv_response(complaint_rows(rows), file_name="complaints.csv")


@require_safe
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    found = (
        for_lists(Complaint.objects.public())
        .filter(number=number)
        .prefetch_related(evidence_prefetch())
        .first()
    )
    if found is None:
        return _where_it_went(number)
    steps = steps_of(found)
    days_left = _days_left(found)
    return TemplateResponse(
        request,
        "reports/complaints/complaint.html",
        {
            "column": _column(),
            "article": Article(
                title=title_of(found),
                published_at=midnight_of(found),
                source=government_of(request).name,
                description=found.text_public[:120],
            ),
            "crumbs": [(_("随手拍"), reverse("open_complaints:list"))],
            "crumb": found.number,
            "complaint": found,
            "title": title_of(found),
            "look": look_of(found),
            "due_on": timezone.localdate(found.due_at) if found.due_at else None,
            "days_left": days_left,
            "days_late": -days_left if days_left else 0,
            "steps": steps,
            "answers": [step for step in steps if step.answer],
            "merged_count": found.merged.count(),
        },
    )


def _where_it_went(number: str) -> HttpResponseRedirect | HttpResponsePermanentRedirect:
    """Lead from one that was public to what it was merged into.

    Unknown, never published and hidden are one and the same 404 (C3, C9).
    """
    merged = (
        Complaint.objects.filter(
            number=number,
            state=ComplaintState.MERGED,
            published_on__isnull=False,
            hidden_because="",
            merged_into__is_published=True,
        )
        .select_related("merged_into")
        .only("merged_into__number")
        .first()
    )
    if merged is None or merged.merged_into is None:
        raise Http404
    return redirect(address_of(merged.merged_into))


def _days_left(found: Complaint) -> int | None:
    """Return how many days there still are; below zero it is overdue."""
    if found.due_at is None or look_of(found) == "done":
        return None
    left = (timezone.localdate(found.due_at) - timezone.localdate()).days
    return min(left, -1) if found.is_overdue and left else left


@require_safe
def complaint_map(request: HttpRequest) -> HttpResponse:
    choice = Choice(request)
    items = _with_a_place(choice)
    shown = open_first(items, request, PINS)
    numbered = list(enumerate(shown.rows, start=1))
    heat = heat_of(items)
    drawn = draw_map(choice.areas, Street.objects.all(), numbered, heat)
    response = TemplateResponse(
        request,
        "reports/complaints/map.html",
        {
            "column": _column(),
            "crumbs": [(_("随手拍"), reverse("open_complaints:list"))],
            "crumb": _("问题地图"),
            "choice": choice,
            "counts": count_looks(choice.narrow()),
            "items": shown,
            "numbered": numbered,
            "map": drawn,
            "tiles": settings.MAP_TILES,
        },
    )
    if url := settings.MAP_TILES["URL"]:
        response["Content-Security-Policy"] = PUBLIC_POLICY.replace(
            "img-src 'self' data:", f"img-src 'self' data: {_host_of(url)}"
        )
    return response


def _with_a_place(choice: Choice) -> Any:
    return choice.chosen().filter(public_lat__isnull=False, is_place_hidden=False)


def _host_of(url: str) -> str:
    """Return the source of tiles as the policy names it: `{s}` is any server of theirs."""
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


@require_safe
@cache_control(no_cache=True)
def map_window(request: HttpRequest) -> JsonResponse:
    choice = Choice(request)
    try:
        window = Window.parse(request.GET.get("bbox", ""))
    except BadWindow:
        told = _("bbox 要写成：西,南,东,北，以度为单位。")
        return JsonResponse({"error": told}, status=400)
    return JsonResponse(features_in(window, _with_a_place(choice)))


@require_safe
@cache_control(public=True, max_age=3600)
def map_base(request: HttpRequest) -> JsonResponse:
    return JsonResponse(base_layer())


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    figures = months.Statistics()
    chosen = _chosen_month(request, figures)
    return TemplateResponse(
        request,
        "reports/complaints/statistics.html",
        {
            "column": _column(ColumnType.DATA),
            "crumbs": [(_("随手拍"), reverse("open_complaints:list"))],
            "crumb": _("办理统计"),
            "months": figures.months,
            "bars": months.bars_of(figures.months),
            "counted_at": figures.counted_at,
            "chosen": chosen,
            "units": months.units_of(chosen.month) if chosen else [],
            "categories": months.categories_of(chosen.month) if chosen else [],
            "formulas": months.FORMULAS,
        },
    )


@require_safe
@cache_control(no_cache=True)
def statistics_json(request: HttpRequest) -> JsonResponse:
    figures = months.Statistics()
    chosen = _chosen_month(request, figures)
    return JsonResponse(
        {
            "months": [months.as_json(row) for row in figures.months],
            "month": str(chosen.month) if chosen else None,
            "units": [
                {"unit": each.name, **months.figures_as_json(each.figures)}
                for each in (months.units_of(chosen.month) if chosen else [])
            ],
            "formulas": {name: str(text) for name, text in months.FORMULAS.items()},
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def statistics_csv(request: HttpRequest) -> StreamingHttpResponse:
    rows = months.as_rows(months.Statistics().months)
    return csv_response(rows, file_name="complaint-statistics.csv")


def _chosen_month(
    request: HttpRequest, figures: months.Statistics
) -> months.Row | None:
    """Return the month that `?month=` names; 404 where it names none that is known."""
    if written := request.GET.get("month", ""):
        month = Month.parse(written)
        if row := month and figures.row_of(month):
            return row
        raise Http404
    return next((row for row in figures.months if row.figures), None)
