"""A participant's own page: the link to keep, the stages, the results, the way out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.frame.preferences import preferences_of
from portal.frame.sites import government_of
from portal.refusals import Refused
from portal.throttle import network_of, spend
from portal.tokens import hash_token
from quizzes.contests.hubs import participant_hub
from quizzes.contests.models import Attempt, Participant, ParticipantContact
from quizzes.contests.public.gate import by_private_link, column, token_of
from quizzes.contests.public.links import links_of_participant
from quizzes.contests.public.looks import entrances
from quizzes.contests.refusals import NeedsPhone
from quizzes.contests.services.contacting import may_give_phone
from quizzes.contests.services.joining import withdraw
from quizzes.contests.services.taking import stage_at, start
from quizzes.contests.services.writing import first_unanswered

DONE: dict[str, Promise] = {
    "joined": gettext_lazy("报好名了。请先把这一页的链接留好，回来就靠它。"),
    "phone": gettext_lazy("手机号验证好了。"),
}


@by_private_link
@require_safe
def home(request: HttpRequest, participant: Participant) -> HttpResponse:
    return home_page(request, participant)


def home_page(
    request: HttpRequest,
    participant: Participant,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    contest, token = participant.contest, token_of(request)
    own = reverse("contests:home", args=[contest.slug, token])
    contact = ParticipantContact.objects.filter(participant=participant).first()
    return TemplateResponse(
        request,
        "quizzes/contests/home.html",
        {
            "column": column(),
            "crumbs": crumbs_of(participant)[:2],
            "crumb": _("我的竞赛"),
            "contest": contest,
            "participant": participant,
            "token": token,
            "address": f"{government_of(request).site.root_url}{own}",
            "entrances": entrances(participant, now),
            "contact": contact,
            "asks_phone": contest.is_for_prizes and may_give_phone(participant),
            "is_elder": preferences_of(request).is_elder,
            "links": links_of_participant(participant, token),
            "shown": participant_hub.show(participant, request),
            "done": DONE.get(request.GET.get("done", ""), ""),
            "problem": problem,
        },
        status=status,
    )


@by_private_link
@require_POST
def start_stage(
    request: HttpRequest, participant: Participant, position: int
) -> HttpResponse:
    contest = participant.contest
    stage = stage_at(contest, position)
    if stage is None:
        raise Http404
    verdict = spend("contest_start", str(participant.pk))
    if not verdict.is_allowed:
        problem = _("开始得太频繁，请%s分钟后再试。") % verdict.wait_minutes
        return home_page(request, participant, problem=problem, status=429)
    agent = request.headers.get("User-Agent", "")[:300]
    try:
        attempt = start(
            participant,
            stage,
            is_extended="extended" in request.POST,
            # Of one contest alone: nobody is followed from one to the next.
            network_hash=_kept(contest.pk, "network", network_of(request)),
            agent_hash=_kept(contest.pk, "agent", agent),
        )
    except NeedsPhone:
        return redirect("contests:phone", contest.slug, token_of(request))
    except Refused as refusal:
        return home_page(request, participant, problem=str(refusal), status=409)
    return redirect(address_of(attempt, contest.slug, token_of(request)))


@by_private_link
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_from(request: HttpRequest, participant: Participant) -> HttpResponse:
    if request.method == "POST":
        withdraw(participant)
        return redirect("contests:contest", participant.contest.slug)
    return TemplateResponse(
        request,
        "quizzes/contests/withdraw.html",
        {
            "column": column(),
            "crumbs": crumbs_of(participant, token_of(request)),
            "crumb": _("退出竞赛"),
            "contest": participant.contest,
            "participant": participant,
            "token": token_of(request),
        },
    )


def crumbs_of(participant: Participant, token: str = "") -> list[tuple[str, str]]:
    contest = participant.contest
    crumbs = [
        (_("竞赛"), reverse("contests:contests")),
        (contest.title, contest.get_absolute_url()),
    ]
    if token:
        own = reverse("contests:home", args=[contest.slug, token])
        crumbs.append((_("我的竞赛"), own))
    return crumbs


def address_of(attempt: Attempt, slug: str, token: str) -> str:
    """Return where to go on: the first question that has no answer yet."""
    args = [slug, token, attempt.pk, first_unanswered(attempt)]
    return reverse("contests:question", args=args)


def _kept(contest_pk: int, what: str, value: str) -> str:
    return hash_token(f"participant {what}", f"{contest_pk} {value}") if value else ""
