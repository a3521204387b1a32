"""Somebody reads why a paper was voided, or doubts its marks, and says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.refusals import Refused
from portal.throttle import spend
from quizzes.contests.models import Attempt, Participant
from quizzes.contests.public.gate import by_private_link, column, token_of
from quizzes.contests.public.participant import crumbs_of
from quizzes.contests.workflow import AttemptState
from quizzes.judging.services.deciding import file_appeal, why_no_appeal, why_void


@require_http_methods(["GET", "HEAD", "POST"])
@by_private_link
def appeal(request: HttpRequest, participant: Participant, pk: int) -> HttpResponse:
    """Show the decision and take an appeal. Papers of others do not exist (Q4)."""
    papers = participant.attempts.select_related("stage__contest")
    attempt = get_object_or_404(papers, pk=pk)
    if not _has_appeal(attempt) and why_no_appeal(attempt):
        return redirect("contests:home", participant.contest.slug, token_of(request))
    if request.method != "POST":
        return _page(request, participant, attempt)
    if not spend("contest_appeal", str(participant.pk)).is_allowed:
        return _page(
            request,
            participant,
            attempt,
            problem=_("提交得太频繁，请稍后再试。"),
            status=429,
        )
    try:
        file_appeal(participant, attempt, text=request.POST.get("text", ""))
    except Refused as refusal:
        return _page(request, participant, attempt, problem=str(refusal), status=422)
    return redirect(request.path + "?filed=1")


def _has_appeal(attempt: Attempt) -> bool:
    return attempt.state == AttemptState.VOID or attempt.appeals.exists()


def _page(
    request: HttpRequest,
    participant: Participant,
    attempt: Attempt,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    contest = participant.contest
    token = token_of(request)
    return TemplateResponse(
        request,
        "quizzes/judging/public/appeal.html",
        {
            "column": column(),
            "crumbs": crumbs_of(participant, token),
            "crumb": _("申诉"),
            "contest": contest,
            "attempt": attempt,
            "because": why_void(attempt),
            "appeals": list(attempt.appeals.order_by("pk")),
            "refusal": why_no_appeal(attempt),
            "problem": problem,
            "typed": request.POST.get("text", "")[:2000],
            "is_filed": "filed" in request.GET,
            "home": reverse("contests:home", args=[contest.slug, token]),
        },
        status=status,
    )
