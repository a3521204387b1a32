"""The phone for prizes: asked for late, proved by a code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.refusals import Refused
from portal.throttle import network_of
from quizzes.contests.models import Participant, ParticipantContact, PhoneCode
from quizzes.contests.public.gate import by_private_link, column, token_of
from quizzes.contests.public.participant import crumbs_of
from quizzes.contests.services.contacting import (
    consent_text,
    is_phone_proved,
    may_give_phone,
    prove_phone,
    send_code,
)


@by_private_link
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, participant: Participant) -> HttpResponse:
    contest, token = participant.contest, token_of(request)
    if not contest.is_for_prizes:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            if "code" in request.POST:
                prove_phone(participant, request.POST["code"])
            else:
                send_code(
                    participant,
                    request.POST.get("phone", ""),
                    has_consented="consent" in request.POST,
                    network=network_of(request),
                )
        except Refused as refusal:
            problem = str(refusal)
        else:
            if "code" not in request.POST:
                return redirect(request.path)
    if is_phone_proved(participant):
        home = redirect("contests:home", contest.slug, token)
        home["Location"] += "?done=phone"
        return home
    return TemplateResponse(
        request,
        "quizzes/contests/phone.html",
        {
            "column": column(),
            "crumbs": crumbs_of(participant, token),
            "crumb": _("验证手机号"),
            "contest": contest,
            "participant": participant,
            "token": token,
            "may_give": may_give_phone(participant),
            "consent": consent_text(participant),
            "contact": ParticipantContact.objects.filter(
                participant=participant
            ).first(),
            "is_code_sent": PhoneCode.objects.filter(participant=participant).exists(),
            "typed": request.POST.get("phone", "")[:20],
            "problem": problem,
        },
        status=422 if problem else 200,
    )
