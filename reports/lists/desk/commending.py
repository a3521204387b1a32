"""Commendations in the CMS: written by one, approved by another."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.paging import page_of
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.refusals import Refused
from reports.lists.desk.forms import CommendationForm
from reports.lists.models import Commendation
from reports.lists.services import commending
from reports.lists.workflow import CommendationState


@needs("view_commendation")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(
        request,
        "reports/lists/desk/commendations.html",
        {
            "page_of_items": page_of(
                Commendation.objects.select_related("area", "drafted_by"), request, 50
            ),
            "may_add": request.user.has_perm("reports.add_commendation"),
        },
    )


@needs("add_commendation")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = CommendationForm(request.POST or None)
    if request.method != "POST":
        return _form(request, form)
    if form.is_valid():
        try:
            made = commending.draft_commendation(by=staff(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("lists_desk:commendation", made.pk)
    return _form(request, form, status=422)


@needs("view_commendation")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Commendation, pk=pk)
    if request.method != "POST":
        return _form(request, CommendationForm.of(found), found)
    if not request.user.has_perm("reports.change_commendation"):
        return refused(request)
    form = CommendationForm(request.POST)
    if form.is_valid():
        try:
            commending.change_commendation(
                found, by=staff(request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("lists_desk:commendation", pk)
    return _form(request, form, found, status=422)


@needs("view_commendation")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = get_object_or_404(Commendation, pk=pk)
    user = staff(request)
    try:
        if verb == "publish":
            commending.publish_commendation(found, by=user)
        elif verb == "withdraw":
            if not (
                user.has_perm("reports.change_commendation")
                or user.has_perm("reports.approve_unitlist")
            ):
                return refused(request)
            commending.withdraw_commendation(
                found, by=user, because=request.POST.get("because", "")
            )
        else:
            raise Http404
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = get_object_or_404(Commendation, pk=pk)
        said = str(refusal)
        if isinstance(refusal, TransitionNotAllowed):
            said = _("这一条现在是“%s”，不能这样操作。") % fresh.get_state_display()
        return _form(
            request, CommendationForm.of(fresh), fresh, problem=said, status=422
        )
    messages.success(request, _("已完成。"))
    return redirect("lists_desk:commendation", pk)


def _form(
    request: HttpRequest,
    form: CommendationForm,
    found: Commendation | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    is_draft = found is None or found.state == CommendationState.DRAFT
    return TemplateResponse(
        request,
        "reports/lists/desk/commendation.html",
        {
            "form": form,
            "found": found,
            "problem": problem,
            "may_write": is_draft and user.has_perm("reports.change_commendation"),
            "may_publish": found is not None
            and is_draft
            and user.has_perm("reports.approve_unitlist"),
            "may_withdraw": found is not None
            and found.state != CommendationState.WITHDRAWN
            and (
                user.has_perm("reports.approve_unitlist")
                or (is_draft and user.has_perm("reports.change_commendation"))
            ),
            "typed_because": request.POST.get("because", ""),
        },
        status=status,
    )
