"""The results of a contest: shown for objections first, then final (公示)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.timeline.models import Event
from quizzes.contests.models import Contest
from quizzes.contests.public.gate import column
from quizzes.contests.results import official_stages, winners_of
from quizzes.contests.workflow import OVER, WITH_RESULTS
from quizzes.judging.figures import figures_of


@require_safe
@cache_control(public=True, max_age=30)
def results(request: HttpRequest, slug: str) -> HttpResponse:
    contests = Contest.objects.public().select_related("organiser")
    contest = get_object_or_404(contests, slug=slug)
    is_shown = contest.state in WITH_RESULTS
    said = Event.objects.of(contest).exclude(public_text="")
    return TemplateResponse(
        request,
        "quizzes/judging/public/results.html",
        {
            "column": column(),
            "crumb": _("结果"),
            "crumbs": [
                (_("竞赛"), reverse("contests:contests")),
                (contest.title, contest.get_absolute_url()),
            ],
            "contest": contest,
            "is_shown": is_shown,
            "is_over": contest.state in OVER,
            "stages": [(stage, winners_of(stage)) for stage in official_stages(contest)]
            if is_shown
            else [],
            "figures": figures_of(contest) if is_shown else None,
            "said": list(said.values_list("at", "public_text")),
        },
    )
