"""One complaint on the desk: all that is known of it, and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.actions import BY_VERB, Action, open_to
from reports.complaints.desk.deeds import Shown
from reports.complaints.desk.forms import ActionForm, templates_for
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.desk.hub import case_hub
from reports.complaints.desk.scopes import complaint_or_404, sight_of, visible_to
from reports.complaints.desk.sketch import sketch_of
from reports.complaints.desk.words import remaining, verb_in_words
from reports.complaints.masking import find_personal, mask
from reports.complaints.models import Complaint, Part, Reply
from reports.complaints.models.handling import FROM_THE_RESIDENT
from reports.complaints.refusals import NotAllowed, Refused, Stale
from reports.complaints.routing import Trial, explain, winner
from reports.complaints.workflow import WITHOUT_CLOCK, ComplaintState, Decision

NEARBY = 6


@dataclass
class Attempt:
    """What somebody just tried and could not do; their words are not lost."""

    verb: str
    form: ActionForm
    problem: str
    is_stale: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of the original text; `kind` says what is covered in public."""

    text: str
    kind: str = ""
    shown: str = ""


@needs("view_complaint")
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, complaint_or_404(staff(request), pk))


@needs("view_complaint")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing with one complaint, as it was when the form was shown."""
    user = staff(request)
    complaint = complaint_or_404(user, pk)
    action = BY_VERB.get(verb)
    if action is None:
        raise Http404
    if not action.is_allowed(user):
        return refused(request)
    if "insert" in request.POST:
        return _with_template(request, complaint, action)
    form = action.form(request.POST, complaint=complaint, user=user, verb=verb)
    if not form.is_valid():
        attempt = Attempt(verb, form, _("没有保存，请看下面标出的地方。"))
        return _page(request, complaint, attempt, status=422)
    complaint.version = form.cleaned_data["version"]
    try:
        shown = action.run(complaint, user, form.cleaned_data)
    except (Refused, TransitionNotAllowed) as refusal:
        return _again(request, pk, action, refusal)
    if isinstance(shown, Shown):
        return _page(request, complaint_or_404(user, pk), shown=shown)
    messages.success(request, _("已%(done)s。") % {"done": action.label})
    after = visible_to(user).filter(pk=pk).exists()
    if not after:
        # It went to a unit that is none of theirs.
        return redirect("desk:queue", "new")
    return redirect("desk:case", pk)


def _again(
    request: HttpRequest, pk: int, action: Action, refusal: Exception
) -> HttpResponse:
    """Show what has changed since, with all that was typed, ready to be sent again."""
    user = staff(request)
    fresh = complaint_or_404(user, pk)
    is_stale = isinstance(refusal, Stale)
    problem = str(refusal)
    if isinstance(refusal, TransitionNotAllowed):
        is_stale = is_stale or str(fresh.version) != request.POST.get("version")
        problem = _("这一件现在是“%(state)s”，不能%(act)s。") % {
            "state": ComplaintState(fresh.state).label,
            "act": action.label,
        }
    typed = request.POST.copy()
    seen = typed.get("seen", "")
    typed["version"] = str(fresh.version)
    typed["seen"] = str(_last_event(fresh))
    form = action.form(typed, complaint=fresh, user=user, verb=action.verb)
    attempt = Attempt(action.verb, form, problem, is_stale)
    status = 409 if is_stale else 403 if isinstance(refusal, NotAllowed) else 422
    return _page(request, fresh, attempt, seen=seen, status=status)


def _with_template(
    request: HttpRequest, complaint: Complaint, action: Action
) -> HttpResponse:
    """Put a response template behind what was typed: without a script, by a button."""
    typed: QueryDict = request.POST.copy()
    chosen = next(
        (
            template
            for template in templates_for(complaint)
            if str(template.pk) == typed.get("template")
        ),
        None,
    )
    name = action.form.templated
    if chosen and name:
        typed[name] = "\n".join(filter(None, [typed.get(name, ""), chosen.text]))
    form = action.form(
        initial={
            key: values if len(values) > 1 else values[0]
            for key, values in typed.lists()
        },
        complaint=complaint,
        user=staff(request),
        verb=action.verb,
    )
    form.fields["version"].initial = typed.get("version")
    attempt = Attempt(action.verb, form, "")
    return _page(request, complaint, attempt)


def _page(
    request: HttpRequest,
    complaint: Complaint,
    attempt: Attempt | None = None,
    *,
    shown: Shown | None = None,
    seen: str = "",
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    is_of_a_unit = sight_of(user).is_of_a_unit
    events = list(Event.objects.of(complaint).select_related("actor"))
    actions = open_to(user, complaint)
    last = events[-1].pk if events else 0
    forms = [_offered(action, complaint, user, attempt, last) for action in actions]
    response = TemplateResponse(
        request,
        "reports/desk/case.html",
        {
            "complaint": complaint,
            "left": _time_left(complaint),
            "pieces": [] if is_of_a_unit else pieces_of(complaint.text),
            "masked": mask(complaint.text).text,
            "is_of_a_unit": is_of_a_unit,
            "history": [_told(event, is_of_a_unit) for event in reversed(events)],
            "changed": _since(events, seen, is_of_a_unit)
            if attempt and attempt.is_stale
            else [],
            "assignments": list(complaint.assignments.select_related("unit")),
            "extensions": list(complaint.extensions.select_related("unit")),
            "photos": []
            if is_of_a_unit
            else list(complaint.evidence_links.select_related("evidence")),
            "replies": _replies(complaint, forms, is_of_a_unit),
            "notes": []
            if is_of_a_unit or not user.has_perm("reports.view_note")
            else list(complaint.notes.select_related("by")),
            "verifications": list(complaint.verifications.all()),
            "checks": list(complaint.checks.all()),
            "rights": list(complaint.data_rights_requests.all())
            if user.has_perm("reports.view_datarightsrequest") and not is_of_a_unit
            else [],
            "nearby": _nearby(complaint, user),
            "sketch": sketch_of(complaint),
            "hub": None if is_of_a_unit else case_hub.show(complaint, request),
            "trials": _trials(complaint, actions),
            "templates": templates_for(complaint),
            "groups": _grouped(forms),
            "attempt": attempt,
            "is_gone": attempt is not None
            and attempt.verb not in {action.verb for action in actions},
            "shown": shown,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


def pieces_of(text: str) -> list[Piece]:
    """Cut the original where something personal was found, for the moderator's eye."""
    pieces, done = [], 0
    for found in find_personal(text):
        pieces += [
            Piece(text[done : found.start]),
            Piece(text[found.start : found.end], str(found.kind.label), found.shown),
        ]
        done = found.end
    return [piece for piece in [*pieces, Piece(text[done:])] if piece.text]


def _offered(
    action: Action,
    complaint: Complaint,
    user: User,
    attempt: Attempt | None,
    last: int,
) -> tuple[Action, ActionForm]:
    if attempt and attempt.verb == action.verb:
        return action, attempt.form
    form = action.form(complaint=complaint, user=user, verb=action.verb)
    form.fields["seen"].initial = last
    return action, form


def _grouped(
    forms: Sequence[tuple[Action, ActionForm]],
) -> dict[str, list[tuple[Action, ActionForm]]]:
    groups: dict[str, list[tuple[Action, ActionForm]]] = {}
    for action, form in forms:
        groups.setdefault(action.group, []).append((action, form))
    return groups


def _time_left(complaint: Complaint) -> str:
    if not complaint.is_open or complaint.state in WITHOUT_CLOCK:
        return ""
    due = complaint.due_at or complaint.intake_due_at
    if complaint.state == ComplaintState.WAITING:
        due = complaint.answer_due_at
    return remaining(due)


def _told(event: Event, is_of_a_unit: bool) -> dict[str, Any]:
    return {
        "at": event.at,
        "verb": verb_in_words(event.verb),
        "actor": event.actor,
        "state": dict(ComplaintState.choices).get(event.to_state, "")
        if event.from_state != event.to_state
        else "",
        "public_text": event.public_text,
        "because": "" if is_of_a_unit else event.because,
    }


def _since(
    events: Sequence[Event], seen: str, is_of_a_unit: bool
) -> list[dict[str, Any]]:
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0
    return [_told(event, is_of_a_unit) for event in events if event.pk > known]


def _last_event(complaint: Complaint) -> int:
    return Event.objects.of(complaint).values_list("pk", flat=True).last() or 0


def _replies(
    complaint: Complaint,
    forms: Sequence[tuple[Action, ActionForm]],
    is_of_a_unit: bool,
) -> list[dict[str, Any]]:
    offered = [(action, form) for action, form in forms if action.group == "reply"]
    rows = []
    for reply in complaint.replies.select_related("unit", "author"):
        is_residents = reply.kind in FROM_THE_RESIDENT
        rows.append(
            {
                "reply": reply,
                "text": mask(reply.text).text
                if is_of_a_unit and is_residents
                else reply.text,
                "masked": reply.text_public or mask(reply.text).text,
                "forms": []
                if is_residents
                else [
                    (action, form)
                    for action, form in offered
                    if _fits_reply(action, reply)
                ],
            }
        )
    return rows


def _fits_reply(action: Action, reply: Reply) -> bool:
    return (action.verb == "publish_reply") == (not reply.text_public)


def _nearby(complaint: Complaint, user: User) -> list[Complaint]:
    """Return what may be the same matter: open, of the category, around the place."""
    if not complaint.is_open:
        return []
    found = visible_to(user).exclude(pk=complaint.pk)
    if complaint.point:
        found = found.near(complaint.point, complaint.category)
    elif complaint.street_id:
        found = found.open().filter(
            category=complaint.category_id, street=complaint.street_id
        )
        found = found.recent(complaint.category, timezone.now())
    else:
        return []
    return list(found.select_related("street", "place", "area")[:NEARBY])


def _trials(complaint: Complaint, actions: Sequence[Action]) -> dict[str, Any] | None:
    """Return how the rules decide, where it is to be dispatched."""
    if "dispatch" not in {action.verb for action in actions}:
        return None
    trials: list[Trial] = explain(
        complaint.category,
        complaint.area,
        timezone.now(),
        accused_unit=complaint.accused_unit,
    )
    returned = complaint.assignments.filter(part=Part.MAIN, returned_at__isnull=False)
    return {
        "trials": [trial for trial in trials if trial.is_winner or not trial.misfit],
        "unit": winner(trials),
        "returned": list(returned.select_related("unit")),
        "has_open_extension": complaint.extensions.filter(state=Decision.OPEN).exists(),
    }
