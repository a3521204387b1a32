"""What everybody may see of exposures: what is public at this very moment."""

from typing import Any
from urllib.parse import urljoin

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.frame.meta import Article, Column, ColumnType
from portal.frame.sites import government_of
from portal.paging import page_of
from reports.exposures.models import Correction, Exposure, ExposureBatch
from reports.exposures.public.cards import card_of
from reports.exposures.public.choices import Choice
from reports.exposures.public.looks import count_looks, due_of, look_of
from reports.exposures.public.story import first_pictures, story_of
from reports.exposures.public.telling import as_json
from reports.notices.links import address_of

PER_PAGE = 12


def column() -> Column:
    return Column(
        name=str(_("曝光台")),
        type=ColumnType.RESPONSE,
        description=str(
            _("逾期没有改的问题：限几日改、单位怎么说、改没改好、谁核验的。")
        ),
        keywords=str(_("曝光台,整改,责任单位,更正")),
    )


@require_safe
@cache_control(no_cache=True)
@conditional_page
def exposure_list(request: HttpRequest) -> HttpResponse:
    choice = Choice(request)
    items = page_of(choice.chosen(), request, PER_PAGE)
    year = timezone.localdate().year
    return TemplateResponse(
        request,
        "reports/exposures/list.html",
        {
            "column": column(),
            "crumb": _("曝光台"),
            "choice": choice,
            "items": items,
            "pictures": first_pictures(list(items)),
            "this_year": count_looks(
                Exposure.objects.public().filter(published_at__year=year)
            ),
            "counts": count_looks(choice.narrow()),
            "now": timezone.now(),
        },
    )


@require_safe
@cache_control(no_cache=True)
@conditional_page
def batch(request: HttpRequest, batch: int) -> HttpResponse:
    return _batch_page(request, batch, "reports/exposures/batch.html")


@require_safe
@cache_control(no_cache=True)
@conditional_page
def batch_print(request: HttpRequest, batch: int) -> HttpResponse:
    response = _batch_page(request, batch, "reports/exposures/print.html")
    response["X-Robots-Tag"] = "noindex"
    return response


def _batch_page(request: HttpRequest, number: int, template: str) -> HttpResponse:
    found = get_object_or_404(
        ExposureBatch.objects.published().select_related("episode__video"),
        number=number,
    )
    cases = list(
        found.exposures.public()
        .for_lists()
        .prefetch_related("clauses", Prefetch("statements"))
        .order_by("number")
    )
    for case in cases:
        case.batch = found
    return TemplateResponse(
        request,
        template,
        {
            "column": column(),
            "crumbs": [(_("曝光台"), reverse("exposures:list"))],
            "crumb": found.title,
            "batch": found,
            "cases": cases,
            "pictures": first_pictures(cases),
            "counts": count_looks(found.exposures.public()),
            "retracted": list(
                found.exposures.retracted()
                .order_by("number")
                .values_list("number", flat=True)
            ),
            "episode": _shown_episode(found.episode, request),
        },
    )


@require_safe
@cache_control(no_cache=True)
@conditional_page
def exposure(request: HttpRequest, batch: int, number: int) -> HttpResponse:
    found = _find(batch, number)
    if not found.is_public:
        return gone(request, found)
    story = story_of(found)
    government = government_of(request)
    address = found.get_absolute_url()
    look = look_of(found)
    card = reverse("exposures:card", args=[batch, number])
    response = TemplateResponse(
        request,
        "reports/exposures/exposure.html",
        {
            "column": column(),
            "article": Article(
                title=f"{look.label}：{found.title}",
                published_at=found.published_at,
                source=government.name,
                description=found.headline or found.facts[:120],
                image=urljoin(government.site.root_url, card),
            ),
            "crumbs": [
                (_("曝光台"), reverse("exposures:list")),
                (found.batch.title, found.batch.get_absolute_url()),
            ],
            "crumb": found.public_number,
            "address": address,
            "exposure": found,
            "notice": found.notice,
            "notice_address": address_of(found.notice)
            if found.notice and found.notice.is_public and not found.notice.is_revoked
            else "",
            "story": story,
            "look": look,
            "due": due_of(found),
            "episode": _shown_episode(found.programme, request),
        },
    )
    if not found.is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(no_cache=True)
@conditional_page
def exposure_json(request: HttpRequest, batch: int, number: int) -> HttpResponse:
    found = _find(batch, number)
    if not found.is_public:
        return JsonResponse({"error": _("这一件已经下线。")}, status=410)
    response = JsonResponse(
        as_json(story_of(found), government_of(request).site.root_url),
        json_dumps_params={"ensure_ascii": False},
    )
    if not found.is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(no_cache=True)
@conditional_page
def card(request: HttpRequest, batch: int, number: int) -> HttpResponse:
    """Give out the picture that a chat shows of the link: it changes with the state."""
    found = _find(batch, number)
    if not found.is_public:
        return HttpResponse(status=410)
    drawn = card_of(found, government_of(request).name)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png")


@require_safe
@cache_control(no_cache=True)
@conditional_page
def corrections(request: HttpRequest) -> HttpResponse:
    entries = Correction.objects.select_related("exposure__batch")
    return TemplateResponse(
        request,
        "reports/exposures/corrections.html",
        {
            "column": column(),
            "crumbs": [(_("曝光台"), reverse("exposures:list"))],
            "crumb": _("更正栏"),
            "items": page_of(entries, request),
        },
    )


def gone(request: HttpRequest, found: Exposure) -> HttpResponse:
    """Stand at the address of what was public once: date, number and reason stay."""
    correction = None
    if found.is_retracted:
        correction = found.corrections.filter(kind="retraction").first()
    context = {"column": column(), "exposure": found, "correction": correction}
    response = TemplateResponse(
        request, "reports/exposures/gone.html", context, status=410
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _find(batch: int, number: int) -> Exposure:
    """Return what ever was at this address; nothing else has one."""
    return get_object_or_404(
        Exposure.objects.ever_public()
        .for_lists()
        .select_related("notice__unit", "episode__video", "batch__episode__video"),
        batch__number=batch,
        number=number,
    )


def _shown_episode(episode: Any, request: HttpRequest) -> dict[str, Any] | None:
    if episode is None or not episode.live:
        return None
    return {
        "page": episode,
        "address": episode.get_url(request),
        "film": episode.video,
    }
