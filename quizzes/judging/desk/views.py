"""Papers that look odd, and appeals, to be decided by somebody."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.cms.gate import needs, refused, staff
from portal.paging import page_of
from portal.refusals import NotAllowed, Refused
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.contests.models import Appeal, Attempt, AttemptFlag, Contest
from quizzes.contests.permissions import JUDGE
from quizzes.contests.workflow import (
    ATTEMPT_STEPS,
    FINISHED,
    AppealState,
    AttemptState,
    FlagKind,
)
from quizzes.judging.desk.forms import (
    AnswerForm,
    AwardForm,
    ClearForm,
    FlagForm,
    VoidForm,
)
from quizzes.judging.desk.looks import judged
from quizzes.judging.services import award_question, clear, decide_appeal, flag, void
from quizzes.judging.services.deciding import voided_by

VERBS: dict[str, Promise] = {
    "start": gettext_lazy("开始"),
    "hand_in": gettext_lazy("交卷"),
    "expire": gettext_lazy("到时自动交卷"),
    "flag": gettext_lazy("标记疑点"),
    "flag_again": gettext_lazy("又有疑点"),
    "clear": gettext_lazy("核过无碍"),
    "void": gettext_lazy("作废"),
    "appeal": gettext_lazy("参赛人申诉"),
    "uphold_appeal": gettext_lazy("申诉成立"),
    "reject_appeal": gettext_lazy("申诉不成立"),
}


@needs(JUDGE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    contest, kind = _sieve(request)
    flagged = _papers().filter(state=AttemptState.FLAGGED).order_by("pk")
    appeals = Appeal.objects.filter(state=AppealState.OPEN).select_related(
        "attempt__participant", "attempt__stage__contest"
    )
    if contest:
        flagged = flagged.filter(stage__contest=contest)
        appeals = appeals.filter(attempt__stage__contest=contest)
    if kind:
        kinds = AttemptFlag.objects.filter(kind=kind)
        flagged = flagged.filter(pk__in=kinds.values("attempt"))
    return TemplateResponse(
        request,
        "quizzes/judging/desk/queue.html",
        {
            "page_of_items": page_of(flagged, request),
            "appeals": list(appeals),
            "contest": contest,
            "kinds": FlagKind.choices,
            "kind": kind,
        },
    )


def _sieve(request: HttpRequest) -> tuple[Contest | None, str]:
    written, kind = request.GET.get("contest", ""), request.GET.get("kind", "")
    contest = None
    if written.isascii() and written.isdigit() and len(written) < 10:
        contest = get_object_or_404(Contest, pk=int(written))
    return contest, kind if kind in FlagKind.values else ""


@needs(JUDGE)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _paper_or_404(pk))


@dataclass(frozen=True)
class Deed:
    """What a button of the page does, and in which states it is there."""

    label: Promise
    states: Set[AttemptState]
    do: Callable[[Attempt, User, dict[str, Any]], object]
    form: type[forms.Form]


def _before(new: AttemptState, *but: AttemptState) -> Set[AttemptState]:
    return {old for old, steps in ATTEMPT_STEPS.items() if new in steps} - {*but}


def _answer(attempt: Attempt, by: User, typed: dict[str, Any]) -> None:
    appeal = get_object_or_404(attempt.appeals, state=AppealState.OPEN)
    appeal.attempt = attempt
    decide_appeal(appeal, by=by, **typed)


def _award(attempt: Attempt, by: User, typed: dict[str, Any]) -> None:
    item = attempt.items.filter(position=typed["position"]).first()
    if item is None:
        raise Refused(_("这份答卷没有这一题，请看下面的题号。"))
    award_question(attempt.stage.contest, item.version, by=by, because=typed["because"])


_A = AttemptState
DEEDS: dict[str, Deed] = {
    "clear": Deed(
        gettext_lazy("没有问题"),
        _before(_A.CLEARED, _A.VOID),
        lambda attempt, by, typed: clear(attempt, by=by, **typed),
        ClearForm,
    ),
    "void": Deed(
        gettext_lazy("作废"),
        _before(_A.VOID),
        lambda attempt, by, typed: void(attempt, by=by, **typed),
        VoidForm,
    ),
    "flag": Deed(
        gettext_lazy("标记疑点"),
        _before(_A.FLAGGED),
        lambda attempt, by, typed: flag(attempt, by=by, **typed),
        FlagForm,
    ),
    "award": Deed(gettext_lazy("一道题全体算对"), FINISHED, _award, AwardForm),
    "answer": Deed(gettext_lazy("答复申诉"), FINISHED, _answer, AnswerForm),
}


def _ids(verb: str) -> str:
    """Return how fields are named on a page of several forms."""
    return f"id_{verb}_%s"


@needs(JUDGE)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    attempt = _paper_or_404(pk)
    deed = DEEDS.get(verb)
    if deed is None:
        raise Http404
    form = deed.form(request.POST, auto_id=_ids(verb))
    if not form.is_valid():
        return _page(request, attempt, verb=verb, tried=form, status=422)
    try:
        deed.do(attempt, staff(request), form.cleaned_data)
    except NotAllowed:
        return refused(request)
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = _paper_or_404(pk)
        is_late = isinstance(refusal, TransitionNotAllowed)
        said = str(refusal)
        if is_late:
            said = _("答卷现在是“%s”，不能这样操作。") % fresh.get_state_display()
        form.add_error(None, said)
        status = 409 if is_late else 422
        return _page(request, fresh, verb=verb, tried=form, status=status)
    messages.success(request, _("已完成：%s") % deed.label)
    return redirect("judging_desk:paper", pk)


def _papers() -> QuerySet[Attempt]:
    flags = AttemptFlag.objects.order_by("raised_at", "pk")
    return Attempt.objects.select_related(
        "participant__unit_entry__unit", "participant__area", "stage__contest"
    ).prefetch_related(Prefetch("flags", flags))


def _paper_or_404(pk: int) -> Attempt:
    finished = _papers().filter(finished_at__isnull=False)
    return get_object_or_404(finished, pk=pk)


def _page(
    request: HttpRequest,
    attempt: Attempt,
    *,
    verb: str = "",
    tried: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    appeals = list(attempt.appeals.select_related("decided_by").order_by("pk"))
    is_open = any(each.state == AppealState.OPEN for each in appeals)
    is_own = is_open and user.pk in voided_by(attempt)
    events = Event.objects.of(attempt).select_related("actor")
    return TemplateResponse(
        request,
        "quizzes/judging/desk/paper.html",
        {
            "attempt": attempt,
            "who": attempt.participant,
            "contest": attempt.stage.contest,
            "items": judged(attempt),
            "appeals": appeals,
            "is_own": is_own,
            "deeds": [
                (
                    name,
                    deed,
                    tried if tried and name == verb else deed.form(auto_id=_ids(name)),
                )
                for name, deed in DEEDS.items()
                if (
                    attempt.state in deed.states
                    and (name != "answer" or (is_open and not is_own))
                )
                or name == verb
            ],
            "events": [(event, VERBS.get(event.verb, event.verb)) for event in events],
        },
        status=status,
    )
