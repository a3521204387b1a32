"""A contest on the desk: where it stands, what is missing, who may do what next."""

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
from django.views.decorators.http import require_POST, require_safe

from portal.cms.gate import needs, refused, staff
from portal.paging import page_of
from portal.refusals import NotAllowed, Refused, Stale
from portal.timeline.models import Event
from portal.users.models import User
from portal.workflow import TransitionNotAllowed
from quizzes.contests.desk.chart import chart_of
from quizzes.contests.desk.forms import BecauseForm, CorrectionForm, ExtensionForm
from quizzes.contests.models import Contest
from quizzes.contests.participation import participation
from quizzes.contests.permissions import DRAFT, EXPORT, JUDGE, PUBLISH, VIEW
from quizzes.contests.services import drafting, running
from quizzes.contests.services.drafting import CORRECTABLE, IN_THE_OPEN
from quizzes.contests.services.extending import extend_stage
from quizzes.contests.services.readiness import NotReady, missing
from quizzes.contests.workflow import CONTEST_STEPS, ContestState

VERBS: dict[str, Promise] = {
    "draft": gettext_lazy("新建"),
    "clone": gettext_lazy("复制"),
    "change": gettext_lazy("修改"),
    "units": gettext_lazy("参赛单位"),
    "publish": gettext_lazy("发布"),
    "correct": gettext_lazy("更正"),
    "extend": gettext_lazy("延长"),
    "begin_review": gettext_lazy("开始复核"),
    "award_question": gettext_lazy("一道题全体算对"),
    "open_preview": gettext_lazy("公示结果"),
    "reopen_review": gettext_lazy("退回复核"),
    "make_final": gettext_lazy("确定结果"),
    "cancel": gettext_lazy("取消"),
    "export_results": gettext_lazy("导出成绩"),
    "reveal_contacts": gettext_lazy("查看获奖人联系方式"),
}
SHOWN_EVENTS = 100


@needs(VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    contests = Contest.objects.select_related("organiser")
    return TemplateResponse(
        request,
        "quizzes/contests/desk/index.html",
        {
            "page_of_items": page_of(contests, request),
            "may_add": request.user.has_perm("quizzes.add_contest"),
        },
    )


@needs(VIEW)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, contest_or_404(pk))


@needs(VIEW)
@require_safe
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the drawing alone, for the page that asks again and again."""
    return TemplateResponse(
        request,
        "quizzes/contests/desk/_chart.html",
        _drawn(get_object_or_404(Contest, pk=pk)),
    )


@dataclass(frozen=True)
class Deed:
    """What a button of the page does, who may press it, in which states it is there."""

    label: Promise
    permissions: tuple[str, ...]
    states: Set[ContestState]
    do: Callable[[Contest, User, dict[str, Any]], object]
    form: Callable[[Any, Contest], forms.BaseForm]

    def is_for(self, user: User) -> bool:
        return any(user.has_perm(each) for each in self.permissions)


def _plain(posted: Any, contest: Contest) -> forms.BaseForm:
    return forms.Form(posted)


def _correction(posted: Any, contest: Contest) -> forms.BaseForm:
    # A form writes into its instance: the contest itself is the service's to change.
    return CorrectionForm(posted, instance=Contest.objects.get(pk=contest.pk))


def _correct(contest: Contest, by: User, typed: dict[str, Any]) -> None:
    fields = {name: typed[name] for name in CORRECTABLE}
    drafting.correct(contest, by=by, note=typed["note"], fields=fields)


def _extend(contest: Contest, by: User, typed: dict[str, Any]) -> None:
    stage = typed["stage"]
    stage.contest = contest
    extend_stage(stage, until=typed["until"], by=by, because=typed["because"])


def _before(new: ContestState, *but: ContestState) -> Set[ContestState]:
    return {old for old, steps in CONTEST_STEPS.items() if new in steps} - {*but}


_C = ContestState
DEEDS: dict[str, Deed] = {
    "publish": Deed(
        gettext_lazy("批准发布"),
        (PUBLISH,),
        _before(_C.PUBLISHED),
        lambda contest, by, typed: running.publish(contest, by=by),
        _plain,
    ),
    "begin_review": Deed(
        gettext_lazy("开始复核"),
        (PUBLISH, JUDGE),
        _before(_C.REVIEWING, _C.PREVIEW),
        lambda contest, by, typed: running.begin_review(contest, by=by),
        _plain,
    ),
    "open_preview": Deed(
        gettext_lazy("公示结果"),
        (PUBLISH,),
        _before(_C.PREVIEW),
        lambda contest, by, typed: running.open_preview(contest, by=by),
        _plain,
    ),
    "make_final": Deed(
        gettext_lazy("确定结果"),
        (PUBLISH,),
        _before(_C.FINAL),
        lambda contest, by, typed: running.make_final(contest, by=by),
        _plain,
    ),
    "correct": Deed(
        gettext_lazy("更正规则文字"), (PUBLISH,), IN_THE_OPEN, _correct, _correction
    ),
    "extend": Deed(
        gettext_lazy("延长阶段"),
        (PUBLISH,),
        frozenset({_C.PUBLISHED}),
        _extend,
        ExtensionForm,
    ),
    "discard": Deed(
        gettext_lazy("删去草稿"),
        (DRAFT,),
        frozenset({_C.DRAFT}),
        lambda contest, by, typed: drafting.discard(contest, by=by),
        _plain,
    ),
    "cancel": Deed(
        gettext_lazy("取消竞赛"),
        (PUBLISH,),
        _before(_C.CANCELLED),
        lambda contest, by, typed: running.cancel(
            contest, by=by, because=typed["because"]
        ),
        lambda posted, contest: BecauseForm(posted),
    ),
}


@needs(VIEW)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Do one thing to a contest as it was when it was read."""
    contest = contest_or_404(pk)
    deed = DEEDS.get(verb)
    if deed is None:
        raise Http404
    if not deed.is_for(staff(request)):
        return refused(request)
    contest.version = read_version(request)
    form = deed.form(request.POST, contest)
    if not form.is_valid():
        return _page(request, contest, verb=verb, tried=form, status=422)
    try:
        deed.do(contest, staff(request), form.cleaned_data)
    except NotAllowed:
        return refused(request)
    except (Refused, TransitionNotAllowed) as refusal:
        fresh = contest_or_404(pk)
        for said in _said(refusal, fresh):
            form.add_error(None, said)
        late = isinstance(refusal, Stale | TransitionNotAllowed)
        return _page(request, fresh, verb=verb, tried=form, status=409 if late else 422)
    messages.success(request, _("已完成：%s") % deed.label)
    if verb == "discard":
        return redirect("contests_desk:index")
    return redirect("contests_desk:case", pk)


def _said(refusal: Exception, contest: Contest) -> list[str]:
    if isinstance(refusal, NotReady):
        return refusal.lacking
    if isinstance(refusal, TransitionNotAllowed):
        return [_("竞赛现在是“%s”，不能这样操作。") % contest.get_state_display()]
    return [str(refusal)]


def read_version(request: HttpRequest) -> int:
    """Return which version of the contest a form was made from."""
    written = request.POST.get("version", "")
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    return int(written)


def contest_or_404(pk: int) -> Contest:
    found = Contest.objects.select_related("organiser", "cover")
    return get_object_or_404(found, pk=pk)


def _page(
    request: HttpRequest,
    contest: Contest,
    *,
    verb: str = "",
    tried: forms.BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = staff(request)
    is_draft = contest.state == ContestState.DRAFT
    stages = contest.stages.order_by("position").prefetch_related("draw_rules__pool")
    events = Event.objects.of(contest).select_related("actor").order_by("-at", "-pk")
    return TemplateResponse(
        request,
        "quizzes/contests/desk/case.html",
        {
            "contest": contest,
            "stages": list(stages),
            "n_units": contest.unit_entries.count(),
            "lacking": missing(contest) if is_draft else [],
            "deeds": [
                (name, deed, tried if name == verb else deed.form(None, contest))
                for name, deed in DEEDS.items()
                if contest.state in deed.states and deed.is_for(user)
            ],
            "may_edit": is_draft and user.has_perm(DRAFT),
            "may_clone": user.has_perm("quizzes.add_contest"),
            "may_export": user.has_perm(EXPORT),
            "may_judge": user.has_perm(JUDGE),
            "is_draft": is_draft,
            "events": [
                (event, VERBS.get(event.verb, event.verb))
                for event in events[:SHOWN_EVENTS]
            ],
            **({} if is_draft else _drawn(contest)),
        },
        status=status,
    )


def _drawn(contest: Contest) -> dict[str, Any]:
    found = participation(contest)
    return {"contest": contest, "found": found, "chart": chart_of(found)}
