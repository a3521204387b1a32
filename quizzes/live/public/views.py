"""The phones in the hall: a number, a way in, and one question at a time."""

import time
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.frame.meta import Column, ColumnType
from portal.refusals import Refused
from portal.throttle import Verdict, network_of, spend
from portal.tokens import new_token
from quizzes.live.kept import kept
from quizzes.live.models import LiveAnswer, LivePlayer, LiveRound
from quizzes.live.public.state import (
    find_round,
    key_of,
    make_state,
    shown_to_all,
)
from quizzes.live.results import standings_of
from quizzes.live.services.playing import (
    SHORTEST_KEY,
    find_player,
    join,
    save_answer,
)
from quizzes.live.workflow import RoundState

SHOWN = 10
CATCH_UP = 2  # seconds after the end until a page without a script looks again
LOOK_AGAIN = 4


def column() -> Column:
    return Column(
        name=_("现场赛"),
        type=ColumnType.SURVEY,
        description=_("大屏幕上出题，大家用手机答。扫码或者输入六位号码进场。"),
        keywords=_("现场赛,知识竞赛,扫码答题"),
    )


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the number; with one, lead to its round."""
    pin, problem = request.GET.get("pin", "").strip(), ""
    if pin:
        if len(pin) == 6 and pin.isascii() and pin.isdigit() and find_round(pin):
            return redirect("live:join", pin)
        verdict = spend("live_pin", network_of(request))
        if not verdict.is_allowed:
            return _wait(request, verdict)
        problem = _("没有这个号码。请看大屏幕上的六位数字。")
    return TemplateResponse(
        request,
        "quizzes/live/start.html",
        {"column": column(), "crumb": _("现场赛"), "pin": pin, "problem": problem},
        status=422 if problem else 200,
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pin: str) -> HttpResponse:
    """Let a phone in. Without an account there is no cookie, and no CSRF token."""
    live_round = find_round(pin)
    if live_round is None:
        verdict = spend("live_pin", network_of(request))
        if not verdict.is_allowed:
            return _wait(request, verdict)
        raise Http404(_("没有这个号码。"))
    if request.method != "POST":
        return _join_page(request, live_round, new_token())
    key = request.POST.get("form_key", "")[:200]
    if len(key) < SHORTEST_KEY:
        key = new_token()
    # Of each round: a hall may hold several in one evening.
    verdict = spend("live_join", f"{pin} {network_of(request)}")
    if not verdict.is_allowed:
        problem = _("这个网络进场的手机太多，请%s分钟后再试。") % verdict.wait_minutes
        return _join_page(request, live_round, key, problem=problem, status=429)
    try:
        _player, token = join(
            live_round, name=request.POST.get("name", ""), form_key=key
        )
    except Refused as refusal:
        return _join_page(request, live_round, key, problem=str(refusal), status=422)
    return _sealed(redirect("live:play", pin, token))


def _join_page(
    request: HttpRequest,
    live_round: LiveRound,
    key: str,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    response = TemplateResponse(
        request,
        "quizzes/live/join.html",
        {
            "column": column(),
            "crumbs": [(_("现场赛"), reverse("live:start"))],
            "crumb": live_round.title,
            "live_round": live_round,
            "form_key": key,
            "problem": problem,
            "typed": request.POST.get("name", ""),
            "places": [] if live_round.is_open else standings_of(live_round, SHOWN),
        },
        status=status,
    )
    return _sealed(response)


@require_safe
def state(request: HttpRequest, pin: str) -> HttpResponse:
    """Give all phones the same few bytes, or tell them that they have them already."""
    found = kept(pin, make_state)
    if found.body is None:
        raise Http404(_("没有这个号码。"))
    response: HttpResponse
    if request.headers.get("If-None-Match") == found.etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(found.body, content_type="application/json")
    response["ETag"] = found.etag
    response["Cache-Control"] = "no-cache"
    # A phone's clock may be minutes off; its countdown follows ours.
    response["X-Now"] = str(round(time.time() * 1000))
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest, pin: str, token: str) -> HttpResponse:
    player = find_player(pin, token)
    if player is None:
        raise Http404(_("没有这个页面。请扫大屏幕上的码再进一次。"))
    if request.method == "POST":
        return _sealed(_answer(request, player, token))
    return _sealed(_page(request, player))


def _answer(request: HttpRequest, player: LivePlayer, token: str) -> HttpResponse:
    wants_json = "application/json" in request.headers.get("Accept", "")
    written = request.POST.get("position", "")
    is_number = written.isascii() and written.isdigit() and len(written) < 4
    try:
        save_answer(
            player, int(written) if is_number else 0, dict(request.POST.lists())
        )
    except Refused as refusal:
        if wants_json:
            return JsonResponse({"said": str(refusal), "is_kept": False}, status=409)
        return _page(request, player, problem=str(refusal), status=409)
    if wants_json:
        return JsonResponse({"said": _("收到了，等公布答案。"), "is_kept": True})
    return HttpResponseRedirect(
        reverse("live:play", args=[player.live_round.pin, token])
    )


def _page(
    request: HttpRequest, player: LivePlayer, *, problem: str = "", status: int = 200
) -> HttpResponse:
    live_round = player.live_round
    given = (
        LiveAnswer.objects.select_related("question")
        .filter(player=player, question__position=live_round.position)
        .first()
    )
    left = live_round.seconds_left(timezone.now())
    asks = live_round.state == RoundState.ASKING and given is None and left > 0
    return TemplateResponse(
        request,
        "quizzes/live/play.html",
        {
            "column": column(),
            "crumb": live_round.title,
            **shown_to_all(live_round),
            "player": player,
            "key": key_of(live_round),
            "given": given,
            "asks": asks,
            "problem": problem,
            "look_again": int(left) + CATCH_UP if asks else LOOK_AGAIN,
            **_standing(live_round, player),
        },
        status=status,
    )


def _standing(live_round: LiveRound, player: LivePlayer) -> dict[str, Any]:
    if live_round.state != RoundState.OVER:
        return {}
    places = standings_of(live_round)
    mine = next(place for place in places if place.pk == player.pk)
    return {"places": places[:SHOWN], "mine": mine}


def _wait(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    response = TemplateResponse(
        request,
        "quizzes/live/wait.html",
        {"column": column(), "minutes": verdict.wait_minutes},
        status=429,
    )
    response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
    return _sealed(response)


def _sealed(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
