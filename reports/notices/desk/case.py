"""One notice at the inspectors' desk: all that is known of it, and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.gate import needs, refused, staff
from reports.notices import services
from reports.notices.deadlines import deadline_of
from reports.notices.desk.actions import BY_VERB, Action, open_to
from reports.notices.desk.forms import DoubtForm, NoticeForm, ProposalForm
from reports.notices.desk.scopes import may_act, notice_or_404, visible_to
from reports.notices.desk.words import verb_in_words
from reports.notices.models import NoticeEvidence, RectificationNotice
from reports.notices.refusals import NotAllowed, Refused, Stale
from reports.notices.workflow import NoticeState, ProposalState


@dataclass
class Attempt:
    """What somebody just tried and could not do; their words are not lost."""

    verb: str
    form: NoticeForm | None
    problem: str
    is_stale: bool = False


@needs("view_rectificationnotice")
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, notice_or_404(staff(request), pk))


@needs("view_rectificationnotice")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing with one notice, as it was when the form was shown."""
    user = staff(request)
    notice = notice_or_404(user, pk)
    action = BY_VERB.get(verb)
    if action is None:
        raise Http404
    if not action.is_allowed(user):
        return refused(request)
    form = action.form(request.POST, request.FILES, notice=notice, user=user, verb=verb)
    if not form.is_valid():
        attempt = Attempt(verb, form, _("没有保存，请看下面标出的地方。"))
        return _page(request, notice, attempt, status=422)
    notice.version = form.cleaned_data["version"]
    try:
        action.run(notice, user, form.cleaned_data)
    except (Refused, TransitionNotAllowed) as refusal:
        return _again(request, pk, action, refusal)
    return _done(request, pk, _("已%(done)s。") % {"done": action.label})


@needs("clear_notice_photo")
@require_POST
def clear_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Say why a photo is good in spite of what speaks against it."""
    user = staff(request)
    notice = notice_or_404(user, pk)
    link = NoticeEvidence.objects.filter(notice=notice, pk=photo).first()
    form = DoubtForm(request.POST)
    if link is None or not form.is_valid():
        raise Http404
    if not may_act(user):
        return refused(request)
    notice.version = form.cleaned_data["version"]
    link.notice = notice
    try:
        services.clear_doubt(link, by=user, because=form.cleaned_data["because"])
    except (Refused, TransitionNotAllowed) as refusal:
        return _plainly_refused(request, pk, refusal)
    return _done(request, pk, _("已排除疑点。"))


@needs("view_ladderproposal")
@require_POST
def decide_proposal(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Take a step of the ladder, or leave it: by whoever the ladder names."""
    user = staff(request)
    notice = notice_or_404(user, pk)
    found = notice.ladder_proposals.select_related("step").filter(pk=proposal).first()
    form = ProposalForm(request.POST)
    if found is None:
        raise Http404
    if not may_act(user):
        return refused(request)
    if not form.is_valid():
        problem = Refused(_("请选择采取还是不采取。"))
        return _plainly_refused(request, pk, problem)
    said = form.cleaned_data
    try:
        if said["is_taken"]:
            services.take_step(
                found, by=user, text=said["text"], released_text=said["released_text"]
            )
        else:
            services.decline_step(found, by=user, because=said["text"])
    except Refused as refusal:
        return _plainly_refused(request, pk, refusal)
    return _done(request, pk, _("已记下决定。"))


def _done(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
    if visible_to(staff(request)).filter(pk=pk).exists():
        return redirect("notice_desk:case", pk)
    return redirect("notice_desk:start")


def _plainly_refused(request: HttpRequest, pk: int, refusal: Exception) -> HttpResponse:
    fresh = notice_or_404(staff(request), pk)
    words = request.POST.get("because") or request.POST.get("text") or ""
    attempt = Attempt("", None, str(refusal), isinstance(refusal, Stale))
    return _page(request, fresh, attempt, words=words, status=_status(refusal, attempt))


def _again(
    request: HttpRequest, pk: int, action: Action, refusal: Exception
) -> HttpResponse:
    """Show what has changed since, with all that was typed, ready to be sent again."""
    user = staff(request)
    fresh = notice_or_404(user, pk)
    is_stale = isinstance(refusal, Stale)
    problem = str(refusal)
    if isinstance(refusal, TransitionNotAllowed):
        is_stale = is_stale or str(fresh.version) != request.POST.get("version")
        problem = _("这份通知单现在是“%(state)s”，不能%(act)s。") % {
            "state": NoticeState(fresh.state).label,
            "act": action.label,
        }
    typed = request.POST.copy()
    seen = typed.get("seen", "")
    typed["version"] = str(fresh.version)
    typed["seen"] = str(_last_event(fresh))
    form = action.form(typed, notice=fresh, user=user, verb=action.verb)
    attempt = Attempt(action.verb, form, problem, is_stale)
    return _page(request, fresh, attempt, seen=seen, status=_status(refusal, attempt))


def _status(refusal: Exception, attempt: Attempt) -> int:
    if attempt.is_stale:
        return 409
    return 403 if isinstance(refusal, NotAllowed) else 422


def _page(
    request: HttpRequest,
    notice: RectificationNotice,
    attempt: Attempt | None = None,
    *,
    seen: str = "",
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    events = list(Event.objects.of(notice).select_related("actor"))
    actions = open_to(user, notice)
    last = events[-1].pk if events else 0
    forms = [_offered(action, notice, user, attempt, last) for action in actions]
    may_work = may_act(user)
    response = TemplateResponse(
        request,
        "reports/notices/desk/case.html",
        {
            "notice": notice,
            "deadline": deadline_of(notice),
            "problems": list(notice.problems.select_related("category")),
            "clauses": list(notice.clauses.all()),
            "inspectors": list(notice.inspectors.all()),
            "complaints": _complaints(notice) if may_work else [],
            "photos": _photos(notice) if may_work else [],
            "may_clear": may_work and user.has_perm("reports.clear_notice_photo"),
            "plans": list(notice.plans.all()),
            "extensions": list(notice.extensions.all()),
            "objections": list(notice.objections.all()),
            "submissions": list(notice.submissions.all()),
            "reinspections": list(notice.reinspections.select_related("inspector")),
            "overdue": list(notice.overdue_records.all()),
            "recurrences": list(visible_to(user).filter(recurrence_of=notice)),
            "proposals": _proposals(notice, user) if may_work else [],
            "history": [_told(event) for event in reversed(events)],
            "changed": _since(events, seen) if attempt and attempt.is_stale else [],
            "groups": _grouped(forms),
            "attempt": attempt,
            "words": words,
            "is_gone": attempt is not None
            and attempt.form is not None
            and attempt.verb not in {action.verb for action in actions},
            "may_edit": may_work
            and notice.state == NoticeState.DRAFT
            and user.has_perm("reports.change_rectificationnotice"),
            "may_print": may_work
            and notice.number is not None
            and not notice.is_revoked
            and user.has_perm("reports.change_rectificationnotice"),
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


def _offered(
    action: Action,
    notice: RectificationNotice,
    user: User,
    attempt: Attempt | None,
    last: int,
) -> tuple[Action, NoticeForm]:
    if attempt and attempt.form and attempt.verb == action.verb:
        return action, attempt.form
    form = action.form(notice=notice, user=user, verb=action.verb)
    form.fields["seen"].initial = last
    return action, form


def _grouped(
    forms: Sequence[tuple[Action, NoticeForm]],
) -> dict[str, list[tuple[Action, NoticeForm]]]:
    groups: dict[str, list[tuple[Action, NoticeForm]]] = {}
    for action, form in forms:
        groups.setdefault(action.group, []).append((action, form))
    return groups


def _complaints(notice: RectificationNotice) -> list[Any]:
    return list(notice.complaint_links.select_related("complaint__category"))


def _photos(notice: RectificationNotice) -> list[NoticeEvidence]:
    links = NoticeEvidence.objects.filter(notice=notice)
    return list(links.select_related("evidence", "cleared_by", "resembles"))


def _proposals(notice: RectificationNotice, user: User) -> list[tuple[Any, bool]]:
    """Return the steps of the ladder, and which of them this person decides on."""
    groups = set(user.groups.values_list("name", flat=True))
    return [
        (
            each,
            each.state == ProposalState.PROPOSED
            and (user.is_superuser or each.step.decided_by_role in groups),
        )
        for each in notice.ladder_proposals.select_related("step", "by")
    ]


def _told(event: Event) -> dict[str, Any]:
    return {
        "at": event.at,
        "verb": verb_in_words(event.verb),
        "actor": event.actor,
        "state": dict(NoticeState.choices).get(event.to_state, "")
        if event.from_state != event.to_state
        else "",
        "public_text": event.public_text,
        "because": event.because,
    }


def _since(events: Sequence[Event], seen: str) -> list[dict[str, Any]]:
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0
    return [_told(event) for event in events if event.pk > known]


def _last_event(notice: RectificationNotice) -> int:
    return Event.objects.of(notice).values_list("pk", flat=True).last() or 0
