"""The one address that a running paper goes through: answer, verdict, next, result."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.frame.sites import government_of
from portal.throttle import network_of
from quizzes.bank.asking import with_posted
from quizzes.bank.marking import BadAnswer, read_answer
from quizzes.bank.models import QuestionVersion
from quizzes.practice.drawing import versions_of
from quizzes.practice.papers import (
    BadPaper,
    Paper,
    ask_next,
    told,
    unseal,
)
from quizzes.practice.public.pages import (
    column,
    crumbs,
    show_question,
    show_verdict,
)
from quizzes.practice.scores import by_topic, score_of, seal_score
from quizzes.practice.services.counting import count_answer

Posted = Mapping[str, Sequence[str]]


# Nothing is changed for anybody but a count, and a reader without an account has
# no session that a foreign page could misuse: no cookie is set for a token.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # a paper is not in its address
        return redirect("quizzes:start")
    try:
        carried = unseal(request.POST.get("paper", ""))
        versions = versions_of(item.version_id for item in carried.items)
    except BadPaper:
        return _unreadable(request)
    act = request.POST.get("act", "")
    if carried.is_over:
        return _result(request, carried, versions)
    if act == "next":
        return show_question(request, carried, versions)
    return _answer(request, carried, versions, gives_up=act == "give_up")


def _answer(
    request: HttpRequest,
    carried: Paper,
    versions: dict[int, QuestionVersion],
    *,
    gives_up: bool,
) -> HttpResponse:
    version = versions[carried.items[len(carried.answers)].version_id]
    posted: Posted = dict(request.POST.lists())
    answer, problem = None, ""
    if not gives_up:
        try:
            answer = read_answer(version.parts, posted)
            problem = "" if answer else _("还没有作答。不会的话，可以直接看答案。")
        except BadAnswer as refused:
            problem = str(refused)
    if problem:
        asked = with_posted(ask_next(carried, versions), posted)
        return show_question(request, carried, versions, asked=asked, problem=problem)
    further = carried.answered(answer)
    response, is_right = show_verdict(request, further, versions)
    count_answer(
        version.pk,
        is_right=is_right,
        step=carried.step,
        network=network_of(request),
    )
    return response


def _result(
    request: HttpRequest, carried: Paper, versions: dict[int, QuestionVersion]
) -> HttpResponse:
    answered = told(carried, versions)
    score = score_of(carried, answered)
    shares = by_topic(answered, versions)
    token = seal_score(score)
    weakest = min(shares, key=lambda share: share.percent)
    path = reverse("quizzes:shared", args=[token])
    return TemplateResponse(
        request,
        "quizzes/practice/result.html",
        {
            "column": column(),
            "crumbs": crumbs(),
            "crumb": _("成绩"),
            "paper": carried,
            "score": score,
            "shares": shares,
            "weakest": weakest if weakest.right < weakest.total else None,
            "wrong": [
                asked
                for asked in answered
                if asked.verdict and not asked.verdict.is_right
            ],
            "share_path": path,
            "share_url": government_of(request).site.root_url + path,
            "card_url": reverse("quizzes:card", args=[token]),
        },
    )


def _unreadable(request: HttpRequest) -> HttpResponse:
    """Say that what came is no paper of ours, or an old one, and where to begin anew."""
    return TemplateResponse(
        request,
        "quizzes/practice/unreadable.html",
        {"column": column(), "crumbs": crumbs(), "crumb": _("重新开始")},
        status=400,
    )
