"""The units of a contest: entered one by one or by a table, with codes to hand out."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.cms.gate import needs, staff
from portal.refusals import Refused, Stale
from portal.sheets import XLSX, read_table, write_xlsx
from quizzes.contests.desk.contests import contest_or_404, read_version
from quizzes.contests.desk.forms import EntryForm, TableForm
from quizzes.contests.models import Contest, UnitEntry
from quizzes.contests.permissions import DRAFT
from quizzes.contests.services.entering import (
    ENTERING,
    HEADER,
    BadTable,
    Entry,
    delete_entry,
    keep_entries,
    read_entries,
)

TABLE_IDS = "id_table_%s"  # two forms of one page


@needs(DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_or_404(pk)
    form = EntryForm(request.POST or None)
    if request.method != "POST":
        return _page(request, contest, form)
    contest.version = read_version(request)
    if not form.is_valid():
        return _page(request, contest, form, status=422)
    note = form.cleaned_data.pop("note")
    try:
        keep_entries(
            contest, [Entry(**form.cleaned_data)], by=staff(request), note=note
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, contest, form, status=_status(refusal))
    messages.success(request, _("已保存。"))
    return redirect("contests_desk:units", pk)


@needs(DRAFT)
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table whole or not at all."""
    contest = contest_or_404(pk)
    contest.version = read_version(request)
    form = TableForm(request.POST, request.FILES, auto_id=TABLE_IDS)
    if not form.is_valid():
        return _page(request, contest, EntryForm(), table_form=form, status=422)
    table = form.cleaned_data["table"]
    try:
        entries = read_entries(read_table(table.name, table.read()))
        keep_entries(
            contest, entries, by=staff(request), note=form.cleaned_data["note"]
        )
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, BadTable) else [str(refusal)]
        return _page(
            request,
            contest,
            EntryForm(),
            table_form=form,
            problems=problems,
            status=_status(refusal),
        )
    messages.success(request, _("导入了%s行。") % len(entries))
    return redirect("contests_desk:units", pk)


@needs(DRAFT)
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_or_404(pk)
    rows = [
        [
            each.unit.short_name,
            each.label,
            each.headcount,
            _("是") if each.is_of_minors else _("否"),
            each.code,
        ]
        for each in contest.unit_entries.select_related("unit")
    ]
    return sheet(HEADER, rows, _("参赛单位"), f"units-{contest.slug}.xlsx")


@needs(DRAFT)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    entries = UnitEntry.objects.select_related("contest", "unit")
    entry = get_object_or_404(entries, pk=pk)
    entry.contest.version = read_version(request)
    try:
        delete_entry(entry, by=staff(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("contests_desk:units", entry.contest_id)


def sheet(
    header: Sequence[object], rows: Sequence[Sequence[object]], title: str, name: str
) -> HttpResponse:
    response = HttpResponse(write_xlsx(header, rows, title), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _status(refusal: Refused) -> int:
    return 409 if isinstance(refusal, Stale) else 422


def _page(
    request: HttpRequest,
    contest: Contest,
    form: EntryForm,
    *,
    table_form: TableForm | None = None,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    entries = contest.unit_entries.select_related("unit")
    return TemplateResponse(
        request,
        "quizzes/contests/desk/units.html",
        {
            "contest": contest,
            "entries": list(entries.annotate(n_people=Count("participants"))),
            "form": form,
            "table_form": table_form or TableForm(auto_id=TABLE_IDS),
            "problems": problems,
            "may_enter": contest.state in ENTERING,
        },
        status=status,
    )
