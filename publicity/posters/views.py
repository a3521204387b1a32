"""Any article or clause as a sheet for the blackboard (黑板报), with its choices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import fonts
from portal.frame.meta import Column, ColumnType
from portal.frame.sites import government_of
from portal.throttle import Verdict, give_back, network_of, spend
from publicity.posters import shelf
from publicity.posters.content import (
    Poster,
    get_article_or_404,
    get_page_or_404,
    poster_of_article,
    poster_of_page,
)
from publicity.posters.options import COLUMNS, PAPERS, options_from, units_to_choose


@require_safe
def clause_choices(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    article = get_article_or_404(slug, anchor)
    return _choices(
        request,
        poster_of_article(article, government_of(request)),
        reverse("publicity:clause_poster", args=[slug, anchor]),
        article.clause.get_absolute_url(),
    )


@require_safe
def clause_poster(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    article = get_article_or_404(slug, anchor)
    return _answer(
        request,
        poster_of_article(article, government_of(request)),
        reverse("publicity:clause_poster_choices", args=[slug, anchor]),
    )


@require_safe
def page_choices(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_page_or_404(pk)
    return _choices(
        request,
        poster_of_page(page, government_of(request)),
        reverse("publicity:page_poster", args=[pk]),
        page.get_url(request),
    )


@require_safe
def page_poster(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_page_or_404(pk)
    return _answer(
        request,
        poster_of_page(page, government_of(request)),
        reverse("publicity:page_poster_choices", args=[pk]),
    )


def _choices(
    request: HttpRequest, poster: Poster, action: str, address: str
) -> HttpResponse:
    return TemplateResponse(
        request,
        "publicity/posters/choices.html",
        {
            "column": _column(),
            "crumbs": [(poster.name, address)],
            "crumb": _("打印成黑板报"),
            "poster": poster,
            "address": address,
            "action": action,
            "has_font": fonts.chinese_faces() is not None,
            "papers": PAPERS,
            "column_counts": COLUMNS,
            "units": units_to_choose(),
        },
    )


def _answer(request: HttpRequest, poster: Poster, choices: str) -> HttpResponse:
    options = options_from(request.GET.dict())
    if fonts.chinese_faces() is None:
        return redirect(choices)  # it says why, and offers the print view
    name = shelf.name_of(poster, options)
    etag = quote_etag(name)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    drawn = shelf.kept(name)
    if drawn is None:
        verdict = _may_draw(request)
        if not verdict.is_allowed:
            return _too_many(request, verdict)
        drawn = shelf.draw_and_keep(name, poster, options)
    response = HttpResponse(drawn, content_type="application/pdf")
    response["ETag"] = etag
    # A proxy may keep it, but asks each time whether the article still says so.
    response["Cache-Control"] = "public, no-cache"
    response["Content-Disposition"] = (
        content_disposition_header(False, _file_name(poster)) or "inline"
    )
    # Browsers show a PDF with scripts and styles of their own.
    response["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def _may_draw(request: HttpRequest) -> Verdict:
    """Ask the reader's own count first, then that of the whole site."""
    network = network_of(request)
    verdict = spend("poster_network", network)
    if verdict.is_allowed:
        verdict = spend("poster_site", "all")
        if not verdict.is_allowed:
            give_back("poster_network", network)
    return verdict


def _too_many(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    response = TemplateResponse(
        request,
        "publicity/posters/wait.html",
        {"column": _column(), "minutes": verdict.wait_minutes},
        status=429,
    )
    response["Retry-After"] = str(int(verdict.wait.total_seconds()) + 1)
    response["Cache-Control"] = "no-store"
    return response


def _file_name(poster: Poster) -> str:
    kept = "".join(
        sign if sign.isalnum() or sign in "（）《》-" else " " for sign in poster.name
    )
    return f"{' '.join(kept.split())[:60] or 'poster'}.pdf"


def _column() -> Column:
    return Column(
        name=_("黑板报"),
        type=ColumnType.INTERPRETATION,
        description=_("把文章和条款打印成一张黑板报，贴进小区、单位和学校。"),
        keywords=_("黑板报,打印,宣传栏"),
    )
