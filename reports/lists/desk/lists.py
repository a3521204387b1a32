"""A list is begun, counted, shown to the units, frozen, published and corrected."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from reports.complaints.desk.gate import needs, refused, staff
from reports.complaints.refusals import Refused, Stale
from reports.lists.desk.forms import (
    AnswerForm,
    BecauseForm,
    DraftForm,
    ErratumForm,
    ObjectionForm,
)
from reports.lists.models import Formula, UnitList
from reports.lists.public.looks import show
from reports.lists.services import computing, previewing, publishing
from reports.lists.workflow import (
    FINAL_STATES,
    LIST_STEPS,
    ErratumEffect,
    ListState,
    ObjectionKind,
    ObjectionState,
)

SHOWN = 60
VERBS: dict[str, Promise] = {
    "draft": gettext_lazy("新建"),
    "compute": gettext_lazy("计算"),
    "preview": gettext_lazy("开始征询"),
    "object": gettext_lazy("单位提出异议或意见"),
    "answer_objection": gettext_lazy("答复"),
    "freeze": gettext_lazy("定稿"),
    "publish": gettext_lazy("发布"),
    "erratum": gettext_lazy("勘误"),
    "discard": gettext_lazy("作废"),
}
APPROVE, CHANGE = "approve_unitlist", "change_unitlist"


@needs("view_unitlist")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    form = DraftForm(request.POST or None, initial=_next_formula())
    status = 200
    if request.method == "POST":
        if not user.has_perm("reports.add_unitlist"):
            return refused(request)
        status = 422
        if form.is_valid():
            try:
                made = computing.draft_list(by=user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("lists_desk:case", made.pk)
    return TemplateResponse(
        request,
        "reports/lists/desk/index.html",
        {
            "lists": list(UnitList.objects.select_related("formula")[:SHOWN]),
            "form": form if user.has_perm("reports.add_unitlist") else None,
            "has_formula": Formula.objects.exists(),
        },
        status=status,
    )


def _next_formula() -> dict[str, Any]:
    return {"formula": Formula.objects.current(timezone.localdate())}


@needs("view_unitlist")
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _list_or_404(pk))


@needs("view_unitlist")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing to a list as it was when it was read."""
    unit_list = _list_or_404(pk)
    deed = DEEDS.get(verb)
    if deed is None:
        raise Http404
    if not request.user.has_perm(f"reports.{deed.permission}"):
        return refused(request)
    written = request.POST.get("version", "")
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    unit_list.version = int(written)
    form = deed.form(request.POST, unit_list)
    if not form.is_valid():
        return _page(request, unit_list, verb=verb, tried=form, status=422)
    try:
        deed.do(unit_list, staff(request), form.cleaned_data)
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = _list_or_404(pk)
        said = str(refusal)
        if isinstance(refusal, TransitionNotAllowed):
            said = _("榜单现在是“%s”，不能这样操作。") % fresh.get_state_display()
        form.add_error(None, said)
        late = isinstance(refusal, Stale | TransitionNotAllowed)
        return _page(request, fresh, verb=verb, tried=form, status=409 if late else 422)
    messages.success(request, _("已完成：%s") % deed.label)
    return redirect("lists_desk:case", pk)


@dataclass(frozen=True)
class Deed:
    """What a button of the page does, who may press it, in which states it is there."""

    label: Promise
    permission: str
    states: Set[ListState]
    do: Callable[[UnitList, User, dict[str, Any]], object]
    form: Callable[[Any, UnitList], forms.Form]


def _plain(posted: Any, unit_list: UnitList) -> forms.Form:
    return forms.Form(posted)


def _because(posted: Any, unit_list: UnitList) -> forms.Form:
    return BecauseForm(posted)


def _answer(unit_list: UnitList, by: User, typed: dict[str, Any]) -> None:
    objection = get_object_or_404(unit_list.objections, pk=typed["objection"])
    previewing.answer_objection(
        objection, by=by, is_upheld=typed["is_upheld"], answer=typed["answer"]
    )


def _before(new: ListState) -> Set[ListState]:
    return frozenset(old for old, steps in LIST_STEPS.items() if new in steps)


DEEDS: dict[str, Deed] = {
    "compute": Deed(
        gettext_lazy("计算"),
        CHANGE,
        _before(ListState.COMPUTED),
        lambda unit_list, by, typed: computing.compute(
            unit_list, by=by, because=typed["because"]
        ),
        _because,
    ),
    "preview": Deed(
        gettext_lazy("开始征询（三个工作日）"),
        CHANGE,
        _before(ListState.PREVIEW),
        lambda unit_list, by, typed: previewing.open_preview(unit_list, by=by),
        _plain,
    ),
    "object": Deed(
        gettext_lazy("代单位登记异议或意见"),
        CHANGE,
        frozenset({ListState.PREVIEW}),
        lambda unit_list, by, typed: previewing.object_to_row(
            typed["row"],
            by=by,
            kind=ObjectionKind(typed["kind"]),
            text=typed["text"],
            post=typed["post"],
        ),
        lambda posted, unit_list: ObjectionForm(posted, unit_list=unit_list),
    ),
    "answer": Deed(
        gettext_lazy("答复单位"),
        CHANGE,
        frozenset({ListState.PREVIEW}),
        _answer,
        lambda posted, unit_list: AnswerForm(posted),
    ),
    "freeze": Deed(
        gettext_lazy("定稿"),
        CHANGE,
        _before(ListState.FROZEN),
        lambda unit_list, by, typed: publishing.freeze(unit_list, by=by),
        _plain,
    ),
    "publish": Deed(
        gettext_lazy("批准发布"),
        APPROVE,
        _before(ListState.PUBLISHED),
        lambda unit_list, by, typed: publishing.publish(unit_list, by=by),
        _plain,
    ),
    "erratum": Deed(
        gettext_lazy("发勘误"),
        APPROVE,
        frozenset({ListState.PUBLISHED}),
        lambda unit_list, by, typed: publishing.add_erratum(
            unit_list,
            by=by,
            text=typed["text"],
            post=typed["post"],
            row=typed["row"],
            effect=ErratumEffect(typed["effect"]),
        ),
        lambda posted, unit_list: ErratumForm(posted, unit_list=unit_list),
    ),
    "discard": Deed(
        gettext_lazy("作废"),
        CHANGE,
        _before(ListState.DISCARDED),
        lambda unit_list, by, typed: computing.discard(
            unit_list, by=by, because=typed["because"]
        ),
        _because,
    ),
}


def _page(
    request: HttpRequest,
    unit_list: UnitList,
    *,
    verb: str = "",
    tried: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    may = [
        (name, deed, tried if name == verb else deed.form(None, unit_list))
        for name, deed in DEEDS.items()
        if unit_list.state in deed.states
        and name != "answer"
        and user.has_perm(f"reports.{deed.permission}")
    ]
    objections = unit_list.objections.select_related("unit", "decided_by")
    return TemplateResponse(
        request,
        "reports/lists/desk/case.html",
        {
            "unit_list": unit_list,
            "shown": show(unit_list),
            "deeds": may,
            "objections": list(objections),
            "answer_form": tried if verb == "answer" else AnswerForm(),
            "may_answer": unit_list.state == ListState.PREVIEW
            and user.has_perm(f"reports.{CHANGE}")
            and unit_list.computed_by_id != user.pk,
            "open_state": ObjectionState.OPEN,
            "is_final": unit_list.state in FINAL_STATES,
            "problem": tried.errors if tried is not None else None,
            "events": [
                (event, VERBS.get(event.verb, event.verb))
                for event in Event.objects.of(unit_list).select_related("actor")
            ],
        },
        status=status,
    )


def _list_or_404(pk: int) -> UnitList:
    found = UnitList.objects.select_related(
        "formula", "computed_by", "frozen_by", "published_by"
    )
    return get_object_or_404(found, pk=pk)
