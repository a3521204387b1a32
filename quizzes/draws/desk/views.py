"""A draw is written, announced, sealed, held, and its prizes are handed over."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.cms.gate import needs, refused, staff
from portal.refusals import Refused, Stale
from portal.throttle import give_back, spend
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.contests.models import Contest
from quizzes.contests.workflow import OVER
from quizzes.draws.desk.forms import (
    BecauseForm,
    ChanceForm,
    CodeForm,
    PrizeForms,
    RulesForm,
    drafts_of,
    written,
)
from quizzes.draws.models import Draw
from quizzes.draws.public.looks import offers_of, winners_of
from quizzes.draws.services.announcing import cancel_draw, commit_draw
from quizzes.draws.services.claiming import claim_prize
from quizzes.draws.services.drafting import change_draw, draft_draw
from quizzes.draws.services.drawing import close_draw, hold_draw
from quizzes.draws.services.sealing import seal_draw
from quizzes.draws.workflow import DRAW_STEPS, DrawState

SHOWN = 60
CHANGE, VIEW = "quizzes.change_draw", "quizzes.view_draw"
VERBS: dict[str, Promise] = {
    "draft": gettext_lazy("新建"),
    "change": gettext_lazy("改规则"),
    "commit": gettext_lazy("公布规则"),
    "seal": gettext_lazy("封存票单"),
    "hold": gettext_lazy("开奖"),
    "close": gettext_lazy("结束兑奖"),
    "cancel": gettext_lazy("取消"),
}


@needs(VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    may_add = request.user.has_perm("quizzes.add_draw")
    return TemplateResponse(
        request,
        "quizzes/draws/desk/index.html",
        {
            "draws": list(
                Draw.objects.select_related("contest").order_by("-draws_at")[:SHOWN]
            ),
            "contests": list(Contest.objects.exclude(state__in=OVER)[:SHOWN])
            if may_add
            else [],
        },
    )


@needs("quizzes.add_draw")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, contest_pk: int) -> HttpResponse:
    contest = get_object_or_404(Contest.objects.exclude(state__in=OVER), pk=contest_pk)
    initial = {"title": _("%s抽奖") % contest.title[:50]}
    return _edit(request, contest, None, initial, [])


@needs(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    draw = _draw_or_404(pk)
    return _edit(request, draw.contest, draw, *written(draw))


def _edit(
    request: HttpRequest,
    contest: Contest,
    draw: Draw | None,
    rules: dict[str, Any],
    offered: list[dict[str, Any]],
) -> HttpResponse:
    posted = request.POST or None
    form = RulesForm(posted, initial=rules, contest=contest)
    prizes = PrizeForms(posted, initial=offered, prefix="prizes")
    is_posted = request.method == "POST"
    if is_posted and form.is_valid() and prizes.is_valid():
        typed = form.rules(drafts_of(prizes))
        try:
            if draw is None:
                draw = draft_draw(contest, typed, by=staff(request))
            else:
                change_draw(draw, typed, by=staff(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except TransitionNotAllowed:
            form.add_error(None, _("规则已经公布，不能再改。"))
        else:
            return redirect("draws_desk:case", draw.pk)
    return TemplateResponse(
        request,
        "quizzes/draws/desk/edit.html",
        {"contest": contest, "form": form, "prizes": prizes},
        status=422 if is_posted else 200,
    )


@needs(VIEW)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _draw_or_404(pk))


@needs(VIEW)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing to a draw as it was when it was read."""
    draw = _draw_or_404(pk)
    deed = DEEDS.get(verb)
    if deed is None:
        raise Http404
    if not request.user.has_perm(deed.permission):
        return refused(request)
    seen = request.POST.get("version", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        raise Http404
    draw.version = int(seen)
    form = deed.form(request.POST)
    if not form.is_valid():
        return _page(request, _draw_or_404(pk), verb=verb, tried=form, status=422)
    try:
        deed.do(draw, staff(request), form.cleaned_data)
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = _draw_or_404(pk)
        said = str(refusal)
        if isinstance(refusal, TransitionNotAllowed):
            said = _("抽奖现在是“%s”，不能这样操作。") % fresh.get_state_display()
        form.add_error(None, said)
        late = isinstance(refusal, Stale | TransitionNotAllowed)
        return _page(request, fresh, verb=verb, tried=form, status=409 if late else 422)
    messages.success(request, _("已完成：%s") % deed.label)
    return redirect("draws_desk:case", pk)


def _claim(draw: Draw, by: User, typed: dict[str, Any]) -> None:
    """Hand over a prize; whoever tries codes at random is stopped."""
    verdict = spend("draw_claim", str(by.pk))
    if not verdict.is_allowed:
        raise Refused(_("错得太多，请%s分钟后再试。") % verdict.wait_minutes)
    claim_prize(draw, typed["code"], by=by)
    give_back("draw_claim", str(by.pk))


@dataclass(frozen=True)
class Deed:
    """What a button of the page does, who may press it, in which states it is there."""

    label: Promise
    permission: str
    states: Set[DrawState]
    do: Callable[[Draw, User, dict[str, Any]], object]
    form: Callable[[Any], forms.Form] = forms.Form
    warning: Promise | str = ""


def _before(new: DrawState) -> Set[DrawState]:
    return frozenset(old for old, steps in DRAW_STEPS.items() if new in steps)


DEEDS: dict[str, Deed] = {
    "commit": Deed(
        gettext_lazy("公布规则"),
        "quizzes.commit_draw",
        _before(DrawState.COMMITTED),
        lambda draw, by, typed: commit_draw(draw, by=by),
        warning=gettext_lazy(
            "公布以后规则、奖品、时间都不能再改，您也不能再给这场开奖。"
        ),
    ),
    "seal": Deed(
        gettext_lazy("封存票单"),
        CHANGE,
        _before(DrawState.SEALED),
        lambda draw, by, typed: seal_draw(draw, by=by),
        warning=gettext_lazy(
            "票单封存以后不能加也不能减。还有待核的答卷，请先核完再封存。"
        ),
    ),
    "hold": Deed(
        gettext_lazy("开奖"),
        "quizzes.hold_draw",
        _before(DrawState.DRAWN),
        lambda draw, by, typed: hold_draw(draw, by=by, chance=typed["chance"]),
        ChanceForm,
        gettext_lazy("开奖只有一次，结果马上公开。"),
    ),
    "claim": Deed(
        gettext_lazy("兑奖"),
        "quizzes.claim_winner",
        frozenset({DrawState.DRAWN}),
        _claim,
        CodeForm,
        gettext_lazy("请核对来人和名单上的称呼；未成年人由监护人领。"),
    ),
    "close": Deed(
        gettext_lazy("结束兑奖"),
        CHANGE,
        _before(DrawState.CLOSED),
        lambda draw, by, typed: close_draw(draw, by=by),
    ),
    "cancel": Deed(
        gettext_lazy("取消"),
        "quizzes.commit_draw",
        _before(DrawState.CANCELLED),
        lambda draw, by, typed: cancel_draw(draw, by=by, because=typed["because"]),
        BecauseForm,
    ),
}


def _page(
    request: HttpRequest,
    draw: Draw,
    *,
    verb: str = "",
    tried: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    return TemplateResponse(
        request,
        "quizzes/draws/desk/case.html",
        {
            "draw": draw,
            "offers": offers_of(draw),
            "winners": winners_of(draw) if draw.has_winners else [],
            "may_edit": draw.state == DrawState.DRAFT and user.has_perm(CHANGE),
            "deeds": [
                (name, deed, tried if name == verb else deed.form(None))
                for name, deed in DEEDS.items()
                if draw.state in deed.states and user.has_perm(deed.permission)
            ],
            "events": [
                (event, VERBS.get(event.verb, event.verb))
                for event in Event.objects.of(draw).select_related("actor")
            ],
        },
        status=status,
    )


def _draw_or_404(pk: int) -> Draw:
    return get_object_or_404(Draw.objects.select_related("contest", "stage"), pk=pk)
