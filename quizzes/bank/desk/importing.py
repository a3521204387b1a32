"""Questions come in from a file: read, shown, and only then kept, all or none."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.cms.gate import needs, staff
from portal.refusals import Refused, Stale
from portal.sheets import MOST_BYTES
from quizzes.bank.content import Content
from quizzes.bank.desk.file_forms import ImportForm
from quizzes.bank.formats import xlsx
from quizzes.bank.formats.kinds import KINDS
from quizzes.bank.services.importing import (
    Fate,
    Planned,
    Reading,
    import_signed,
    plan,
    read_file,
    signed,
)
from quizzes.bank.workflow import Kind, Topic

IMPORT = "quizzes.import_question"
SHOWN = 300


@needs(IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Read a file and show what would become of it. Nothing is kept here."""
    if request.method != "POST":
        return _page(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        content = upload.read(MOST_BYTES + 1)
        reading = read_file(upload.name, content, topic=form.cleaned_data["topic"])
        if reading.problems:
            return _page(request, form, reading=reading, status=422)
        return _preview(request, reading, upload.name)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)


@needs(IMPORT)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Keep what was shown, as it was shown."""
    try:
        kept = import_signed(request.POST.get("shown", ""), by=staff(request))
    except Refused as refusal:
        form = ImportForm()
        status = 409 if isinstance(refusal, Stale) else 422
        return _page(request, form, problem=str(refusal), status=status)
    messages.success(request, _("导入了%s道题，请另一个人审定以后使用。") % len(kept))
    return redirect("bank_files:import")


@needs(IMPORT)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(xlsx.template(), content_type=KINDS["xlsx"].media_type)
    response["Content-Disposition"] = 'attachment; filename="questions-template.xlsx"'
    return response


def _preview(request: HttpRequest, reading: Reading, name: str) -> HttpResponse:
    planned = plan(reading.drafts)
    counts = {fate: sum(each.fate == fate for each in planned) for fate in Fate}
    changing = [each for each in planned if each.fate != Fate.SAME]
    return TemplateResponse(
        request,
        "quizzes/bank/desk/import_preview.html",
        {
            "name": name[:80],
            "reading": reading,
            "rows": [_shown(each) for each in changing[:SHOWN]],
            "n_more": len(changing[SHOWN:]),
            "counts": counts,
            "n_changing": len(changing),
            "shown": signed(planned, by=staff(request)) if changing else "",
        },
    )


@dataclass(frozen=True)
class Shown:
    """One question of a preview, in words."""

    code: str
    fate: str
    changed: list[str]
    kind: str
    topic: str
    stem: str
    answer: str
    stem_before: str = ""
    twin: str = ""


FATES = {
    Fate.NEW: gettext_lazy("新题"),
    Fate.VERSION: gettext_lazy("新版本"),
    Fate.SAME: gettext_lazy("没有变化"),
}
FIELDS = {
    "stem": gettext_lazy("题干"),
    "content": gettext_lazy("选项和答案"),
    "topic": gettext_lazy("类别"),
    "difficulty": gettext_lazy("难度"),
    "explanation": gettext_lazy("解析"),
    "clause": gettext_lazy("依据条款"),
    "valid_until": gettext_lazy("有效至"),
    "case_number": gettext_lazy("案例编号"),
}


def _shown(planned: Planned) -> Shown:
    draft, before = planned.draft, planned.before
    return Shown(
        draft.code,
        str(FATES[planned.fate]),
        [str(FIELDS.get(name, name)) for name in planned.changed],
        str(draft.kind.label),
        str(Topic(draft.topic).label),
        draft.stem,
        _right_answer(draft.content),
        before.stem if before and "stem" in planned.changed else "",
        planned.twin,
    )


def _right_answer(content: Content) -> str:
    if content.kind == Kind.FILL:
        return "；".join(each.text for each in content.accepted)
    if content.kind == Kind.MATCHING:
        return "；".join(f"{pair.left} → {pair.right}" for pair in content.pairs)
    if content.kind == Kind.ORDERING:
        return " → ".join(option.text for option in content.options)
    return "；".join(option.text for option in content.right)


def _page(
    request: HttpRequest,
    form: ImportForm,
    *,
    reading: Reading | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "quizzes/bank/desk/import.html",
        {
            "form": form,
            "reading": reading,
            "problem": problem,
            "problems": reading.problems[:SHOWN] if reading else [],
        },
        status=status,
    )
