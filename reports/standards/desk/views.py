"""The standards in the CMS: what is proved, what is not, and item by item."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from portal.sheets import csv_response
from portal.standards.models import StandardItem
from portal.timeline.models import Event
from portal.users.models import User
from reports.complaints.desk.gate import needs, staff
from reports.complaints.refusals import Refused
from reports.standards.coverage import by_head, by_unit, rows_of
from reports.standards.desk.forms import AssessForm, CoverageForm, TagForm
from reports.standards.models import EvidenceTag
from reports.standards.services import assess_item, tag_evidence, untag_evidence
from reports.standards.taggable import Kind, Shown, kind_of, kinds
from reports.standards.workflow import AssessmentStatus, Quarter

STEPS_SHOWN = 20
VERBS = {
    "tag_evidence": gettext_lazy("加依据"),
    "untag_evidence": gettext_lazy("去掉依据"),
    "assess": gettext_lazy("自评"),
}


@needs("view_evidencetag")
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    form = CoverageForm(request.GET)
    everything = rows_of(form.standard, form.quarter) if form.standard else []
    rows = form.sieve(everything)
    return TemplateResponse(
        request,
        "reports/standards/desk/coverage.html",
        {
            "form": form,
            "standard": form.standard,
            "heads": [
                (head, list(found))
                for head, found in groupby(rows, lambda row: row.head)
            ],
            "by_head": by_head(everything),
            "by_unit": by_unit(everything),
            "whole": len(everything),
            "bare": sum(row.is_bare for row in everything),
            "query": request.GET.urlencode(),
        },
    )


@needs("view_evidencetag")
@require_safe
def coverage_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give out what the page shows, sieved the same way."""
    form = CoverageForm(request.GET)
    rows = form.sieve(rows_of(form.standard, form.quarter) if form.standard else [])
    heading = [
        _("编号"),
        _("大项"),
        _("得分点"),
        _("牵头单位"),
        _("分值"),
        _("指标"),
        _("网页"),
        _("其他依据"),
        _("自评"),
        _("文本来源"),
    ]
    lines = (
        [
            row.item.code,
            row.head.title,
            row.item.title,
            row.item.lead_unit,
            row.item.full_score,
            row.item.threshold,
            row.n_pages,
            row.n_tags,
            row.status.label,
            row.item.get_source_tag_display(),
        ]
        for row in rows
    )
    return csv_response([heading, *lines], file_name="coverage.csv")


@needs("view_evidencetag")
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _item_or_404(pk))


@needs("add_evidencetag")
@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item_or_404(pk)
    form = TagForm(request.POST)
    if not form.is_valid():
        return _page(request, found, tag_form=form)
    said = form.cleaned_data
    kind = kind_of(said["kind"])
    try:
        tag_evidence(found, kind, said["written"], by=staff(request), note=said["note"])
    except Refused as refusal:
        form.add_error("written", str(refusal))
        return _page(request, found, tag_form=form)
    messages.success(request, _("已加上依据。"))
    return redirect("standards_desk:item", pk)


@needs("delete_evidencetag")
@require_POST
def untag(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(EvidenceTag.objects.select_related("item"), pk=pk)
    item_pk = found.item_id
    try:
        untag_evidence(
            found, by=staff(request), because=request.POST.get("because", "")[:200]
        )
    except Refused as refusal:
        return _page(request, _item_or_404(item_pk), problem=str(refusal))
    messages.success(request, _("已去掉。"))
    return redirect("standards_desk:item", item_pk)


@needs("add_itemassessment")
@require_POST
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item_or_404(pk)
    form = AssessForm(request.POST)
    if not form.is_valid():
        return _page(request, found, assess_form=form)
    said = form.cleaned_data
    period = Quarter.parse(said["period"])
    try:
        if period is None:
            raise Refused(_("没有这个季度。"))
        assess_item(
            found,
            period,
            AssessmentStatus(said["status"]),
            by=staff(request),
            score=said["score"],
            note=said["note"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, assess_form=form)
    messages.success(request, _("已评。"))
    return redirect("standards_desk:item", pk)


def _item_or_404(pk: int) -> StandardItem:
    items = StandardItem.objects.select_related("set", "parent", "lead_unit")
    return get_object_or_404(items, pk=pk)


def _page(
    request: HttpRequest,
    found: StandardItem,
    *,
    tag_form: TagForm | None = None,
    assess_form: AssessForm | None = None,
    problem: str = "",
) -> HttpResponse:
    pages = found.page_evidence.filter(page__live=True).select_related("page")
    context: dict[str, Any] = {
        "item": found,
        "pages": [each.page for each in pages.order_by("-page__first_published_at")],
        "tags": _tags_shown(found, staff(request)),
        "assessments": list(found.assessments.select_related("by")),
        "steps": _steps_of(found),
        "is_point": not found.children.exists(),
        "tag_form": tag_form or TagForm(),
        "assess_form": assess_form or AssessForm(),
        "problem": problem,
    }
    is_wrong = bool(problem or tag_form or assess_form)
    return TemplateResponse(
        request,
        "reports/standards/desk/item.html",
        context,
        status=422 if is_wrong else 200,
    )


def _steps_of(found: StandardItem) -> list[tuple[Event, StrOrPromise, StrOrPromise]]:
    """Return what happened, with the verb and the new state in words, newest first."""
    events = Event.objects.of(found).select_related("actor").order_by("-pk")
    states = dict(AssessmentStatus.choices)
    return [
        (event, VERBS.get(event.verb, event.verb), states.get(event.to_state, ""))
        for event in events[:STEPS_SHOWN]
    ]


def _tags_shown(
    found: StandardItem, user: User
) -> list[tuple[EvidenceTag, Kind, Shown | None]]:
    """Return the tags by kind, each with what this member of staff may see of it."""
    tags = list(found.evidence_tags.select_related("by"))
    shown: list[tuple[EvidenceTag, Kind, Shown | None]] = []
    for kind in kinds():
        type_pk = ContentType.objects.get_for_model(kind.model).pk
        ours = [tag for tag in tags if tag.content_type_id == type_pk]
        if ours:
            seen = kind.shown_to([tag.object_id for tag in ours], user)
            shown += [(tag, kind, seen.get(tag.object_id)) for tag in ours]
    return shown
