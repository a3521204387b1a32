"""A question is written: a form for each kind, which needs no script."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.case_pictures import case_of
from portal.cms.gate import needs, staff
from portal.refusals import Refused
from quizzes.bank.desk.forms import QuestionForm
from quizzes.bank.desk.rows import Rows
from quizzes.bank.models import Question
from quizzes.bank.permissions import CHANGE
from quizzes.bank.services.questions import save_question
from quizzes.bank.workflow import Kind, Topic


@needs("quizzes.add_question")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404
    wanted = Kind(kind)
    if request.method == "POST":
        return _post(request, None, wanted)
    form = QuestionForm(initial=_suggested(request), version=None)
    return _form(request, None, wanted, form, Rows.blank(wanted))


@needs(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next wording. The kind stays: another kind is another question."""
    question = get_object_or_404(
        Question.objects.select_related("current__clause"), pk=pk
    )
    version = question.current
    if version is None:
        raise Http404
    kind = Kind(version.kind)
    if request.method == "POST":
        return _post(request, question, kind)
    return _form(
        request, question, kind, QuestionForm.of(version), Rows.of(version.parts)
    )


def _post(request: HttpRequest, question: Question | None, kind: Kind) -> HttpResponse:
    version = question.current if question else None
    form = QuestionForm(request.POST, version=version)
    rows = Rows.read(kind, request.POST)
    if "more" in request.POST:
        return _form(request, question, kind, form, rows, more=True)
    if question and request.POST.get("version") != str(question.current_id):
        form.add_error(None, _("别人刚刚改过这道题。请另开一页看过最新的内容再保存。"))
    if form.is_valid():
        said = form.cleaned_data
        try:
            saved = save_question(
                question,
                form.draft(rows.content),
                by=staff(request),
                image=said["image"],
                image_alt=said["image_alt"],
                film=said["film"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("bank_desk:question", saved.pk)
    return _form(request, question, kind, form, rows, status=422)


def _suggested(request: HttpRequest) -> dict[str, str]:
    """Return what the address says of a new one: `?case=3-1`, `?clause=slug/art-2`."""
    found = {
        "case_number": request.GET.get("case", ""),
        "clause": request.GET.get("clause", ""),
        "topic": request.GET.get("topic", Topic.CAMPAIGN),
    }
    case = case_of(found["case_number"]) if found["case_number"] else None
    if case and not found["clause"]:
        found["clause"] = case.clause
    return found


def _form(
    request: HttpRequest,
    question: Question | None,
    kind: Kind,
    form: forms.Form,
    rows: Rows,
    *,
    more: bool = False,
    status: int = 200,
) -> HttpResponse:
    return TemplateResponse(
        request,
        "quizzes/bank/desk/edit.html",
        {
            "question": question,
            "kind": kind,
            "form": form,
            "rest": [form[name] for name in form.fields if name != "stem"],
            "rows": rows.spread(more=more),
        },
        status=status,
    )
