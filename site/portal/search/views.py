from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise
from wagtail.models import Page

from portal.frame.meta import Column, ColumnType
from portal.frame.navigation import entries
from portal.models import PageTag
from portal.paging import page_of
from portal.search import finding
from portal.search.backends.words import Part
from portal.search.questions import Question, clean, ways_to_ask
from portal.search.registry import SearchColumn, columns
from portal.search.snippets import marked, snippet
from portal.search.sources import public_pages

PER_PAGE = 10
MOST_SUGGESTED = 8
HOT_WORDS = 10
PERIODS: list[tuple[int, StrOrPromise]] = [
    (7, gettext_lazy("近一周")),
    (30, gettext_lazy("近一月")),
    (91, gettext_lazy("近三月")),
    (182, gettext_lazy("近半年")),
]


@dataclass(frozen=True)
class ShownHit:
    hit: finding.Hit
    title: SafeString
    snippet: SafeString
    note: StrOrPromise


@dataclass(frozen=True)
class Tab:
    column: SearchColumn
    count: int


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = clean(request.GET.get("q", ""))
    known = {column.key: column for column in columns()}
    scope = finding.Scope(
        column=key if (key := request.GET.get("column", "")) in known else "",
        since=_day(request.GET.get("from", "")),
        until=_day(request.GET.get("to", "")),
    )
    question, found = _ask(asked, scope)
    ranked = finding.in_order(question, found) if question and found.keys else []
    page = page_of(ranked, request, PER_PAGE)
    hits = _shown(list(page), question) if question else []
    listed = {hit.hit.address for hit in hits}
    return TemplateResponse(
        request,
        "search/results.html",
        {
            "column": _column(),
            "crumb": _("搜索"),
            "query": asked,
            "is_relaxed": bool(question and question.is_relaxed),
            "page_of_hits": page,
            "hits": hits,
            "found": found,
            "is_cut": found.total > finding.MOST_LISTED,
            "most_listed": finding.MOST_LISTED,
            "everywhere": sum(found.counts.values()),
            "tabs": [
                Tab(column, count)
                for column in known.values()
                if (count := found.counts.get(column.key, 0))
                or column.key == scope.column
            ],
            "columns": known.values(),
            "scope": scope,
            "periods": _periods(),
            "suggestions": [
                suggestion
                for suggestion in _suggestions(asked)
                if suggestion["address"] not in listed
            ],
            "hot_words": [] if hits else _hot_words(),
        },
    )


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with what begins with, or holds, what is being typed."""
    response = JsonResponse(
        _suggestions(clean(request.GET.get("q", ""))),
        safe=False,
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, public=True, max_age=60)
    return response


def _ask(asked: str, scope: finding.Scope) -> tuple[Question | None, finding.Found]:
    """Try the ways to understand the question until one finds something anywhere."""
    nothing = finding.Found([], {}, 0)
    for question in ways_to_ask(asked):
        found = finding.find(question, scope)
        if found.counts:
            return question, found
    return None, nothing


def _shown(
    hits: Sequence[finding.Hit | finding.Key], question: Question
) -> list[ShownHit]:
    unread = [hit for hit in hits if not isinstance(hit, finding.Hit)]
    read = finding.read(unread)
    everything = [
        hit if isinstance(hit, finding.Hit) else read.get(hit) for hit in hits
    ]
    return [
        ShownHit(
            hit=hit,
            title=marked(hit.title, question),
            snippet=snippet(hit.text, question),
            note=hit.source.note(hit.row),
        )
        for hit in everything
        if hit
    ]


def _suggestions(typed: str) -> list[dict[str, str]]:
    if not typed:
        return []
    found: dict[str, str] = {
        entry.address: str(entry.label) for entry in entries() if typed in entry.label
    }
    question = Question(typed, typed)
    if question.pairs:
        keys = finding.find(question, finding.Scope(), part=Part.NAMES).keys
        # The shorter a name, the more of it is typed already: an area comes before
        # the hundred cases that begin with its name.
        hits = finding.read(keys[: 4 * MOST_SUGGESTED]).values()
        for hit in sorted(hits, key=lambda hit: len(hit.title)):
            found[hit.address] = hit.title
    return [{"title": title, "address": address} for address, title in found.items()][
        :MOST_SUGGESTED
    ]


def _hot_words() -> list[str]:
    """Return the tags that most of the public pages have."""
    used = (
        PageTag.objects.filter(content_object__in=public_pages(Page))
        .values_list("tag__name")
        .annotate(count=Count("pk"))
        .order_by("-count", "tag__name")[:HOT_WORDS]
    )
    return [name for name, _count in used]


def _periods() -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {"label": label, "since": today - timedelta(days=days)}
        for days, label in PERIODS
    ]


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    # The years that every database can reckon with, in any time zone.
    return day if 1900 <= day.year <= 9000 else None


def _column() -> Column:
    return Column(
        name=_("搜索"),
        type=ColumnType.SERVICE,
        description=_("在全站的动态、节目、公益广告、知识、法规条款和责任单位里找。"),
        keywords=_("搜索,查找,双创"),
    )
