"""A participant's own tickets behind the private link, and the code for a prize."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.refusals import Refused
from portal.throttle import spend
from quizzes.contests.models import Participant
from quizzes.contests.public.gate import by_private_link
from quizzes.draws.public.gate import wait
from quizzes.draws.public.views import column, draw_or_404
from quizzes.draws.services.claiming import issue_code
from quizzes.draws.workflow import DrawState, WinState


@require_http_methods(["GET", "HEAD", "POST"])
@by_private_link
def own_tickets(
    request: HttpRequest, participant: Participant, number: int
) -> HttpResponse:
    """Show the tickets; a POST gives the winner a new code, shown in its answer alone."""
    draw = draw_or_404(participant.contest.slug, number)
    code, problem = "", ""
    if request.method == "POST":
        verdict = spend("draw_code", str(participant.pk))
        if not verdict.is_allowed:
            return wait(request, verdict)
        try:
            code = issue_code(draw, participant)
        except Refused as refusal:
            problem = str(refusal)
    win = (
        draw.winners.filter(ticket__participant=participant)
        .select_related("prize", "ticket")
        .first()
    )
    may_claim = (
        win is not None
        and draw.state == DrawState.DRAWN
        and win.state == WinState.WAITING
        and timezone.now() < win.claim_until
    )
    return TemplateResponse(
        request,
        "quizzes/draws/own.html",
        {
            "column": column(),
            "crumbs": [(draw.title, draw.get_absolute_url())],
            "crumb": _("我的票"),
            "draw": draw,
            "participant": participant,
            "tickets": list(draw.tickets.filter(participant=participant)),
            "win": win,
            "may_claim": may_claim,
            "code": code,
            "problem": problem,
        },
        status=422 if problem else 200,
    )
