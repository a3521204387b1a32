"""The desk of exposures in the CMS: what is prepared, what is public, what is flagged."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.paging import page_of
from portal.timeline.models import Event
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.gate import refused, staff
from reports.complaints.refusals import NotAllowed, Refused, Stale
from reports.exposures.desk.actions import BY_VERB, open_to
from reports.exposures.desk.checklist import checklist_of
from reports.exposures.desk.forms import ActionForm, BatchForm, DraftForm
from reports.exposures.desk.gate import needs
from reports.exposures.desk.words import verb_in_words
from reports.exposures.models import (
    Exposure,
    ExposureBatch,
    ExposureEvidence,
    Flag,
    UnitStatement,
)
from reports.exposures.models.questions import ExposureQuerySet
from reports.exposures.services.approving import edit_statement, verify_statement
from reports.exposures.services.drafting import (
    draft_exposure,
    edit,
    open_batch,
    remove_picture,
)
from reports.exposures.services.flagging import close_flag
from reports.exposures.services.publishing import publish_batch, publish_each
from reports.exposures.workflow import (
    IN_PREPARATION,
    ExposureState,
    TargetKind,
)

TABS = {
    "preparing": gettext_lazy("准备中"),
    "public": gettext_lazy("公布中"),
    "review": gettext_lazy("该复核的"),
    "flagged": gettext_lazy("公众反映"),
    "ended": gettext_lazy("已下线和撤回"),
}
MOST_AT_ONCE = 50


@dataclass
class Attempt:
    """What somebody just tried and could not do; their words are not lost."""

    verb: str
    form: ActionForm
    problem: str


def _of_tab(tab: str) -> ExposureQuerySet:
    everything = Exposure.objects.for_lists()
    return {
        "preparing": everything.in_preparation(),
        "public": everything.public(),
        "review": everything.to_review(timezone.localdate()),
        "flagged": everything.filter(pk__in=Flag.objects.open().values("exposure")),
        "ended": everything.filter(
            Q(state=ExposureState.ARCHIVED)
            | Q(state=ExposureState.RETRACTED)
            | Q(state=ExposureState.DROPPED)
        ),
    }[tab]


@needs("view_exposure")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("tab", "preparing")
    if tab not in TABS:
        raise Http404
    return TemplateResponse(
        request,
        "reports/exposures/desk/list.html",
        {
            "tab": tab,
            "tabs": TABS.items(),
            "items": page_of(_of_tab(tab).order_by("-pk"), request, 50),
            "batches": ExposureBatch.objects.annotate(
                waiting=Count(
                    "exposures", filter=Q(exposures__state__in=sorted(IN_PREPARATION))
                )
            ).order_by("-number")[:12],
            "n_flags": Flag.objects.open().count(),
            "may_publish": request.user.has_perm("reports.publish_exposure"),
            "may_add": request.user.has_perm("reports.add_exposure"),
        },
    )


@needs("add_exposurebatch")
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = open_batch(by=staff(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已开%(batch)s。") % {"batch": batch})
            return redirect("exposure_desk:start")
    return _form_page(request, form, _("开新的一期"))


@needs("add_exposure")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.given()
        try:
            exposure = draft_exposure(
                by=staff(request),
                batch=given.pop("batch"),
                kind=TargetKind(given.pop("kind")),
                notice=form.cleaned_data["notice_number"],
                **{"found_at": timezone.now(), **given}
                if not form.cleaned_data["notice_number"]
                else given,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("exposure_desk:case", exposure.pk)
    return _form_page(request, form, _("拟一件曝光"))


@needs("change_exposure")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    exposure = get_object_or_404(Exposure, pk=pk)
    form = DraftForm(request.POST or None, instance=exposure)
    if request.method == "POST" and form.is_valid():
        try:
            edit(Exposure.objects.get(pk=pk), by=staff(request), **form.given())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except TransitionNotAllowed:
            form.add_error(None, _("已经送核稿，要先退回才能改。"))
        else:
            return redirect("exposure_desk:case", pk)
    return _form_page(request, form, str(exposure))


def _form_page(request: HttpRequest, form: Any, heading: str) -> HttpResponse:
    return TemplateResponse(
        request,
        "reports/exposures/desk/form.html",
        {"form": form, "heading": heading},
        status=422 if form.is_bound else 200,
    )


@needs("view_exposure")
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@needs("view_exposure")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing with one exposure, as it was when the form was shown."""
    user = staff(request)
    exposure = get_object_or_404(Exposure, pk=pk)
    action = BY_VERB.get(verb)
    if action is None:
        raise Http404
    if not action.is_allowed(user):
        return refused(request)
    form = action.form(request.POST, exposure=exposure, verb=verb)
    if not form.is_valid():
        problem = _("没有保存，请看下面标出的地方。")
        return _page(request, pk, Attempt(verb, form, problem), status=422)
    exposure.version = form.cleaned_data["version"]
    try:
        action.run(exposure, user, form.cleaned_data, form)
    except (Refused, TransitionNotAllowed) as refusal:
        return _again(request, pk, Attempt(verb, form, str(refusal)), refusal)
    messages.success(request, _("已%(done)s。") % {"done": action.label})
    return redirect("exposure_desk:case", pk)


def _again(
    request: HttpRequest, pk: int, attempt: Attempt, refusal: Exception
) -> HttpResponse:
    """Show what is so now, with all that was typed, ready to be sent again."""
    fresh = get_object_or_404(Exposure, pk=pk)
    is_stale = isinstance(refusal, Stale)
    if isinstance(refusal, TransitionNotAllowed):
        state = ExposureState(fresh.state).label
        attempt.problem = _("这一件现在是“%(state)s”，不能这样做。") % {"state": state}
    typed = request.POST.copy()
    typed["version"] = str(fresh.version)
    action = BY_VERB[attempt.verb]
    attempt.form = action.form(typed, exposure=fresh, verb=attempt.verb)
    status = 409 if is_stale else 403 if isinstance(refusal, NotAllowed) else 422
    return _page(request, pk, attempt, status=status)


def _page(
    request: HttpRequest, pk: int, attempt: Attempt | None = None, *, status: int = 200
) -> HttpResponse:
    user = staff(request)
    exposure = get_object_or_404(
        Exposure.objects.for_lists().select_related("drafted_by", "mandate"), pk=pk
    )
    forms = [
        (
            action,
            attempt.form
            if attempt and attempt.verb == action.verb
            else action.form(exposure=exposure, verb=action.verb),
        )
        for action in open_to(user, exposure)
    ]
    return TemplateResponse(
        request,
        "reports/exposures/desk/case.html",
        {
            "exposure": exposure,
            "checklist": checklist_of(exposure)
            if exposure.state in IN_PREPARATION
            else [],
            "clauses": list(exposure.clauses.all()),
            "pictures": list(exposure.evidence_links.select_related("evidence")),
            "approvals": list(exposure.approvals.select_related("by")),
            "checks": list(exposure.privacy_checks.select_related("by")),
            "statements": list(exposure.statements.select_related("unit")),
            "corrections": list(exposure.corrections.all()),
            "flags": list(exposure.flags.all()[:50]),
            "history": [
                (event, verb_in_words(event.verb))
                for event in Event.objects.of(exposure)
                .select_related("actor")
                .order_by("-pk")
            ],
            "forms": forms,
            "attempt": attempt,
            "may_edit": user.has_perm("reports.change_exposure")
            and exposure.state == ExposureState.DRAFT,
            "may_review": user.has_perm("reports.review_exposure"),
            "may_flag": user.has_perm("reports.change_flag"),
        },
        status=status,
    )


@needs("change_exposure")
@require_POST
def drop_picture(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    found = get_object_or_404(ExposureEvidence, pk=link, exposure=pk)
    return _done(request, pk, lambda: remove_picture(found, by=staff(request)))


@needs("review_exposure")
@require_POST
def judge_statement(request: HttpRequest, pk: int, statement: int) -> HttpResponse:
    found = get_object_or_404(UnitStatement, pk=statement, exposure=pk)
    user = staff(request)
    if "text_public" in request.POST:
        words = request.POST.get("text_public", "")
        because = request.POST.get("because", "")
        return _done(
            request,
            pk,
            lambda: edit_statement(found, by=user, text_public=words, because=because),
        )
    is_verified = request.POST.get("is_verified") == "yes"
    return _done(
        request, pk, lambda: verify_statement(found, by=user, is_verified=is_verified)
    )


@needs("change_flag")
@require_POST
def answer_flag(request: HttpRequest, pk: int, flag: int) -> HttpResponse:
    found = get_object_or_404(Flag, pk=flag, exposure=pk)
    outcome = request.POST.get("outcome", "")
    return _done(
        request, pk, lambda: close_flag(found, by=staff(request), outcome=outcome)
    )


def _done(request: HttpRequest, pk: int, deed: Any) -> HttpResponse:
    try:
        deed()
    except TransitionNotAllowed:
        messages.error(request, _("这一件的状态变了，不能这样做。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("exposure_desk:case", pk)


@needs("publish_exposure")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Publish what was chosen, each through the gate: what is refused stays."""
    keys = [
        int(key)
        for key in request.POST.getlist("row")[:MOST_AT_ONCE]
        if key.isascii() and key.isdigit() and len(key) < 19
    ]
    chosen = list(Exposure.objects.filter(pk__in=keys).order_by("pk"))
    done, refused_ = publish_each(chosen, by=staff(request))
    return _bulk_done(request, done, refused_)


@needs("publish_exposure")
@require_POST
def whole_batch(request: HttpRequest, number: int) -> HttpResponse:
    batch = get_object_or_404(ExposureBatch, number=number)
    done, refused_ = publish_batch(batch, by=staff(request))
    return _bulk_done(request, done, refused_)


def _bulk_done(
    request: HttpRequest, done: list[Exposure], failed: list[tuple[Exposure, str]]
) -> HttpResponse:
    return TemplateResponse(
        request,
        "reports/exposures/desk/bulk_done.html",
        {"done": done, "failed": failed},
    )
