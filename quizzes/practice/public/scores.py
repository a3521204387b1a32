"""What somebody passed on: how many were right, and no name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.frame.sites import government_of
from quizzes.practice.cards import card_of
from quizzes.practice.public.pages import column, crumbs
from quizzes.practice.scores import Score, unseal_score


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    score = _score_or_404(token)
    root = government_of(request).site.root_url
    response = TemplateResponse(
        request,
        "quizzes/practice/shared.html",
        {
            "column": column(),
            "crumbs": crumbs(),
            "crumb": _("成绩"),
            "score": score,
            "daily_url": root + reverse("quizzes:daily"),
            "card_url": root + reverse("quizzes:card", args=[token]),
        },
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    score = _score_or_404(token)
    government = government_of(request)
    drawn = card_of(
        score,
        site=government.name,
        address=government.site.root_url + reverse("quizzes:daily"),
    )
    if drawn is None:
        raise Http404(_("这台服务器没有中文字体，画不出图片。"))
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _score_or_404(token: str) -> Score:
    score = unseal_score(token)
    if score is None:
        raise Http404(_("这个链接不完整，可能在转发时被截断。"))
    return score
