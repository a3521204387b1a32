"""The organisers' pages: all activities, one of them, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.cms.gate import needs, refused, staff
from portal.paging import page_of
from portal.refusals import Refused, Stale
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.events.desk.forms import (
    ActivityForm,
    BecauseForm,
    ResultsForm,
    RevealForm,
)
from quizzes.events.desk.words import STEPS
from quizzes.events.models import Activity
from quizzes.events.permissions import PUBLISH, REVEAL
from quizzes.events.services import organising, results
from quizzes.events.services.signing_up import cancel_sign_up
from quizzes.events.workflow import ActivityState, Phase

CHANGE = "quizzes.change_activity"


@needs("quizzes.view_activity")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    everything = Activity.objects.select_related("host", "edited_by")
    shown = request.GET.get("shown", "coming")
    if shown == "draft":
        rows = everything.filter(state=ActivityState.DRAFT)
    elif shown == "past":
        rows = everything.exclude(state=ActivityState.DRAFT).past(now)
    else:
        shown = "coming"
        rows = everything.exclude(state=ActivityState.DRAFT).upcoming(now)
    return TemplateResponse(
        request,
        "quizzes/events/desk/index.html",
        {
            "page_of_items": page_of(rows, request, 50),
            "shown": shown,
            "tabs": [
                ("coming", _("接下来")),
                ("past", _("已结束")),
                ("draft", _("草稿")),
            ],
            "may_add": request.user.has_perm("quizzes.add_activity"),
        },
    )


@needs("quizzes.add_activity")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@needs("quizzes.view_activity")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity, pk=pk)
    if not _may_edit(staff(request), activity):
        return refused(request)
    return _write(request, activity)


def _write(request: HttpRequest, activity: Activity | None) -> HttpResponse:
    form = ActivityForm(request.POST or None, instance=activity)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = organising.save_activity(
                    _as_seen(request, activity), form.draft(), by=staff(request)
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已保存。"))
                return redirect("activities_desk:case", saved.pk)
    return TemplateResponse(
        request,
        "quizzes/events/desk/form.html",
        {
            "form": form,
            "activity": activity,
            "version": request.POST.get("version")
            or (activity.version if activity else ""),
        },
        status=status,
    )


def _as_seen(request: HttpRequest, activity: Activity | None) -> Activity | None:
    """Return the activity as the database has it, with the version its editor saw."""
    if activity is None:
        return None
    fresh = Activity.objects.get(pk=activity.pk)
    written = request.POST.get("version", "")
    if written != str(fresh.version):
        raise Stale(_("别人刚刚改过这个活动。请看过最新内容再操作。"))
    return fresh


@needs("quizzes.view_activity")
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return show_case(request, get_object_or_404(Activity, pk=pk))


@needs("quizzes.view_activity")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    activity = get_object_or_404(Activity, pk=pk)
    if verb not in DEEDS:
        raise Http404
    may, do = DEEDS[verb]
    if not may(staff(request)):
        return refused(request)
    try:
        _as_seen(request, activity)
        do(request, activity)
    except TransitionNotAllowed:
        fresh = Activity.objects.get(pk=pk)
        said = _("这个活动现在是“%s”，不能这样操作。") % fresh.get_state_display()
        return show_case(request, fresh, problem=said, status=422)
    except Refused as refusal:
        fresh = Activity.objects.get(pk=pk)
        return show_case(request, fresh, problem=str(refusal), status=422)
    messages.success(request, _("已完成。"))
    return redirect("activities_desk:case", pk)


def _enter_results(request: HttpRequest, activity: Activity) -> None:
    form = ResultsForm(request.POST)
    if not form.is_valid():
        raise Refused(
            " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    results.enter_results(
        activity,
        results.read_lines(form.cleaned_data["lines"]),
        by=staff(request),
        afterwards=form.cleaned_data["afterwards"],
        recording=form.cleaned_data["recording"],
    )


def _cancel_sign_up(request: HttpRequest, activity: Activity) -> None:
    written = request.POST.get("sign_up", "")
    pk = int(written) if written.isascii() and written.isdigit() else 0
    made = get_object_or_404(activity.sign_ups.living(), pk=pk)
    cancel_sign_up(made, by=staff(request), because=_because(request))


def _because(request: HttpRequest) -> str:
    return request.POST.get("because", "")


def _has(*names: str) -> Callable[[User], bool]:
    return lambda user: any(user.has_perm(name) for name in names)


DEEDS: dict[
    str, tuple[Callable[[User], bool], Callable[[HttpRequest, Activity], object]]
] = {
    "publish": (
        _has(PUBLISH),
        lambda request, activity: organising.publish_activity(
            activity, by=staff(request)
        ),
    ),
    "cancel": (
        _has(CHANGE, PUBLISH),
        lambda request, activity: organising.cancel_activity(
            activity, by=staff(request), because=_because(request)
        ),
    ),
    "discard": (
        _has(CHANGE),
        lambda request, activity: organising.discard_activity(
            activity, by=staff(request), because=_because(request)
        ),
    ),
    "cancel_sign_up": (_has(CHANGE), _cancel_sign_up),
    "enter_results": (_has(CHANGE), _enter_results),
    "publish_results": (
        _has(PUBLISH),
        lambda request, activity: results.publish_results(activity, by=staff(request)),
    ),
}


def _may_edit(user: User, activity: Activity) -> bool:
    if activity.state == ActivityState.DRAFT:
        return user.has_perm(CHANGE)
    return activity.state == ActivityState.PUBLISHED and user.has_perm(PUBLISH)


def show_case(
    request: HttpRequest,
    activity: Activity,
    *,
    problem: str = "",
    revealed: Any = None,
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    is_draft = activity.state == ActivityState.DRAFT
    is_published = activity.state == ActivityState.PUBLISHED
    has_begun = activity.phase != Phase.UPCOMING
    has_new_results = bool(activity.results_by_id) and not activity.results_public_at
    deeds = {
        "publish": is_draft,
        "cancel": is_published and activity.phase != Phase.OVER,
        "cancel_sign_up": is_published and activity.phase != Phase.OVER,
        "discard": is_draft,
        "enter_results": is_published and has_begun,
        "publish_results": is_published and has_new_results,
    }
    sign_ups = list(activity.sign_ups.all() if revealed is None else revealed)
    return TemplateResponse(
        request,
        "quizzes/events/desk/case.html",
        {
            "activity": activity,
            "problem": problem,
            "may": {
                verb: is_now and DEEDS[verb][0](user) for verb, is_now in deeds.items()
            },
            "may_edit": _may_edit(user, activity),
            "may_reveal": user.has_perm(REVEAL),
            "sign_ups": sign_ups,
            "is_revealed": revealed is not None,
            "because_form": BecauseForm(),
            "reveal_form": RevealForm(),
            "results_form": _results_form(request, activity),
            "results": list(activity.results.all()),
            "events": [
                (event, STEPS.get(event.verb, event.verb))
                for event in Event.objects.of(activity)
                .select_related("actor")
                .order_by("-pk")
            ],
        },
        status=status,
    )


def _results_form(request: HttpRequest, activity: Activity) -> ResultsForm:
    if request.method == "POST" and "lines" in request.POST:
        return ResultsForm(request.POST)
    return ResultsForm(
        initial={
            "lines": results.lines_of(activity),
            "afterwards": activity.afterwards,
            "recording": activity.recording_id,
        }
    )
