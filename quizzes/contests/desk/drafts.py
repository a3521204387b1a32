"""The rules of a contest are typed in, while it is a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.cms.gate import needs, refused, staff
from portal.refusals import NotAllowed, Refused, Stale
from quizzes.contests.desk.contests import contest_or_404, read_version
from quizzes.contests.desk.forms import CloneForm, ContestForm
from quizzes.contests.models import Contest
from quizzes.contests.permissions import DRAFT, VIEW
from quizzes.contests.services.drafting import clone, keep_contest


@needs("quizzes.add_contest")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, Contest())


@needs(DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_or_404(pk)
    if request.method == "POST":
        contest.version = read_version(request)
    return _edit(request, contest)


def _edit(request: HttpRequest, contest: Contest) -> HttpResponse:
    form = ContestForm(request.POST or None, instance=contest)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            plain = [name for name in form.cleaned_data if name != "co_organisers"]
            try:
                keep_contest(
                    contest,
                    by=staff(request),
                    fields=plain,
                    co_organisers=form.cleaned_data["co_organisers"],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409 if isinstance(refusal, Stale) else 422
            else:
                messages.success(request, _("已保存。"))
                return redirect("contests_desk:case", contest.pk)
    return TemplateResponse(
        request,
        "quizzes/contests/desk/edit.html",
        {"contest": contest, "form": form},
        status=status,
    )


@needs(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("quizzes.add_contest"):
        return refused(request)
    contest = contest_or_404(pk)
    form = CloneForm(request.POST or None, initial={"title": contest.title})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = clone(contest, by=staff(request), **form.cleaned_data)
            except NotAllowed:
                return refused(request)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已复制成草稿。请核对时间和文字。"))
                return redirect("contests_desk:case", made.pk)
    return TemplateResponse(
        request,
        "quizzes/contests/desk/clone.html",
        {"contest": contest, "form": form},
        status=status,
    )
