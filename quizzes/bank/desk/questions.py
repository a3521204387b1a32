"""Questions in the CMS: found, read, written, approved."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.cms.gate import needs, refused, staff
from portal.paging import page_of
from portal.refusals import Refused
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.bank.desk.differences import Difference, differences
from quizzes.bank.desk.forms import BecauseForm, FilterForm
from quizzes.bank.desk.listing import PER_PAGE, for_rows, narrowed, ticked
from quizzes.bank.desk.preview import preview_of
from quizzes.bank.models import Question, QuestionVersion
from quizzes.bank.permissions import APPROVE, CHANGE, VIEW
from quizzes.bank.services.checking import problems_of
from quizzes.bank.services.questions import (
    approve_question,
    put_in_doubt,
    retire_question,
)
from quizzes.bank.workflow import QUESTION_STEPS, Kind, QuestionState

SHOWN_EVENTS = 60
MOST_AT_ONCE = PER_PAGE
VERBS: dict[str, Promise] = {
    "write": gettext_lazy("写"),
    "approve": gettext_lazy("审定"),
    "doubt": gettext_lazy("转入待复核"),
    "retire": gettext_lazy("停用"),
    "carry_on": gettext_lazy("承接到新条款"),
}


@dataclass(frozen=True)
class Deed:
    label: Promise
    new: QuestionState
    permissions: tuple[str, ...]  # one of them
    do: Callable[[Question, User, str], object]
    asks_why: bool = True

    def is_open(self, question: Question, user: User) -> bool:
        return self.new in QUESTION_STEPS[QuestionState(question.state)] and any(
            user.has_perm(name) for name in self.permissions
        )


DEEDS = {
    "approve": Deed(
        gettext_lazy("审定可用"),
        QuestionState.READY,
        (APPROVE,),
        lambda question, by, because: approve_question(question, by=by),
        asks_why=False,
    ),
    "doubt": Deed(
        gettext_lazy("转入待复核"),
        QuestionState.NEEDS_REVIEW,
        (CHANGE, APPROVE),
        lambda question, by, because: put_in_doubt(question, by=by, because=because),
    ),
    "retire": Deed(
        gettext_lazy("停用"),
        QuestionState.RETIRED,
        (APPROVE,),
        lambda question, by, because: retire_question(question, by=by, because=because),
    ),
}


@needs(VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    user = staff(request)
    form = FilterForm(request.GET)
    return TemplateResponse(
        request,
        "quizzes/bank/desk/index.html",
        {
            "form": form,
            "page_of_items": page_of(for_rows(narrowed(form)), request, PER_PAGE),
            "n_in_doubt": Question.objects.in_doubt().count(),
            "in_doubt": QuestionState.NEEDS_REVIEW,
            "is_queue": dict(form.given).get("state") == QuestionState.NEEDS_REVIEW,
            "kinds": Kind.choices if user.has_perm(CHANGE) else (),
            "deeds": [
                (verb, deed.label)
                for verb, deed in DEEDS.items()
                if any(user.has_perm(name) for name in deed.permissions)
            ],
        },
        status=status,
    )


@needs(VIEW)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Lead to what waits for somebody who reads it again."""
    address = reverse("bank_desk:index")
    return redirect(f"{address}?state={QuestionState.NEEDS_REVIEW}")


@needs(VIEW)
@require_POST
def act_on_many(request: HttpRequest) -> HttpResponse:
    """Take one step with each chosen question; what is refused says why, one by one."""
    user = staff(request)
    deed = _deed(request.POST.get("verb", ""))
    if not any(user.has_perm(name) for name in deed.permissions):
        return refused(request)
    keys = ticked(request)
    found = Question.objects.filter(pk__in=keys[:MOST_AT_ONCE])
    because = request.POST.get("because", "")
    n_done = 0
    for question in found.select_related("current").order_by("code"):
        if said := _try(deed, question, user, because):
            messages.error(request, f"{question.code}：{said}")
        else:
            n_done += 1
    if n_done:
        messages.success(request, _("已办%s道。") % n_done)
    elif not keys:
        messages.error(request, _("请先勾选题目。"))
    query = request.POST.get("query", "")
    return redirect(f"{reverse('bank_desk:index')}?{query}")


@needs(VIEW)
@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _question_or_404(pk))


@needs(VIEW)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    found = _question_or_404(pk)
    user = staff(request)
    deed = _deed(verb)
    if not any(user.has_perm(name) for name in deed.permissions):
        return refused(request)
    if request.POST.get("version") != str(found.current_id):
        problem = _("别人刚刚改过这道题。请看过最新的内容再操作。")
    else:
        problem = _try(deed, found, user, request.POST.get("because", ""))
    if problem:
        return _page(request, _question_or_404(pk), problem=problem, status=422)
    messages.success(request, _("已完成。"))
    return redirect("bank_desk:question", pk)


def _deed(verb: str) -> Deed:
    if verb not in DEEDS:
        raise Http404
    return DEEDS[verb]


def _try(deed: Deed, question: Question, user: User, because: str) -> str:
    """Do it, or return why not."""
    try:
        deed.do(question, user, because)
    except Refused as refusal:
        return str(refusal)
    except TransitionNotAllowed:
        return _("现在是“%s”，不能这样操作。") % question.get_state_display()
    return ""


def _page(
    request: HttpRequest, found: Question, *, problem: str = "", status: int = 200
) -> HttpResponse:
    user = staff(request)
    versions = list(
        found.versions.select_related(
            "clause__version__regulation", "image", "film", "made_by"
        ).order_by("-number")
    )
    current = next((each for each in versions if each.pk == found.current_id), None)
    is_waiting = found.state in (QuestionState.DRAFT, QuestionState.NEEDS_REVIEW)
    return TemplateResponse(
        request,
        "quizzes/bank/desk/question.html",
        {
            "question": found,
            "version": current,
            "preview": preview_of(current) if current else None,
            "faults": problems_of(current) if current and is_waiting else [],
            "practice": _practice(current),
            "history": _history(versions),
            "pools": list(found.pools.all()),
            "deeds": [
                (verb, deed, BecauseForm(request.POST or None))
                for verb, deed in DEEDS.items()
                if deed.is_open(found, user)
            ],
            "may_write": user.has_perm(CHANGE),
            "problem": problem,
            "events": [
                (event, VERBS.get(event.verb, event.verb))
                for event in Event.objects.of(found)
                .select_related("actor")
                .order_by("-at", "-pk")[:SHOWN_EVENTS]
            ],
        },
        status=status,
    )


def _history(
    versions: list[QuestionVersion],
) -> list[tuple[QuestionVersion, list[Difference]]]:
    """Return each wording, the newest first, with what it says otherwise."""
    changed: list[tuple[QuestionVersion, list[Difference]]] = [
        (new, differences(old, new)) for new, old in pairwise(versions)
    ]
    return [*changed, *((first, []) for first in versions[-1:])]


def _practice(version: QuestionVersion | None) -> Any:
    return getattr(version, "practice", None) if version else None


def _question_or_404(pk: int) -> Question:
    return get_object_or_404(Question.objects.select_related("current"), pk=pk)
