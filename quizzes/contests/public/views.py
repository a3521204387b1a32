"""Contests as everybody sees them: the list, the rules, the form to join."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.directory.models import Area
from portal.frame.meta import Article
from portal.refusals import Refused
from portal.throttle import network_of, spend
from portal.tokens import new_token
from portal.typed import clean
from quizzes.contests.hubs import contest_hub
from quizzes.contests.models import Contest
from quizzes.contests.public.gate import column, sealed
from quizzes.contests.public.links import links_of_contest
from quizzes.contests.public.looks import extensions_of, stage_looks, till
from quizzes.contests.services.joining import SHORTEST_KEY, join
from quizzes.contests.workflow import Age, Phase

PAST_SHOWN = 30
_ORDER = {Phase.OPEN: 0, Phase.UPCOMING: 1, Phase.CLOSED: 2}


@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = list(
        Contest.objects.public()
        .select_related("organiser")
        .order_by("-opens_at")[:PAST_SHOWN]
    )
    by_phase: dict[Phase, list[Contest]] = {phase: [] for phase in _ORDER}
    for each in found:
        by_phase[each.phase(now)].append(each)
    return TemplateResponse(
        request,
        "quizzes/contests/contests.html",
        {
            "column": column(),
            "crumb": _("竞赛"),
            "open": by_phase[Phase.OPEN],
            "upcoming": by_phase[Phase.UPCOMING][::-1],
            "past": by_phase[Phase.CLOSED],
        },
    )


@require_safe
def contest(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contest with its complete rules (QZ-02)."""
    found = _contest_or_404(slug)
    now = timezone.now()
    return TemplateResponse(
        request,
        "quizzes/contests/contest.html",
        {
            "column": column(),
            "article": Article(
                title=found.title,
                published_at=found.opens_at if found.opens_at < now else now,
                source=found.organiser.name,
                description=found.summary,
            ),
            "crumbs": _crumbs(),
            "crumb": found.title,
            "contest": found,
            "phase": found.phase(now),
            "stages": stage_looks(found),
            "co_organisers": list(found.co_organisers.all()),
            "n_participants": found.participants.taking_part().count(),
            "till": till(found, now),
            "extensions": extensions_of(found),
            "links": links_of_contest(found),
            "shown": contest_hub.show(found, request),
        },
    )


@csrf_exempt  # the form has a key of its own, and nobody is logged in
@require_http_methods(["GET", "HEAD", "POST"])
def join_contest(request: HttpRequest, slug: str) -> HttpResponse:
    found = _contest_or_404(slug)
    if request.method != "POST":
        return _join_page(request, found, new_token())
    key = request.POST.get("form_key", "")
    if len(key) < SHORTEST_KEY:
        key = new_token()
    verdict = spend("contest_join", network_of(request))
    if not verdict.is_allowed:
        problem = _("这个网络上报名的人太多，请%s分钟后再试。") % verdict.wait_minutes
        return _join_page(request, found, key, problem=problem, status=429)
    try:
        _participant, token = join(
            found,
            name=request.POST.get("name", "")[:100],
            unit_code=request.POST.get("unit_code", ""),
            area=_area(request.POST.get("area", "")),
            age=_age(request.POST.get("age", "")),
            has_guardian="guardian" in request.POST,
            form_key=key[:200],
        )
    except Refused as refusal:
        return _join_page(request, found, key, problem=str(refusal), status=422)
    address = reverse("contests:home", args=[found.slug, token])
    return sealed(redirect(f"{address}?done=joined"))


def _join_page(
    request: HttpRequest,
    found: Contest,
    key: str,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {
        "column": column(),
        "crumbs": [*_crumbs(), (found.title, found.get_absolute_url())],
        "crumb": _("报名"),
        "contest": found,
        "phase": found.phase(),
        "form_key": key,
        "has_classes": found.unit_entries.filter(is_of_minors=True).exists(),
        "ages": Age.choices,
        "areas": list(Area.objects.order_by("code")),
        "typed": {
            name: typed.get(name, "")[:100]
            for name in ("name", "unit_code", "area", "age", "guardian")
        },
        "problem": problem,
    }
    return sealed(
        TemplateResponse(request, "quizzes/contests/join.html", context, status=status)
    )


def _age(typed: str) -> Age:
    return Age(typed) if typed in Age.values else Age.ADULT


def _area(code: str) -> Area | None:
    code = clean(code)
    return Area.objects.filter(code=code).first() if code else None


def _contest_or_404(slug: str) -> Contest:
    found = (
        Contest.objects.public()
        .select_related("organiser", "cover")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise Http404(_("没有这次竞赛，或者还没有公布。"))
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(_("竞赛"), reverse("contests:contests"))]
