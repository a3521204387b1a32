"""Where practice begins: each page draws its questions and asks the first one."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publicity import reading
from publicity.models import Clause
from quizzes.bank.models import Pool
from quizzes.bank.workflow import Topic
from quizzes.practice import drawing
from quizzes.practice.offers import offers
from quizzes.practice.papers import MOST
from quizzes.practice.public.pages import begin, column, crumbs

DAYS = 7  # of the daily ten that can be answered: today and the six before


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    counts = drawing.count_by_topic()
    return TemplateResponse(
        request,
        "quizzes/practice/start.html",
        {
            "column": column(),
            "crumb": _("文明答题"),
            "n_questions": sum(counts.values()),
            "topics": [(topic, counts.get(topic.value, 0)) for topic in Topic],
            "sets": drawing.sets(),
            "offers": offers(),
        },
    )


@require_safe
def daily(request: HttpRequest, day: date | None = None) -> HttpResponse:
    today = timezone.localdate()
    shown = day or today
    if not today - timedelta(days=DAYS - 1) <= shown <= today:
        raise Http404(_("只留最近七天的题目。"))
    title = _("%(day)s的十题") % {"day": date_format(shown, "n月j日")}
    return begin(
        request,
        drawing.of_day(shown).versions,
        title=title,
        week=[today - timedelta(days=back) for back in reversed(range(DAYS))],
        day=shown,
        canonical=_daily_address(shown, today),
    )


def _daily_address(shown: date, today: date) -> str:
    if shown == today:
        return reverse("quizzes:daily")
    return reverse("quizzes:daily_of", args=[shown])


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    if topic not in Topic.values:
        raise Http404
    questions = drawing.practisable().filter(topic=topic)
    return begin(
        request,
        drawing.wordings(questions),
        title=str(Topic(topic).label),
        can_redraw=True,
    )


@require_safe
def clause(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    regulation = reading.get_regulation_or_404(slug)
    version = reading.version_to_read(regulation)
    article = get_object_or_404(Clause, version=version, anchor=anchor)
    return begin(
        request,
        drawing.wordings(drawing.of_clause(slug, anchor)),
        title=f"{reading.short(regulation)} {article.label}",
        clause=article,
    )


@require_safe
def pool(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Pool, slug=slug)
    questions = drawing.practisable().filter(pools=found)
    return begin(
        request, drawing.wordings(questions), title=found.name, can_redraw=True
    )


@require_safe
def mistakes(request: HttpRequest) -> HttpResponse:
    """Show the book of wrong answers, which only the reader's own device knows."""
    return TemplateResponse(
        request,
        "quizzes/practice/mistakes.html",
        {
            "column": column(),
            "crumbs": crumbs(),
            "crumb": _("错题本"),
            "most": MOST,
        },
    )


@require_safe
def mistakes_paper(request: HttpRequest) -> HttpResponse:
    """Ask the questions whose numbers a device gives, without their keys."""
    keys = [
        int(key)
        for key in request.GET.get("q", "")[:400].split(",")
        if key.isascii() and key.isdecimal() and len(key) < 10
    ]
    response = begin(
        request,
        drawing.of_questions(keys[:MOST]),
        title=_("错题复习"),
        source=reverse("quizzes:mistakes"),
        canonical=reverse("quizzes:mistakes"),
    )
    response["X-Robots-Tag"] = "noindex"
    return response
