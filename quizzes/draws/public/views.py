"""What everybody may read of a draw, and take away to recompute it."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.frame.meta import Article, Column, ColumnType
from quizzes.contests.workflow import PUBLIC_CONTESTS
from quizzes.draws.models import Draw
from quizzes.draws.public.looks import (
    codes_of,
    content_of,
    offers_of,
    steps_of,
    winners_of,
)

COMMAND = Path(__file__).with_name("verify_draw.py")


def column() -> Column:
    return Column(
        name=_("知识竞赛"),
        type=ColumnType.SURVEY,
        description=_("文明知识竞赛的抽奖：规则、奖品、票单和中奖名单，谁都可以重算。"),
        keywords=_("知识竞赛,抽奖,中奖名单,可核验"),
    )


def draw_or_404(slug: str, number: int) -> Draw:
    """Find an announced draw; one that nobody has heard of is no draw."""
    found = (
        Draw.objects.public()
        .select_related("contest__organiser", "stage")
        .filter(contest__slug=slug, contest__state__in=PUBLIC_CONTESTS, number=number)
        .first()
    )
    if found is None:
        raise Http404(_("没有这场抽奖，或者还没有公布。"))
    return found


@require_safe
def draw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = draw_or_404(slug, number)
    return TemplateResponse(
        request,
        "quizzes/draws/draw.html",
        {
            "column": column(),
            "article": Article(
                title=found.title,
                published_at=found.committed_at,
                source=found.contest.organiser.name,
                description=_("%(title)s：奖品、中奖机会、票单和怎么核验。")
                % {"title": found.title},
            ),
            "crumbs": [
                (_("知识竞赛"), "/contests/"),
                (found.contest.title, f"/contests/{slug}/"),
            ],
            "crumb": found.title,
            "draw": found,
            "offers": offers_of(found),
            "steps": steps_of(found),
            "winners": winners_of(found) if found.has_winners else [],
        },
    )


@require_safe
@cache_control(no_cache=True)
def draw_json(request: HttpRequest, slug: str, number: int) -> JsonResponse:
    return JsonResponse(
        content_of(draw_or_404(slug, number)),
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@cache_control(no_cache=True)
def tickets(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give out the list so that the SHA-256 of the file is the hash that was published."""
    found = draw_or_404(slug, number)
    if not found.has_tickets:
        raise Http404(_("票单还没有封存。"))
    text = "".join(f"{code}\n" for code in codes_of(found))
    return _file(text, "tickets.txt")


@require_safe
def command(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    draw_or_404(slug, number)
    return _file(COMMAND.read_text(encoding="utf-8"), COMMAND.name)


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
