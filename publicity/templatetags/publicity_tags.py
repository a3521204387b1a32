"""What the newsroom shows on the home page. Each tag asks the database once or twice."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import template
from django.db.models import Count, F, Max, OuterRef, Subquery, Value, Window
from django.db.models.functions import Mod, RowNumber
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from portal.directory.models import Area
from portal.home.models import HeadlineSlot, HomePage, leader_of
from portal.hubs import Shown
from portal.images.looks import warm
from portal.pages import BasePage, is_open
from publicity.episode_marks import marked_chapters, marks_on, skipped
from publicity.knowledge_hub import knowledge_hub
from publicity.models import (
    Clause,
    EpisodePage,
    KnowledgePage,
    NewsPage,
    PsaPage,
    TopicFigure,
)

register = template.Library()

SHOWN_NEWS = 4
SHOWN_ADS = 3
SHOWN_DAYS = 7
SIX_SMALL_TRADES = "六小"  # the campaign's best-known target has it in its name


@register.inclusion_tag("publicity/home/check_sheet.html", takes_context=True)
def check_sheet(context: dict[str, Any]) -> dict[str, Any]:
    counts = dict(
        Page.objects.live()
        .order_by()
        .values_list("content_type__model")
        .annotate(count=Count("pk"))
    )
    figures = _progress(context["request"])
    return {
        "today": timezone.localdate(),
        "government": context["government"],
        "news_count": counts.get("newspage", 0),
        "episode_count": counts.get("episodepage", 0),
        "area_count": Area.objects.count(),
        "trades": next(
            (figure for figure in figures if SIX_SMALL_TRADES in figure.label), None
        ),
    }


@register.inclusion_tag("publicity/home/latest_news.html", takes_context=True)
def latest_news(context: dict[str, Any], home: HomePage) -> dict[str, Any]:
    """Show the planned headline, or the newest item, and the next below it."""
    items = list(
        NewsPage.objects.live()
        .filter(is_open())
        .select_related("cover")
        .defer("body")
        .order_by("-first_published_at", "-pk")[: SHOWN_NEWS + 1]
    )
    planned = _planned_headline(home)
    head: BasePage | None = next(
        (item for item in items if planned and item.pk == planned.pk), None
    )
    if planned and not head:
        # An older item, or a page of another kind: show what every page has.
        model = planned.specific_class
        if model is not None and issubclass(model, BasePage):
            head = model.for_serving().get(pk=planned.pk)
    head = head or next(iter(items), None)
    below = [item for item in items if head is None or item.pk != head.pk]
    return {"head": head, "items": below[:SHOWN_NEWS], "request": context["request"]}


def _planned_headline(home: HomePage) -> Page | None:
    now = timezone.now()
    planned = HeadlineSlot.objects.filter(home=home, starts_at__lte=now).planned(now)
    slot = leader_of(planned.select_related("page"), now)
    return slot.page if slot else None


@dataclass(frozen=True)
class ProgrammeDay:
    """A day of the strip. `is_missing`: it went by without a programme (S-08)."""

    date: date
    episode: EpisodePage | None
    is_missing: bool


@register.inclusion_tag("publicity/home/latest_programme.html", takes_context=True)
def latest_programme(context: dict[str, Any]) -> dict[str, Any]:
    episodes = list(
        EpisodePage.objects.live()
        .filter(is_open())
        .select_related("cover")
        .defer("transcript")
        .order_by("-air_date", "-pk")[:SHOWN_DAYS]
    )
    return {
        "latest": next(iter(episodes), None),
        "days": _days(episodes),
        "request": context["request"],
    }


def _days(episodes: list[EpisodePage]) -> list[ProgrammeDay]:
    """Return the seven days up to the latest programme."""
    if not episodes:
        return []
    aired = {episode.air_date: episode for episode in reversed(episodes)}
    last = episodes[0].air_date
    first = last - timedelta(days=SHOWN_DAYS - 1)
    # Where there are fewer programmes than days, the earliest was the very first.
    began = min(aired) if len(episodes) < SHOWN_DAYS else first
    return [
        ProgrammeDay(day, aired.get(day), began <= day and day not in aired)
        for day in (first + timedelta(days=n) for n in range(SHOWN_DAYS))
    ]


@register.inclusion_tag("publicity/home/clause_of_today.html")
def clause_of_today() -> dict[str, Any]:
    """Show one clause a day, the same for everybody, each in its turn (S-09)."""
    return {"clause": clause_of(timezone.localdate())}


def clause_of(day: date) -> Clause | None:
    """Return the clause for `day`, among those in force that are told in plain words."""
    told_plainly = (
        Clause.objects.articles().in_force(day).exclude(text="").exclude(plain_note="")
    )
    # A step of 37 keeps neighbouring days apart in the text.
    clause: Clause | None = (
        told_plainly.annotate(
            place=Window(
                RowNumber(), order_by=[F("version").asc(), F("position").asc()]
            ),
            count=Window(Count("pk")),
        )
        .filter(place=Mod(Value(day.toordinal() * 37), F("count")) + 1)
        .select_related("version__regulation")
        .first()
    )
    return clause


@register.inclusion_tag("publicity/home/topic_progress.html", takes_context=True)
def topic_progress(context: dict[str, Any]) -> dict[str, Any]:
    request = context["request"]
    return {"figures": _progress(request), "request": request}


def _progress(request: HttpRequest) -> list[TopicFigure]:
    """Return the newest figure of every campaign; asked for once a page."""
    known: list[TopicFigure] | None = getattr(request, "_topic_progress", None)
    if known is not None:
        return known
    newest = (
        TopicFigure.objects.filter(page=OuterRef("page"))
        .order_by()
        .values("page")
        .annotate(day=Max("as_of"))
        .values("day")
    )
    by_page: dict[int, TopicFigure] = {}
    for figure in (
        TopicFigure.objects.filter(page__live=True, page__is_archived=False)
        .filter(as_of=Subquery(newest))
        .select_related("page")
        .defer("page__body")
        .order_by("page__path", "sort_order")
    ):
        by_page.setdefault(figure.page_id, figure)
    request._topic_progress = list(by_page.values())  # type: ignore[attr-defined]
    return list(by_page.values())


@register.inclusion_tag("publicity/home/running_ads.html", takes_context=True)
def running_ads(context: dict[str, Any]) -> dict[str, Any]:
    """Show the newest advertisements on air (TV-01)."""
    ads = list(
        PsaPage.objects.live()
        .filter(is_open())
        .running(timezone.localdate())
        .for_lists()[:SHOWN_ADS]
    )
    warm([ad.cover for ad in ads], "poster")
    return {"ads": ads, "request": context["request"]}


@register.simple_tag(takes_context=True)
def knowledge_panels(context: dict[str, Any], page: KnowledgePage) -> Shown:
    """Return what other rooms hang on an article."""
    return knowledge_hub.show(page, context["request"])


@register.inclusion_tag("components/chapters.html")
def marked_places(page: EpisodePage) -> dict[str, Any]:
    """Show the places of a programme, and what became of what it showed."""
    marks = marks_on(page)
    # Without its film there are no places to jump to; what became of it is told.
    chapters = marked_chapters(page, marks) if page.video else []
    placed = {mark for each in chapters for mark in each.marks}
    placed |= {each.withdrawn for each in chapters if each.withdrawn}
    return {
        "film": page.video,
        "chapters": chapters,
        "skipped": skipped(chapters),
        "marks": [mark for mark in marks if mark not in placed],
    }
