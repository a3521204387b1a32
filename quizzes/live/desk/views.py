"""The host prepares a round, and leads it from the big screen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
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

from portal.cms.gate import needs, refused, staff
from portal.refusals import Refused
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.live.desk.forms import RoundForm
from quizzes.live.models import LiveAnswer, LiveRound
from quizzes.live.public.state import key_of, shown_to_all
from quizzes.live.results import standings_of
from quizzes.live.services.removing import remove_silent
from quizzes.live.services.running import (
    ask_next,
    end_round,
    open_round,
    prepare_round,
    show_answer,
)
from quizzes.live.workflow import RoundState

SHOWN = 60
TOP = {RoundState.SHOWING: 5, RoundState.OVER: 10}
DEEDS: dict[str, Callable[..., object]] = {
    "open": open_round,
    "ask": ask_next,
    "show": show_answer,
    "end": end_round,
    "remove": remove_silent,
}
_R = RoundState
Button = tuple[str, Promise]
BUTTONS: dict[RoundState, list[Button]] = {
    _R.DRAFT: [("open", gettext_lazy("开场"))],
    _R.LOBBY: [("ask", gettext_lazy("开始出题")), ("end", gettext_lazy("结束"))],
    _R.ASKING: [("show", gettext_lazy("收题，公布答案"))],
    _R.SHOWING: [
        ("ask", gettext_lazy("下一题")),
        ("end", gettext_lazy("结束，看名次")),
        ("remove", gettext_lazy("移出没答过题的手机")),
    ],
    _R.OVER: [],
}
HOST = "quizzes.host_liveround"


@needs("quizzes.view_liveround")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    may_host = request.user.has_perm(HOST)
    if request.method == "POST" and not may_host:
        return refused(request)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = prepare_round(form.save(commit=False), by=staff(request))
        return redirect("live_desk:screen", made.pk)
    return TemplateResponse(
        request,
        "quizzes/live/desk/index.html",
        {
            "rounds": list(LiveRound.objects.select_related("made_by")[:SHOWN]),
            "form": form if may_host else None,
        },
        status=422 if request.method == "POST" else 200,
    )


@needs("quizzes.view_liveround")
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the big screen, with the host's buttons at its lower edge."""
    live_round = get_object_or_404(LiveRound, pk=pk)
    state = RoundState(live_round.state)
    buttons = BUTTONS[state] if request.user.has_perm(HOST) else []
    if state == RoundState.SHOWING and live_round.is_last:
        buttons = [button for button in buttons if button[0] != "ask"]
    address = ""
    if live_round.pin:
        address = request.build_absolute_uri(live_round.get_absolute_url())
    return TemplateResponse(
        request,
        "quizzes/live/desk/screen.html",
        {
            **shown_to_all(live_round),
            "key": key_of(live_round),
            "buttons": buttons,
            "address": address,
            "short": request.get_host() + reverse("live:start"),
            "left": live_round.seconds_left(timezone.now()),
            "counts": _counts(live_round),
            "places": standings_of(live_round, TOP[state]) if state in TOP else [],
        },
    )


@needs("quizzes.view_liveround")
@require_safe
def counts(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell the screen how many are in and how many have answered: numbers alone."""
    live_round = get_object_or_404(LiveRound, pk=pk)
    return JsonResponse({"key": key_of(live_round), **_counts(live_round)})


def _counts(live_round: LiveRound) -> dict[str, Any]:
    return {
        "players": live_round.players.count(),
        "answers": LiveAnswer.objects.filter(
            question__live_round=live_round,
            question__position=live_round.position,
        ).count(),
    }


@needs("quizzes.view_liveround", HOST)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    live_round = get_object_or_404(LiveRound, pk=pk)
    deed, seen = DEEDS.get(verb), request.POST.get("version", "")
    if deed is None or not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        raise Http404
    live_round.version = int(seen)
    _do(request, deed, live_round, staff(request))
    return redirect("live_desk:screen", pk)


def _do(
    request: HttpRequest, deed: Callable[..., object], live_round: LiveRound, by: User
) -> None:
    # Before a full hall nothing but the screen itself is of use: it shows what is so.
    try:
        deed(live_round, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except TransitionNotAllowed:
        messages.error(request, _("现在不能这样操作。"))
