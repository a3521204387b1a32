"""What a unit sees and does without an account, and without learning who complained."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.words import remaining
from reports.complaints.models import (
    Assignment,
    Check,
    Complaint,
    EvidenceRole,
    Extension,
    Part,
    Reply,
    ReplyKind,
    UnitLink,
)
from reports.complaints.models.questions import PRIVATE_FIELDS
from reports.complaints.refusals import NotTheirs, Refused, Stale
from reports.complaints.services.dispatching import (
    accept_assignment,
    return_assignment,
)
from reports.complaints.services.handling import ask_extension, hand_in
from reports.complaints.services.picturing import attach, receive_after_photos
from reports.complaints.unit_page.gate import by_secret_link, column, token_of
from reports.complaints.unit_page.hub import unit_page_hub
from reports.complaints.workflow import ComplaintState, Decision

CLOSED_DAYS = 30
MOST_SHOWN = 200

_S = ComplaintState
DONE: dict[str, Promise] = {
    "accept": gettext_lazy("已签收。"),
    "return": gettext_lazy("已退回双创办。"),
    "time": gettext_lazy("延期申请已交双创办，等待决定。"),
    "done": gettext_lazy("办理结果已交双创办，等待核实。"),
}


@dataclass(frozen=True)
class Line:
    """One case on the list, with its time in words."""

    assignment: Assignment
    left: str
    is_late: bool
    is_ours: bool  # nobody else's turn


@by_secret_link
@require_safe
def cases(request: HttpRequest, link: UnitLink) -> HttpResponse:
    now = timezone.now()
    sheets = list(Assignment.objects.sheets(link.unit)[:MOST_SHOWN])
    lines = [_line(each, now) for each in sheets]
    done = request.GET.get("done", "")
    return TemplateResponse(
        request,
        "reports/unit_page/cases.html",
        {
            "column": column(),
            "crumb": link.unit.short_name,
            "link": link,
            "token": token_of(request),
            "ours": [line for line in lines if line.is_ours],
            "theirs": [line for line in lines if not line.is_ours],
            "n_late": sum(line.is_late for line in lines),
            "closed": list(_closed(link, now)),
            "done": DONE.get(done, ""),
            "hub": unit_page_hub.show(link, request),
        },
    )


@by_secret_link
@require_safe
def sheet(request: HttpRequest, link: UnitLink, number: str) -> HttpResponse:
    """Show the dispatch sheet: to read, to print, to act on."""
    return _sheet_page(request, link, _assignment_or_404(link, number))


@by_secret_link
@require_POST
def act(request: HttpRequest, link: UnitLink, number: str, verb: str) -> HttpResponse:
    assignment = _assignment_or_404(link, number)
    do = _ACTS.get(verb)
    if do is None:
        raise Http404
    written = request.POST.get("version", "")
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    assignment.complaint.version = int(written)
    try:
        do(request, assignment, link)
    except (Refused, TransitionNotAllowed) as refusal:
        return _refused(request, link, number, verb, refusal)
    return redirect(f"{_list_address(request)}?done={verb}")


def _accept(request: HttpRequest, assignment: Assignment, link: UnitLink) -> None:
    accept_assignment(assignment, by=link)


def _return(request: HttpRequest, assignment: Assignment, link: UnitLink) -> None:
    return_assignment(assignment, by=link, because=request.POST.get("because", ""))


def _ask_time(request: HttpRequest, assignment: Assignment, link: UnitLink) -> None:
    _require_main(assignment)
    ask_extension(
        assignment.complaint, by=link, because=request.POST.get("because", "")
    )


def _hand_in(request: HttpRequest, assignment: Assignment, link: UnitLink) -> None:
    _require_main(assignment)
    complaint = assignment.complaint
    photos = receive_after_photos(complaint, request.FILES.getlist("photos"), by=link)
    with transaction.atomic():
        hand_in(complaint, by=link, text=request.POST.get("text", ""))
        attach(complaint, photos, EvidenceRole.AFTER)


_ACTS: dict[str, Callable[[HttpRequest, Assignment, UnitLink], None]] = {
    "accept": _accept,
    "return": _return,
    "time": _ask_time,
    "done": _hand_in,
}


def _require_main(assignment: Assignment) -> None:
    if assignment.part != Part.MAIN:
        raise NotTheirs(_("请主办单位来办这一步，协办单位与它商量。"))


def _refused(
    request: HttpRequest, link: UnitLink, number: str, verb: str, refusal: Exception
) -> HttpResponse:
    """Say why, and give back what was typed; where the case has gone, on the list."""
    fresh = Assignment.objects.sheets(link.unit).filter(complaint__number=number)
    assignment = fresh.first()
    problem = str(refusal)
    if assignment is None:
        return TemplateResponse(
            request,
            "reports/unit_page/gone.html",
            {
                "column": column(),
                "crumb": link.unit.short_name,
                "token": token_of(request),
                "number": number,
                "typed": request.POST.get("text") or request.POST.get("because") or "",
            },
            status=409,
        )
    if isinstance(refusal, TransitionNotAllowed):
        problem = _("这一件现在是“%(state)s”，不能这样操作。") % {
            "state": assignment.complaint.get_state_display()
        }
    status = 409 if isinstance(refusal, Stale | TransitionNotAllowed) else 422
    return _sheet_page(
        request, link, assignment, problem=problem, tried=verb, status=status
    )


def _sheet_page(
    request: HttpRequest,
    link: UnitLink,
    assignment: Assignment,
    *,
    problem: str = "",
    tried: str = "",
    status: int = 200,
) -> HttpResponse:
    complaint = assignment.complaint
    now = timezone.now()
    asked = list(Extension.objects.filter(complaint=complaint).order_by("pk"))
    is_main = assignment.part == Part.MAIN
    may_handle = is_main and complaint.state == _S.HANDLING
    context: dict[str, Any] = {
        "column": column(),
        "crumbs": [(link.unit.short_name, _list_address(request))],
        "crumb": complaint.number,
        "link": link,
        "token": token_of(request),
        "assignment": assignment,
        "complaint": complaint,
        "line": _line(assignment, now),
        "extensions": asked,
        "results": list(
            Reply.objects.filter(
                complaint=complaint, kind=ReplyKind.RESULT, unit=link.unit
            )
        ),
        "failed": Check.objects.filter(complaint=complaint, is_passed=False).last(),
        "may_accept": assignment.accepted_at is None
        and (complaint.state == _S.DISPATCHED or not is_main),
        "may_return": is_main
        and complaint.state in {_S.DISPATCHED, _S.HANDLING}
        and not assignment.is_ruling
        and now <= assignment.return_before,
        "may_ask_time": is_main
        and complaint.state in {_S.HANDLING, _S.WAITING}
        and not any(each.state == Decision.OPEN for each in asked),
        "may_hand_in": may_handle,
        "problem": problem,
        "tried": tried,
        "typed_because": request.POST.get("because", ""),
        "typed_text": request.POST.get("text", ""),
    }
    return TemplateResponse(
        request, "reports/unit_page/sheet.html", context, status=status
    )


def _assignment_or_404(link: UnitLink, number: str) -> Assignment:
    found = (
        Assignment.objects.sheets(link.unit)
        .select_related("complaint__place", "complaint__unit", "unit")
        .filter(complaint__number=number.upper())
        .first()
    )
    if found is None:
        raise Http404(_("没有这一件，或者已经不在贵单位名下。"))
    return found


def _line(assignment: Assignment, now: datetime) -> Line:
    complaint = assignment.complaint
    due = assignment.due_at
    is_waiting = complaint.state in {_S.RESOLVED, _S.CHECKING, _S.SUSPENDED}
    return Line(
        assignment,
        "" if is_waiting else remaining(due, now),
        not is_waiting and due is not None and due < now,
        not is_waiting,
    )


def _closed(link: UnitLink, now: datetime) -> Any:
    return (
        Complaint.objects.filter(
            unit=link.unit,
            state=_S.CLOSED,
            closed_at__gte=now - timedelta(days=CLOSED_DAYS),
        )
        .exclude(accused_unit=link.unit)
        .defer(*PRIVATE_FIELDS)
        .select_related("category")
        .order_by("-closed_at")[:20]
    )


def _list_address(request: HttpRequest) -> str:
    return reverse("unit_page:cases", args=[token_of(request)])
