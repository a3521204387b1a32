"""A stage, what it draws and what its first win; and a paper as it would be drawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.cms.gate import needs, staff
from portal.refusals import Refused, Stale
from quizzes.bank.asking import SHOWN, ask, tell
from quizzes.bank.models import QuestionVersion
from quizzes.bank.workflow import MarkRule
from quizzes.contests.desk.contests import contest_or_404, read_version
from quizzes.contests.desk.forms import DrawRules, RankPrizes, StageForm
from quizzes.contests.models import Contest, Stage
from quizzes.contests.permissions import DRAFT, SEE_KEY, VIEW
from quizzes.contests.refusals import CannotDraw
from quizzes.contests.services.drafting import delete_stage, keep_stage
from quizzes.contests.services.drawing import draw


@needs(DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    contest = contest_or_404(pk)
    times = {"opens_at": contest.opens_at, "closes_at": contest.closes_at}
    return _edit(request, contest, Stage(contest=contest, **times))


@needs(DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    stage = _stage_or_404(pk)
    return _edit(request, stage.contest, stage)


def _edit(request: HttpRequest, contest: Contest, stage: Stage) -> HttpResponse:
    posted = request.POST or None
    form = StageForm(posted, instance=stage)
    rules: Any = DrawRules(posted, instance=stage, prefix="rules")
    prizes: Any = RankPrizes(posted, instance=stage, prefix="prizes")
    status = 200
    if request.method == "POST":
        contest.version = read_version(request)
        status = 422
        # All three are asked, so that all that is wrong is said at once.
        if all([form.is_valid(), rules.is_valid(), prizes.is_valid()]):
            stage.contest = contest
            try:
                keep_stage(
                    stage,
                    by=staff(request),
                    rules=rules.kept(),
                    prizes=prizes.kept(),
                    removed=[*rules.removed(), *prizes.removed()],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409 if isinstance(refusal, Stale) else 422
            else:
                messages.success(request, _("已保存。"))
                return redirect("contests_desk:case", contest.pk)
    return TemplateResponse(
        request,
        "quizzes/contests/desk/stage.html",
        {
            "contest": contest,
            "stage": stage,
            "form": form,
            "rules": rules,
            "prizes": prizes,
        },
        status=status,
    )


@needs(DRAFT)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    stage = _stage_or_404(pk)
    stage.contest.version = read_version(request)
    try:
        delete_stage(stage, by=staff(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已删去。"))
    return redirect("contests_desk:case", stage.contest_id)


@needs(VIEW)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a paper as a participant would get it. Nothing is kept (`draw` says so)."""
    stage = _stage_or_404(pk)
    rule = MarkRule(stage.mark_rule)
    sees_key = request.user.has_perm(SEE_KEY)
    asked, problem = [], ""
    try:
        drawn = draw(stage, None, on=timezone.localdate())
    except CannotDraw as refusal:
        drawn, problem = [], str(refusal)
    versions = QuestionVersion.objects.select_related(*SHOWN).in_bulk(
        [each.version_id for each in drawn]
    )
    for position, each in enumerate(drawn, start=1):
        version = versions[each.version_id]
        one = ask(
            version,
            each.order,
            position=position,
            total=len(drawn),
            points=each.points,
            rule=rule,
        )
        asked.append((one, tell(one, version, rule) if sees_key else None))
    return TemplateResponse(
        request,
        "quizzes/contests/desk/paper.html",
        {
            "stage": stage,
            "contest": stage.contest,
            "asked": asked,
            "problem": problem,
            "total": sum(each.points for each in drawn),
            "sees_key": sees_key,
        },
    )


def _stage_or_404(pk: int) -> Stage:
    return get_object_or_404(Stage.objects.select_related("contest"), pk=pk)
